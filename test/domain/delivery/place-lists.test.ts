import * as fc from 'fast-check';
import {
  aboveAll,
  downTo,
  inAny,
  inEach,
  type PlaceList,
  readPlaces,
  spentAt,
} from '../../../lambdas/domain/delivery/place-lists.ts';

/** @param looks how many looks into the list are allowed */
function listOf(places: readonly string[], looks = Number.POSITIVE_INFINITY): PlaceList {
  const sorted = places.toSorted().toReversed();
  let left = looks;
  return {
    async seek(bound, isIncluded) {
      left -= 1;
      if (left < 0) return spentAt(bound, isIncluded);
      const place = sorted.find((each) => each < bound || (isIncluded && each === bound));
      return place === undefined ? { kind: 'end' } : { kind: 'place', place };
    },
  };
}

async function allOf(makeList: () => PlaceList, limit: number): Promise<string[]> {
  const found: string[] = [];
  let below: string | undefined = aboveAll;
  for (let pages = 0; below !== undefined && pages < 1000; pages += 1) {
    const page = await readPlaces(makeList(), below, limit);
    found.push(...page.places);
    below = page.next?.below;
  }
  return found;
}

const places = fc.uniqueArray(fc.stringMatching(/^[a-e]{1,3}$/), { maxLength: 30 });
const descending = (set: ReadonlySet<string>): string[] => [...set].toSorted().toReversed();

describe('lists of places', () => {
  it('intersect, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(places, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (lists, limit) => {
          const wanted = lists.map((list) => new Set(list)).reduce((a, b) => a.intersection(b));

          expect(await allOf(() => inEach(lists.map((list) => listOf(list))), limit)).toEqual(descending(wanted));
        },
      ),
    );
  });

  it('unite, each place once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(places, { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), async (lists, limit) => {
        expect(await allOf(() => inAny(lists.map((list) => listOf(list))), limit)).toEqual(
          descending(new Set(lists.flat())),
        );
      }),
    );
  });

  it('go on where reads were spent, without a place twice or left out', async () => {
    await fc.assert(
      fc.asyncProperty(places, places, fc.integer({ min: 2, max: 6 }), async (left, right, looks) => {
        const both = () => inEach([listOf(left, looks), listOf(right, looks)]);
        const wanted = new Set(left).intersection(new Set(right));

        expect(await allOf(both, 3)).toEqual(descending(wanted));
        const either = () => inAny([listOf(left, looks), listOf(right, looks)]);
        expect(await allOf(either, 3)).toEqual(descending(new Set(left).union(new Set(right))));
      }),
    );
  });

  it('end at a limit', async () => {
    expect(await allOf(() => downTo('b', listOf(['c', 'b', 'a'])), 10)).toEqual(['c', 'b']);
  });

  it('say that there is more only where there is', async () => {
    expect(await readPlaces(listOf(['b', 'a']), aboveAll, 2)).toEqual({ places: ['b', 'a'] });
    expect(await readPlaces(listOf(['b', 'a']), aboveAll, 1)).toEqual({ places: ['b'], next: { below: 'b' } });
    expect(await readPlaces(inEach([]), aboveAll, 1)).toEqual({ places: [] });
  });
});
