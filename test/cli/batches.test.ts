import { batchesOf } from '../../cli/batches.ts';

describe('batchesOf', () => {
  it.each([
    ['an empty source', [], []],
    ['fewer items than a batch holds', [1], [[1]]],
    ['as many items as a batch holds', [1, 2], [[1, 2]]],
    ['more items than a batch holds', [1, 2, 3, 4, 5], [[1, 2], [3, 4], [5]]],
  ])('gathers %s', async (_what, items, batches) => {
    expect(await Array.fromAsync(batchesOf(items, 2))).toEqual(batches);
  });

  it('reads no further than the batch that is asked for', async () => {
    let pulled = 0;
    async function* source() {
      for (; ; pulled += 1) yield pulled;
    }

    expect((await batchesOf(source(), 3).next()).value).toEqual([0, 1, 2]);
    expect(pulled).toBeLessThanOrEqual(3);
  });
});
