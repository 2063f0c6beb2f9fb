import * as fc from 'fast-check';
import { gatherIds } from '../../cli/id-set.ts';

async function* pagesOf<T>(...pages: T[]): AsyncGenerator<T> {
  yield* pages;
}

describe('gatherIds', () => {
  it('has the ids of every page and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(fc.string(), { maxLength: 30 })),
        fc.array(fc.string()),
        async (pages, others) => {
          const gathered = await gatherIds(pagesOf(...pages));
          const all = pages.flat();

          expect(all.filter((id) => !gathered.has(id))).toEqual([]);
          expect(others.filter((id) => gathered.has(id))).toEqual(others.filter((id) => all.includes(id)));
        },
      ),
    );
  });

  it('is empty without pages', async () => {
    expect((await gatherIds(pagesOf<string[]>())).has('a')).toBe(false);
  });

  it('grows with pages of any size', async () => {
    const page = (from: number, length: number) => Array.from({ length }, (_, nth) => `id-${from + nth}`);
    const counts: number[] = [];
    const gathered = await gatherIds(pagesOf(page(0, 1000), page(1000, 25), page(1025, 9000)), (count) =>
      counts.push(count),
    );

    expect(counts).toEqual([1000, 1025, 10_025]);
    expect(page(0, 10_025).every((id) => gathered.has(id))).toBe(true);
    expect(page(10_025, 1000).some((id) => gathered.has(id))).toBe(false);
  });
});
