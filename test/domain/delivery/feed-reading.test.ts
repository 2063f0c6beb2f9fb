import fc from 'fast-check';
import {
  type FeedEntry,
  type FeedHead,
  type FeedItem,
  placeItems,
} from '../../../lambdas/domain/delivery/feed-entry.ts';
import {
  type FeedPosition,
  type FeedSight,
  findPlace,
  placeAt,
  readStretch,
} from '../../../lambdas/domain/delivery/feed-reading.ts';

const dayMs = 86_400_000;
const keptMs = 400 * dayMs;
const now = new Date('2026-11-20T10:00:00Z');
const start: FeedPosition = { after: 0, at: 0 };

const item: FeedItem = {
  eventId: 'evt_1',
  integration: 'sales',
  tenant: 'acme',
  threadKey: 'thread-1',
  lane: 'conversation',
  receivedAt: '2026-11-20T09:00:00.000Z',
};

/** A feed with one entry at each of these times, in ms before now. */
function feedOf(agesMs: readonly number[]): { entries: FeedEntry[]; head: FeedHead | undefined } {
  let head: FeedHead | undefined;
  const entries = agesMs.flatMap((age) => {
    const placed = placeItems([item], head, new Date(now.getTime() - age));
    head = placed.head;
    return placed.entries;
  });
  return { entries, head };
}

/** The findings of a read at the end of a feed when some of its rows do not show themselves. */
const sightOf = ({ entries, head }: ReturnType<typeof feedOf>, hidden: readonly number[] = []): FeedSight => ({
  entries: entries.filter(({ sequence }) => !hidden.includes(sequence)),
  isEnd: true,
  ...(head && { head }),
});
const at = (after: number, ageMs = 0): FeedPosition => ({ after, at: now.getTime() - ageMs });
const sequencesOf = (stretch: ReturnType<typeof readStretch>): number[] | 'gone' =>
  stretch.kind === 'gone' ? 'gone' : stretch.entries.map(({ sequence }) => sequence);

describe('readStretch', () => {
  const feed = feedOf([3000, 2000, 1000]);

  it('gives all entries to the end of the feed, and the place behind them', () => {
    expect(readStretch(start, sightOf(feed), now, keptMs)).toEqual({
      kind: 'entries',
      entries: feed.entries,
      position: placeAt(feed.entries[2]!),
      hasMore: false,
    });
  });

  it('says that there is more when the read did not come to the end', () => {
    expect(readStretch(start, { entries: feed.entries, isEnd: false }, now, keptMs)).toMatchObject({ hasMore: true });
  });

  it('stops before an entry that does not show itself yet', () => {
    const stretch = readStretch(start, sightOf(feed, [2]), now, keptMs);

    expect(sequencesOf(stretch)).toEqual([1]);
    expect(stretch).toMatchObject({ hasMore: true, position: placeAt(feed.entries[0]!) });
    expect(readStretch(placeAt(feed.entries[0]!), sightOf(feed, [1, 2]), now, keptMs)).toMatchObject({
      entries: [],
      position: placeAt(feed.entries[0]!),
      hasMore: true,
    });
  });

  it('waits for the last entries when only the head shows itself', () => {
    expect(readStretch(at(2), sightOf(feed, [1, 2, 3]), now, keptMs)).toMatchObject({ entries: [], hasMore: true });
  });

  it('waits for the head when only the entries of its write have shown themselves', () => {
    expect(readStretch(at(9), sightOf(feed, [1, 2, 3]), now, keptMs)).toMatchObject({ entries: [], hasMore: true });
  });

  it('has nothing at the end of a feed, and of an empty one, however long ago the reader came there', () => {
    const atEnd = { entries: [], hasMore: false };
    expect(readStretch(at(3), { entries: [], isEnd: true, head: feed.head! }, now, keptMs)).toMatchObject(atEnd);
    expect(
      readStretch(at(3, 900 * dayMs), sightOf(feedOf([900 * dayMs, 900 * dayMs, 900 * dayMs])), now, keptMs),
    ).toMatchObject(atEnd);
    expect(readStretch(start, { entries: [], isEnd: true }, now, keptMs)).toMatchObject(atEnd);
  });

  const aged = feedOf([500 * dayMs, 450 * dayMs, 3000, 2000]);
  it.each<[string, FeedPosition, FeedSight]>([
    ['the entries behind the position are past their age', at(1, 500 * dayMs), sightOf(aged)],
    ['they have been deleted', at(1, 500 * dayMs), sightOf(aged, [1, 2])],
    ['they were the newest', at(1, 500 * dayMs), sightOf(feedOf([500 * dayMs, 450 * dayMs]), [1, 2])],
    ['nothing but entries past their age was read', at(0, 0), { entries: aged.entries.slice(0, 2), isEnd: false }],
    ['the feed ends before it', at(9, dayMs), sightOf(feed, [1, 2, 3])],
    ['the feed is empty', at(9, dayMs), { entries: [], isEnd: true }],
  ])('is gone when %s', (_, position, sight) => {
    expect(sequencesOf(readStretch(position, sight, now, keptMs))).toBe('gone');
  });

  it('names the place before the next entry that exists, behind entries past their age and behind a row that vanished', () => {
    const old = feedOf([3 * dayMs, 2 * dayMs, dayMs]);

    expect(readStretch(at(1, 500 * dayMs), sightOf(aged), now, keptMs)).toEqual({
      kind: 'gone',
      next: placeAt(aged.entries[1]!),
    });
    expect(readStretch(at(1), sightOf(old, [1, 2]), now, keptMs)).toEqual({
      kind: 'gone',
      next: placeAt(old.entries[1]!),
    });
  });

  it('lets a reader that had the last entry of its age go on', () => {
    expect(sequencesOf(readStretch(at(2, 450 * dayMs), sightOf(aged, [1, 2]), now, keptMs))).toEqual([3, 4]);
  });

  it('shows each entry once and in order, however a write shows itself and wherever the pages end', () => {
    const scenario = fc.record({
      size: fc.integer({ min: 1, max: 30 }),
      // For each look: the entries that do not show themselves, and the length of the page.
      looks: fc.array(
        fc.record({ hidden: fc.array(fc.integer({ min: 1, max: 30 })), limit: fc.integer({ min: 1, max: 9 }) }),
      ),
    });
    fc.assert(
      fc.property(scenario, ({ size, looks }) => {
        const whole = feedOf(Array.from({ length: size }, () => 1000));
        let position = start;
        const seen: number[] = [];
        const look = (hidden: readonly number[], limit: number): void => {
          const visible = whole.entries.filter(
            ({ sequence }) => sequence > position.after && !hidden.includes(sequence),
          );
          const isEnd = visible.length <= limit;
          const sight = { entries: visible.slice(0, limit), isEnd, ...(isEnd && { head: whole.head! }) };
          const stretch = readStretch(position, sight, now, keptMs);
          if (stretch.kind === 'gone') throw new Error('gone');
          seen.push(...stretch.entries.map(({ sequence }) => sequence));
          expect(stretch.hasMore).toBe(stretch.position.after < size);
          ({ position } = stretch);
        };
        for (const { hidden, limit } of looks) look(hidden, limit);
        while (position.after < size) look([], 4);

        expect(seen).toEqual(whole.entries.map(({ sequence }) => sequence));
      }),
    );
  });
});

