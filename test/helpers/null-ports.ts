import type { TenantKeyReader } from '../../lambdas/aws/tenant-keys.ts';
import type { DeliverDependencies } from '../../lambdas/deliver/attempt-context.ts';
import { noMemberships } from '../../lambdas/domain/consent/membership.ts';

/**
 * Ports of a delivery that do nothing: no attachment, no link, no rate limit per sender, no segment, no notification, and no scan
 * to wait for.
 */
export const nullDeliverPorts: Pick<
  DeliverDependencies,
  | 'readAttachment'
  | 'viewUrl'
  | 'fileUrl'
  | 'countInWindow'
  | 'dealMoves'
  | 'memberships'
  | 'notify'
  | 'announceInFeed'
  | 'personAppeared'
  | 'offerReview'
  | 'noteForwarding'
  | 'scanWaitMs'
  | 'restoredUntil'
> = {
  readAttachment: async () => undefined,
  fileUrl: async ({ integration, eventId }) => `https://view.example/${integration}/${eventId}`,
  viewUrl: async ({ integration, eventId }) => `https://view.example/${integration}/${eventId}`,
  countInWindow: async () => 0,
  dealMoves: { last: async () => undefined, write: async () => true },
  memberships: async () => noMemberships,
  notify: async () => {},
  announceInFeed: async () => {},
  personAppeared: async () => {},
  offerReview: async () => {},
  noteForwarding: async () => {},
  scanWaitMs: 0,
  restoredUntil: undefined,
};

/** No tenant has a key of its own. */
export const noTenantKeys: TenantKeyReader = { keyOf: async () => undefined };
