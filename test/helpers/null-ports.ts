import type { DeliverDependencies } from '../../lambdas/deliver/attempt-context.ts';

/** Ports of a delivery that do nothing: no link, no rate limit per sender, no notification, and no scan to wait for. */
export const nullDeliverPorts: Pick<
  DeliverDependencies,
  | 'viewUrl'
  | 'countInWindow'
  | 'dealMoves'
  | 'notify'
  | 'personAppeared'
  | 'offerReview'
  | 'noteForwarding'
  | 'scanWaitMs'
> = {
  viewUrl: async ({ integration, eventId }) => `https://view.example/${integration}/${eventId}`,
  countInWindow: async () => 0,
  dealMoves: { last: async () => undefined, write: async () => true },
  notify: async () => {},
  personAppeared: async () => {},
  offerReview: async () => {},
  noteForwarding: async () => {},
  scanWaitMs: 0,
};
