import type { ConsentChange } from './change.ts';
import type { TargetId } from './consent-ledger.ts';

/** The fan-out of a change: that a target has something to hear. What, the ledger says when it is told. */
export type TargetMessage = { readonly schema: 'suppression.delivery/1' } & TargetId;

export const targetMessageOf = ({ tenant, subject, target }: TargetId): TargetMessage => ({
  schema: 'suppression.delivery/1',
  tenant,
  subject,
  target,
});

/** What travels on the suppressions queue. */
export type SuppressionMessage = ConsentChange | TargetMessage;
