import type { Delivery } from './delivery.ts';

/** Why a delivery is not replayed. */
export type RefusalCode =
  | 'erased'
  | 'held'
  | 'quarantined'
  | 'filtered'
  | 'suppressed'
  | 'shadowed'
  | 'delivered'
  | 'pending'
  | 'parked'
  | 'no-connection'
  | 'kept-out'
  | 'gone';

export interface ReplayRefusal {
  readonly code: RefusalCode;
  /** A sentence for people; it names ids and settings, never content. */
  readonly reason: string;
}

/** The deliveries that may be replayed. */
export interface ReplayScope {
  /** Also what was delivered, not only what was given up. */
  readonly delivered: boolean;
}

/** The fates that a replay never takes back: a person decides about them, or nothing was to be delivered. */
const keptOut = ['quarantined', 'filtered', 'suppressed', 'shadowed'] as const;

/** Why a replay leaves a delivery as it is; undefined where it may go. */
export function refusalOf(
  { state, fate, reason, erasedAt, heldBy = [] }: Delivery,
  { delivered }: ReplayScope,
): ReplayRefusal | undefined {
  if (erasedAt !== undefined) return { code: 'erased', reason: 'the mail was erased at the request of a person' };
  if (heldBy.length > 0) return { code: 'held', reason: `the mail is under a legal hold: ${heldBy.join(', ')}` };
  if (fate === 'parked') return { code: 'parked', reason: 'it waits in its conversation; postern redrive delivers it' };
  if (state === 'pending') return { code: 'pending', reason: 'it is on its way' };
  const kept = keptOut.find((each) => each === fate);
  if (kept !== undefined) return { code: kept, reason: reason ?? `the mail is ${kept}` };
  if (state === 'done' && !delivered)
    return { code: 'delivered', reason: 'it was delivered; ask with delivered: true to have it once more' };
  return undefined;
}
