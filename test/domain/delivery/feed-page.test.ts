import fc from 'fast-check';
import type { FeedEntry } from '../../../lambdas/domain/delivery/feed-entry.ts';
import { joinStretches, pollAfterMs, type TenantStretch } from '../../../lambdas/domain/delivery/feed-page.ts';
import { placeAt } from '../../../lambdas/domain/delivery/feed-reading.ts';

const start = { after: 0, at: 0 };
const entry = (tenant: string, sequence: number, seconds: number): FeedEntry => ({
  eventId: `${tenant}-${sequence}`,
  integration: sequence % 2 === 0 ? 'even' : 'odd',
  tenant,
  threadKey: 't',
  lane: 'conversation',
  receivedAt: '2026-11-20T09:00:00.000Z',
  sequence,
  recordedAt: new Date(seconds * 1000).toISOString(),
});
const stretch = (tenant: string, seconds: readonly number[], hasMore = false): TenantStretch => {
  const entries = seconds.map((second, nth) => entry(tenant, nth + 1, second));
  const last = entries.at(-1);
  return { tenant, start, entries, position: last ? placeAt(last) : start, hasMore };
};
const all = () => true;
const idsOf = (entries: readonly FeedEntry[]): string[] => entries.map(({ eventId }) => eventId);

describe('joinStretches', () => {
  it('joins the feeds of tenants by time', () => {
    const { entries, positions, hasMore } = joinStretches([stretch('a', [1, 4]), stretch('b', [2, 3])], all, 10);

    expect(idsOf(entries)).toEqual(['a-1', 'b-1', 'b-2', 'a-2']);
    expect([positions.get('a'), positions.get('b')]).toEqual([
      { after: 2, at: 4000 },
      { after: 2, at: 3000 },
    ]);
    expect(hasMore).toBe(false);
  });

  it('leaves what is behind a full page for the next one', () => {
    const { entries, positions, hasMore } = joinStretches([stretch('a', [1, 4]), stretch('b', [2, 3])], all, 2);

    expect(idsOf(entries)).toEqual(['a-1', 'b-1']);
    expect([positions.get('a')?.after, positions.get('b')?.after, hasMore]).toEqual([1, 1, true]);
  });

  it('passes entries that do not match, and goes on behind them', () => {
    const isOdd = ({ integration }: FeedEntry) => integration === 'odd';
    const { entries, positions, hasMore } = joinStretches([stretch('a', [1, 2, 3, 4])], isOdd, 10);

    expect(idsOf(entries)).toEqual(['a-1', 'a-3']);
    expect([positions.get('a')?.after, hasMore]).toEqual([4, false]);
  });

  it('has more while one of the feeds has', () => {
    expect(joinStretches([stretch('a', []), stretch('b', [1], true)], all, 10).hasMore).toBe(true);
  });

  it('shows each entry of each tenant once and in its order, whatever the length of the pages', () => {
    const feed = fc.array(fc.nat(20)).map((list) => list.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(feed, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 7 }), (feeds, limit) => {
        const whole = feeds.map((seconds, nth) => stretch(`t${nth}`, seconds));
        let positions = new Map(whole.map(({ tenant }) => [tenant, start]));
        const seen: FeedEntry[] = [];
        for (let more = true; more; ) {
          const page = joinStretches(
            whole.map(({ tenant, entries }) => {
              const left = entries.filter(({ sequence }) => sequence > positions.get(tenant)!.after).slice(0, limit);
              const position = left.length === 0 ? positions.get(tenant)! : placeAt(left.at(-1)!);
              const hasMore = position.after < entries.length;
              return { tenant, start: positions.get(tenant)!, entries: left, position, hasMore };
            }),
            all,
            limit,
          );
          seen.push(...page.entries);
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          positions = new Map(page.positions);
          more = page.hasMore;
        }

        for (const { tenant, entries } of whole) expect(seen.filter((each) => each.tenant === tenant)).toEqual(entries);
      }),
    );
  });
});

describe('pollAfterMs', () => {
  const now = new Date(1_000_000_000);
  const page = (ageMs: number, changes = {}) => ({
    entries: [],
    positions: new Map([['a', { after: 1, at: now.getTime() - ageMs }]]),
    hasMore: false,
    ...changes,
  });

  it.each<[string, ReturnType<typeof page>, number]>([
    ['at once while there is more', { ...page(0), entries: [entry('a', 1, 1)] as never, hasMore: true }, 0],
    ['soon where an entry is being written', page(0, { hasMore: true }), 250],
    ['after a second in a busy feed', page(3000), 1000],
    ['later in a quiet one', page(100_000), 5000],
    ['at least every quarter of a minute', page(10_000_000), 15_000],
    ['every quarter of a minute in an empty one', page(0, { positions: new Map() }), 15_000],
  ])('lets a reader ask again %s', (_, situation, ms) => {
    expect(pollAfterMs(situation, now)).toBe(ms);
  });
});
