import type { FeedEntry, FeedHead } from './feed-entry.ts';

/** A place in the feed of one tenant. */
export interface FeedPosition {
  /** The sequence of the last entry that was read; 0 before the first. */
  readonly after: number;
  /** When that entry joined the feed, epoch ms; 0 before the first. */
  readonly at: number;
}

/** The findings of one read of the table behind a position. */
export interface FeedSight {
  /** In the order of their sequence; a write that is being made may show itself in parts. */
  readonly entries: readonly FeedEntry[];
  /** The newest entry, where the read came to the end of the feed and there is one. */
  readonly head?: FeedHead;
  readonly isEnd: boolean;
}

/** The entries that a reader may have, and how it goes on. */
interface FeedStretch {
  readonly kind: 'entries';
  readonly entries: readonly FeedEntry[];
  /** The place behind them. */
  readonly position: FeedPosition;
  /** More entries are there, or about to be. */
  readonly hasMore: boolean;
}

/** Entries behind a position do not exist any more. */
interface FeedGone {
  readonly kind: 'gone';
  /** The place before the next entry that does; absent when the read did not show it. */
  readonly next?: FeedPosition;
}

/** In ms: no write takes so long to show itself as a whole. A row that is missing for longer is gone. */
const writePatienceMs = 15 * 60_000;

/**
 * Cuts what a read found to what a reader may have: the entries whose sequence follows the position without a gap.
 *
 * A read of many rows sees a transaction in parts while it is being committed, so an entry may show itself before the one
 * in front of it. A reader that passed it would never see the other. The numbers have no gaps, so a gap says that the
 * reader must wait, or that what stood there has reached its age.
 *
 * @param keptMs how long entries are kept
 * @returns `gone` when entries behind the position have reached their age or vanished, or the feed ends before the position
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-isolation
 */
export function readStretch(
  position: FeedPosition,
  sight: FeedSight,
  now: Date,
  keptMs: number,
): FeedStretch | FeedGone {
  const oldestKept = now.getTime() - keptMs;
  // Rows past their age wait for their deletion, which comes in no order.
  const [first, ...rest] = sight.entries.filter(({ recordedAt }) => Date.parse(recordedAt) > oldestKept);
  if (first === undefined) return nothingRead(position, sight, now, oldestKept);
  if (first.sequence > position.after + 1) {
    const next = placeBefore(first);
    const isOnItsWay = next.at > oldestKept && isBeingWritten(Date.parse(first.recordedAt), now);
    return isOnItsWay ? stretchOf(position, { hasMore: true }) : { kind: 'gone', next };
  }
  const end = rest.findIndex(({ sequence }, nth) => sequence !== first.sequence + nth + 1);
  const entries = [first, ...(end === -1 ? rest : rest.slice(0, end))];
  const last = entries.at(-1)!;
  const hasMore = !sight.isEnd || end !== -1 || (sight.head?.sequence ?? 0) > last.sequence;
  return { ...stretchOf(placeAt(last), { hasMore }), entries };
}

function nothingRead(
  position: FeedPosition,
  { head, isEnd }: FeedSight,
  now: Date,
  oldestKept: number,
): FeedStretch | FeedGone {
  if (!isEnd) return { kind: 'gone' };
  const newest = head?.sequence ?? 0;
  if (newest === position.after) return stretchOf(position, { hasMore: false });
  // The head of a write may show itself before or after its entries. A head that stays behind is that of a table from a backup.
  const isVisibleSoon =
    newest < position.after ? isBeingWritten(position.at, now) : timeOf(head?.recordedAt) > oldestKept;
  return isVisibleSoon ? stretchOf(position, { hasMore: true }) : { kind: 'gone' };
}

const stretchOf = (position: FeedPosition, { hasMore }: Pick<FeedStretch, 'hasMore'>): FeedStretch => ({
  kind: 'entries',
  entries: [],
  position,
  hasMore,
});

const isBeingWritten = (at: number, now: Date): boolean => at > now.getTime() - writePatienceMs;
/** Epoch ms; 0 for a time that is absent. */
const timeOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time));
/** The place before an entry. */
const placeBefore = ({ sequence, previousAt }: FeedEntry): FeedPosition => ({
  after: sequence - 1,
  at: timeOf(previousAt),
});
/** The place behind an entry. */
export const placeAt = ({ sequence, recordedAt }: FeedHead): FeedPosition => ({
  after: sequence,
  at: Date.parse(recordedAt),
});

/** Reads the first visible entry with a larger sequence. */
type ReadNext = (after: number) => Promise<FeedEntry | undefined>;

/**
 * Finds the place before the first entry that joined the feed at a time or later, by halving: about 20 reads in a million
 * entries. Entries past their age are not counted.
 *
 * @param since epoch ms; 0: the oldest entry that is kept
 */
export async function findPlace(
  readNext: ReadNext,
  head: FeedHead | undefined,
  since: number,
  now: Date,
  keptMs: number,
): Promise<FeedPosition> {
  if (head === undefined) return { after: 0, at: 0 };
  const oldestKept = now.getTime() - keptMs;
  const from = Math.max(since, oldestKept + 1);
  if (Date.parse(head.recordedAt) < from) return placeAt(head);
  let place: FeedPosition = { after: 0, at: 0 };
  let above = head.sequence;
  // Most feeds are read from their first entry, which the first look finds.
  for (let middle = 0; place.after < above; middle = Math.floor((place.after + above) / 2)) {
    const entry = await readNext(middle);
    if (entry === undefined || Date.parse(entry.recordedAt) >= from) above = middle;
    else place = placeAt(entry);
  }
  const next = await readNext(place.after);
  if (next === undefined || next.sequence === place.after + 1) return place;
  const isOnItsWay = timeOf(next.previousAt) > oldestKept && isBeingWritten(Date.parse(next.recordedAt), now);
  return isOnItsWay ? place : placeBefore(next);
}
