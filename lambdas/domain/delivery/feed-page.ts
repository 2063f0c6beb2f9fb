import type { FeedEntry } from './feed-entry.ts';
import { type FeedPosition, placeAt } from './feed-reading.ts';

/** The entries that one tenant's feed adds to a page. */
export interface TenantStretch {
  readonly tenant: string;
  /** The place before the entries. */
  readonly start: FeedPosition;
  /** Entries without a gap, in their order. */
  readonly entries: readonly FeedEntry[];
  /** The place behind them. */
  readonly position: FeedPosition;
  readonly hasMore: boolean;
}

/** One page for a reader. */
export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  /** The places behind the page, by tenant. */
  readonly positions: ReadonlyMap<string, FeedPosition>;
  readonly hasMore: boolean;
}

/**
 * Joins the feeds of tenants to one page: those that match, by time, each tenant's in its own order. Entries that do not
 * match are passed; those behind the last of a full page are left for the next one.
 */
export function joinStretches(
  stretches: readonly TenantStretch[],
  matches: (entry: FeedEntry) => boolean,
  limit: number,
): FeedPage {
  // Sorting is stable, and within a tenant times only grow.
  const all = stretches.flatMap(({ entries }) => entries).toSorted(byTime);
  const positions = new Map(stretches.map(({ tenant, start }) => [tenant, start]));
  const entries: FeedEntry[] = [];
  let walked = 0;
  for (const entry of all) {
    if (entries.length === limit) break;
    if (matches(entry)) entries.push(entry);
    positions.set(entry.tenant, placeAt(entry));
    walked += 1;
  }
  const isWhole = walked === all.length;
  // Behind a stretch that was walked as a whole, its own place counts.
  if (isWhole) for (const { tenant, position } of stretches) positions.set(tenant, position);
  return { entries, positions, hasMore: !isWhole || stretches.some(({ hasMore }) => hasMore) };
}

const byTime = (a: FeedEntry, b: FeedEntry): number =>
  a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0;

/** In ms: a reader that met an entry which is being written asks again after this time. */
const writeMs = 250;
const shortestMs = 1000;
const longestMs = 15_000;

/**
 * When a reader should ask again, in ms: at once while there is more, soon in a busy feed, and after a twentieth of the time
 * for which nothing came in a quiet one.
 *
 * @param newest when the newest entry that the reader knows joined its feed, epoch ms; 0: it knows none
 */
export function pollAfterMs({ entries, positions, hasMore }: FeedPage, now: Date): number {
  if (hasMore) return entries.length > 0 ? 0 : writeMs;
  const newest = Math.max(0, ...[...positions.values()].map(({ at }) => at));
  return Math.round(Math.min(longestMs, Math.max(shortestMs, (now.getTime() - newest) / 20)));
}
