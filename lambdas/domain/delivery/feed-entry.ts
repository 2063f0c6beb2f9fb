import { compact } from '../../compact.ts';
import type { Classification } from '../mail/event.ts';
import type { DeliveryId, Lane } from './delivery.ts';

/** A mail that reached one integration, as the feed announces it: ids, kind and times only. */
export interface FeedItem extends DeliveryId {
  readonly tenant: string;
  readonly threadKey: string;
  readonly lane: Lane;
  /** Set where the CRM has the records of the mail, which has an entry of its own; absent: the mail itself. */
  readonly type?: 'email.delivered/1';
  /** Absent for a delivery that an earlier version recorded. */
  readonly kind?: Classification['kind'];
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
}

/** An item at its place in the feed of its tenant. */
export interface FeedEntry extends FeedItem {
  /** 1 for the first of the tenant, and one more for each that follows: no number is left out. */
  readonly sequence: number;
  /** When it joined the feed, ISO 8601 UTC; never before that of an entry with a smaller sequence. */
  readonly recordedAt: string;
  /** `recordedAt` of the entry before; absent for the first. */
  readonly previousAt?: string;
}

/** The newest entry of a tenant's feed. */
export interface FeedHead {
  readonly sequence: number;
  readonly recordedAt: string;
}

/**
 * Gives items their places behind the newest entry.
 *
 * The times of the feed only grow, whatever the clocks of its writers say, so that a search by time finds one place.
 *
 * @param head undefined before the first entry
 */
export function placeItems(
  items: readonly FeedItem[],
  head: FeedHead | undefined,
  now: Date,
): { readonly entries: readonly FeedEntry[]; readonly head: FeedHead | undefined } {
  const time = now.toISOString();
  const recordedAt = head !== undefined && head.recordedAt > time ? head.recordedAt : time;
  const before = head?.sequence ?? 0;
  const entries = items.map((item, nth): FeedEntry => {
    const previousAt = nth === 0 ? head?.recordedAt : recordedAt;
    return compact({ ...item, sequence: before + nth + 1, recordedAt, previousAt });
  });
  return { entries, head: entries.length === 0 ? head : { sequence: before + entries.length, recordedAt } };
}
