import type { SuppressionState } from '../../lambdas/domain/crm/suppression-target.ts';

/** The state of somebody who unsubscribed. */
export const aSuppression = (changes: Partial<SuppressionState> = {}): SuppressionState => ({
  tenant: 'acme',
  subject: 'a'.repeat(40),
  address: 'ada@customer.example',
  version: 1,
  suppressed: ['marketing'],
  reason: 'unsubscribed',
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: [],
  isWish: true,
  ...changes,
});