describe('findPlace', () => {
  const readerOf = (entries: readonly FeedEntry[]) => {
    let reads = 0;
    const readNext = async (after: number) => {
      reads += 1;
      return entries.find(({ sequence }) => sequence > after);
    };
    return { readNext, reads: () => reads };
  };
  const placeIn = (feed: ReturnType<typeof feedOf>, since: number, hidden: readonly number[] = []) =>
    findPlace(readerOf(sightOf(feed, hidden).entries).readNext, feed.head, since, now, keptMs);

  it('is the start of an empty feed', async () => {
    expect(await findPlace(async () => undefined, undefined, 0, now, keptMs)).toEqual(start);
  });

  it('finds the start of a feed in two reads', async () => {
    const feed = feedOf(Array.from({ length: 1000 }, () => 1000));
    const { readNext, reads } = readerOf(feed.entries);

    expect(await findPlace(readNext, feed.head, 0, now, keptMs)).toEqual(start);
    expect(reads()).toBe(2);
  });

  it('is the place before the first entry of a time, in any feed', async () => {
    const ages = fc.array(fc.integer({ min: 0, max: 500 })).map((list) => list.toSorted((a, b) => b - a));
    await fc.assert(
      fc.asyncProperty(ages, fc.integer({ min: 0, max: 500 }), async (days, sinceDays) => {
        const feed = feedOf(days.map((age) => age * dayMs));
        const since = now.getTime() - sinceDays * dayMs;
        const oldest = Math.max(since, now.getTime() - keptMs + 1);
        const before = feed.entries.filter(({ recordedAt }) => Date.parse(recordedAt) < oldest);
        const expired = feed.entries.flatMap(({ sequence, recordedAt }) =>
          Date.parse(recordedAt) <= now.getTime() - keptMs ? [sequence] : [],
        );

        expect(await placeIn(feed, since)).toEqual(before.length === 0 ? start : placeAt(before.at(-1)!));
        // With the expired rows deleted it is the same place.
        expect(await placeIn(feed, since, expired)).toEqual(before.length === 0 ? start : placeAt(before.at(-1)!));
      }),
    );
  });

  it('takes few reads in a long feed', async () => {
    const feed = feedOf(Array.from({ length: 100_000 }, (_, nth) => 100_000 - nth));
    const { readNext, reads } = readerOf(feed.entries);

    expect(await findPlace(readNext, feed.head, now.getTime() - 40_000, now, keptMs)).toMatchObject({ after: 60_000 });
    expect(reads()).toBeLessThan(22);
  });

  it('never passes an entry that is being written', async () => {
    expect(await placeIn(feedOf([3000, 2000, 1000]), 0, [1])).toEqual(start);
  });
});
