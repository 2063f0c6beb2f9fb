import fc from 'fast-check';
import { readSegment } from '../../lambdas/domain/audit/chain.ts';
import { ShardCheck } from '../../lambdas/domain/audit/verify-chain.ts';
import { createAppendEntries, type EntryBatch } from '../../lambdas/trail/append-entries.ts';
import { anAuditEvent } from '../helpers/audit-chain.ts';
import { type MemorySegments, memorySegments } from '../helpers/memory-segments.ts';

const start = Date.UTC(2026, 11, 1, 12);

const batchOf = (ids: readonly string[], ms = start, shard = 'ledger'): EntryBatch => ({
  shard,
  events: ids.map(anAuditEvent),
  oldest: new Date(ms),
  newest: new Date(ms),
});

const writerOf = (store: MemorySegments) => createAppendEntries({ store, pause: async () => {}, random: () => 0.5 });

/** The ids of all entries of a shard in their order, after a check that finds nothing. */
function idsIn(store: MemorySegments, shard = 'ledger'): string[] {
  const check = new ShardCheck();
  const segments = store.stored(shard);
  for (const segment of segments) check.add(segment);
  expect(check.findings).toEqual([]);
  return segments.flatMap(({ text }) => readSegment(text).events.map(({ metadata }) => metadata.uid));
}

describe('appending to the audit trail', () => {
  it('adds each entry once, however a batch is offered again', async () => {
    const store = memorySegments(() => new Date(start + 1_000));
    const append = writerOf(store);

    expect(await append(batchOf(['a', 'b', 'c', 'd']))).toBe(4);
    expect(await append(batchOf(['a', 'b', 'c', 'd']))).toBe(0);
    expect(await append(batchOf(['c', 'd', 'e']))).toBe(1);
    // A writer without any memory.
    expect(await writerOf(store)(batchOf(['b']))).toBe(0);
    expect(await writerOf(store)(batchOf(['e', 'f']))).toBe(1);
    expect(idsIn(store)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('writes nothing for changes without entries', async () => {
    const store = memorySegments(() => new Date(start));

    expect(await writerOf(store)(batchOf([]))).toBe(0);
    expect(store.calls).toEqual([]);
  });

  it('puts one object for a batch, and reads nothing while nobody else writes', async () => {
    const store = memorySegments(() => new Date(start));
    const append = writerOf(store);
    await append(batchOf(['a']));
    store.calls.length = 0;
    await append(batchOf(['b'], start + 60_000));

    expect(store.calls).toEqual(['put']);
  });

  it('reads back to the time of the oldest change, and no further', async () => {
    let clock = start;
    const store = memorySegments(() => new Date(clock));
    const append = writerOf(store);
    for (let minute = 0; minute < 60; minute += 1) {
      clock = start + minute * 60_000;
      await append(batchOf([`minute ${minute}`], clock));
    }
    store.calls.length = 0;
    // The change is ten minutes old: its entry can be in the segments since then only.
    expect(await writerOf(store)(batchOf(['minute 50'], start + 50 * 60_000))).toBe(0);

    expect(store.calls[0]).toBe('last');
    expect(store.calls.filter((name) => name === 'get').length).toBeLessThan(16);
    expect(store.calls).not.toContain('put');
  });

  it('closes a day before the next begins, and puts late entries into the open day', async () => {
    const store = memorySegments(() => new Date(start));
    const [early, late] = [writerOf(store), writerOf(store)];
    await early(batchOf(['a']));
    await late(batchOf(['b'], start + 86_400_000));
    // This writer still takes the first day for open.
    await early(batchOf(['c']));

    expect(idsIn(store)).toEqual(['a', 'b', 'c']);
    const [, ...days] = store.stored('ledger');
    expect(days.map(({ place }) => `${place.day}/${place.number}`)).toEqual([
      '2026-12-01/0',
      '2026-12-01/1',
      '2026-12-02/0',
      '2026-12-02/1',
    ]);
  });

  it('mentions the ends of other shards that it knows', async () => {
    const store = memorySegments(() => new Date(start));
    const append = writerOf(store);
    await append(batchOf(['a']));
    await append(batchOf(['b'], start, 'consent'));

    const { header } = readSegment(store.stored('consent')[1]!.text);
    expect(header.heads).toMatchObject([{ shard: 'ledger', day: '2026-12-01', number: 0 }]);
  });

  it('gives up when the end is never free', async () => {
    const store = memorySegments(() => new Date(start));
    const blocked = { ...store, put: async () => false, get: async () => undefined };
    const append = createAppendEntries({ store: blocked, pause: async () => {}, random: () => 0 });

    await expect(append(batchOf(['a']))).rejects.toThrow(/contended/);
  });

  it('notices that a segment is gone which it has to read', async () => {
    const store = memorySegments(() => new Date(start));
    const append = writerOf(store);
    await append(batchOf(['a']));
    await append(batchOf(['b']));
    const incomplete = {
      ...store,
      get: async (place: Parameters<typeof store.get>[0]) => (place.number === 0 ? undefined : store.get(place)),
    };
    const other = createAppendEntries({ store: incomplete, pause: async () => {}, random: () => 0 });

    await expect(other(batchOf(['a']))).rejects.toThrow(/is gone: ledger\/2026-12-01\/0/);
  });

  it('has every entry once, with writers that compete, crash before and after a put, and begin anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        async (scheduler, sizes, dice) => {
          let crashes = 0;
          const store = memorySegments(
            // Behind every change: an entry is stored after its change.
            () => new Date(start + 86_401_000),
            async (name, when) => {
              await scheduler.schedule(Promise.resolve(), `${when} ${name}`);
              if (dice.next().value !== 0 || crashes >= 30) return;
              crashes += 1;
              throw new Error('crash');
            },
          );
          const batches = sizes.map((size, index) => Array.from({ length: size }, (_, nth) => `${index}.${nth}`));
          const write = async (ids: readonly string[], index: number): Promise<void> => {
            let append = writerOf(store);
            for (let left = [ids]; left.length > 0; ) {
              const [first = [], ...rest] = left;
              // Half of the batches are of another day.
              const day = index % 2 === 0 ? start : start + 86_400_000;
              const isDone = await append(batchOf(first, day)).then(
                () => true,
                () => false,
              );
              if (isDone) left = rest;
              else {
                // As Lambda does: in halves, by another execution.
                append = writerOf(store);
                const middle = Math.ceil(first.length / 2);
                left = [first.slice(0, middle), first.slice(middle), ...rest].filter((half) => half.length > 0);
              }
            }
          };
          const writers = Promise.all(batches.map(write));
          await scheduler.waitFor(writers);

          expect(idsIn(store).toSorted()).toEqual(batches.flat().toSorted());
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
