import { batchesOf, inOrder } from '../../lambdas/operations/batches.ts';

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

describe('inOrder', () => {
  async function* numbers(count: number) {
    for (let nth = 0; nth < count; nth += 1) yield nth;
  }

  it('yields in the order of the items, whichever is ready first', async () => {
    const work = async (nth: number) => {
      await new Promise((resolve) => setTimeout(resolve, nth % 2 === 0 ? 5 : 1));
      return nth * 10;
    };

    expect(await Array.fromAsync(inOrder(numbers(5), 3, work))).toEqual([0, 10, 20, 30, 40]);
  });

  it.each([1, 3])('works on %i items at once and no more', async (atOnce) => {
    const counts = { now: 0, most: 0 };
    const work = async () => {
      counts.now += 1;
      counts.most = Math.max(counts.most, counts.now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      counts.now -= 1;
    };

    await Array.fromAsync(inOrder(numbers(10), atOnce, work));

    expect(counts.most).toBe(atOnce);
  });

  it('throws the first error, and leaves no other unhandled', async () => {
    const work = async (nth: number) => {
      if (nth > 0) throw new Error(`item ${nth}`);
    };

    await expect(Array.fromAsync(inOrder(numbers(5), 4, work))).rejects.toThrow('item 1');
  });
});
