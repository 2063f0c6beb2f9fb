import fc from 'fast-check';
import { type FeedHead, type FeedItem, placeItems } from '../../../lambdas/domain/delivery/feed-entry.ts';

const item = (eventId: string): FeedItem => ({
  eventId,
  integration: 'sales',
  tenant: 'acme',
  threadKey: 'thread-1',
  lane: 'conversation',
  receivedAt: '2026-11-20T09:00:00.000Z',
});

describe('placeItems', () => {
  it('numbers items from 1, each with the time of the one before', () => {
    const { entries, head } = placeItems([item('a'), item('b')], undefined, new Date('2026-11-20T10:00:00Z'));

    const recordedAt = '2026-11-20T10:00:00.000Z';
    expect(entries).toEqual([
      { ...item('a'), sequence: 1, recordedAt },
      { ...item('b'), sequence: 2, recordedAt, previousAt: recordedAt },
    ]);
    expect(head).toEqual({ sequence: 2, recordedAt });
  });

  it('leaves the head alone when nothing is added', () => {
    const head = { sequence: 7, recordedAt: '2026-11-20T10:00:00.000Z' };

    expect(placeItems([], head, new Date())).toEqual({ entries: [], head });
  });

  it('has no gap, no repeat and no time that goes back, however the clocks of its writers differ', () => {
    const batch = fc.record({ size: fc.nat(5), at: fc.integer({ min: 0, max: 1_000 }) });
    fc.assert(
      fc.property(fc.array(batch), (batches) => {
        let head: FeedHead | undefined;
        const all = batches.flatMap(({ size, at }) => {
          const placed = placeItems(
            Array.from({ length: size }, () => item('e')),
            head,
            new Date(at),
          );
          head = placed.head;
          return placed.entries;
        });

        expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, nth) => nth + 1));
        expect(all.map(({ previousAt }) => previousAt)).toEqual(
          [undefined, ...all.map((e) => e.recordedAt)].slice(0, all.length),
        );
        expect(all.map(({ recordedAt }) => recordedAt)).toEqual(all.map(({ recordedAt }) => recordedAt).toSorted());
      }),
    );
  });
});
