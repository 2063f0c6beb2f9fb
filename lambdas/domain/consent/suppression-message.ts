import type { ConsentChange } from './change.ts';
import type { TargetId } from './consent-ledger.ts';

/** The fan-out of a change: a target is behind. The ledger gives the state when the target is informed. */
type TargetMessage = { readonly schema: 'suppression.delivery/1' } & TargetId;

export const targetMessageOf = ({ tenant, subject, target }: TargetId): TargetMessage => ({
  schema: 'suppression.delivery/1',
  tenant,
  subject,
  target,
});

/** A message of the suppressions queue. */
export type SuppressionMessage = ConsentChange | TargetMessage;
