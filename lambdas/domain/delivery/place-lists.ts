// Lists of places in descending text order, which are read as far as somebody looks.

/** The result of a look into a list. `spent`: further reads would cost too much for one request; nothing below `below` was read. */
export type Sight =
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'spent'; readonly below: string };

/** A list of places, the largest first. */
export interface PlaceList {
  /**
   * The largest place below a bound.
   *
   * @param isIncluded whether the bound itself counts
   */
  seek(bound: string, isIncluded: boolean): Promise<Sight>;
}

/** Above every place. */
export const aboveAll = '\uffff';

/** A look that was not made. */
export const spentAt = (bound: string, isIncluded: boolean): Sight => ({
  kind: 'spent',
  below: isIncluded ? `${bound}${smallest}` : bound,
});

/** The smallest text above another is that text with this behind it. */
const smallest = '\0';

const end: Sight = { kind: 'end' };

/** The places that are in each of some lists: each look leaps over what another list lacks. */
export const inEach = (lists: readonly PlaceList[]): PlaceList => ({
  async seek(bound, isIncluded) {
    let target = bound;
    let included = isIncluded;
    for (let agreed = 0, turn = 0; agreed < lists.length; turn += 1) {
      const sight = await lists[turn % lists.length]!.seek(target, included);
      if (sight.kind === 'spent') return spentAt(target, included);
      if (sight.kind === 'end') return end;
      agreed = included && sight.place === target ? agreed + 1 : 1;
      target = sight.place;
      included = true;
    }
    return lists.length === 0 ? end : { kind: 'place', place: target };
  },
});

/** The places that are in one of some lists, each once. */
export const inAny = (lists: readonly PlaceList[]): PlaceList => ({
  async seek(bound, isIncluded) {
    const sights = await Promise.all(lists.map((list) => list.seek(bound, isIncluded)));
    // The furthest of those that gave up: above it each list was read.
    const spent = sights
      .flatMap((sight) => (sight.kind === 'spent' ? [sight.below] : []))
      .toSorted()
      .at(-1);
    const place = sights
      .flatMap((sight) => (sight.kind === 'place' ? [sight.place] : []))
      .toSorted()
      .at(-1);
    if (spent !== undefined && (place === undefined || place < spent)) return { kind: 'spent', below: spent };
    return place === undefined ? end : { kind: 'place', place };
  },
});

/** Only the places down to a limit. @param limit included */
export const downTo = (limit: string, list: PlaceList): PlaceList => ({
  async seek(bound, isIncluded) {
    const sight = await list.seek(bound, isIncluded);
    return sight.kind === 'place' && sight.place < limit ? end : sight;
  },
});

/** One page of a list. */
export interface PlacePage {
  readonly places: readonly string[];
  /** Where the next page begins, itself not in it; absent at the end of the list. */
  readonly next?: { readonly below: string };
  /** Set where reading ended before the page was full: all above was looked at. */
  readonly searchedTo?: string;
}

/** Reads a page. @param limit most places */
export async function readPlaces(list: PlaceList, below: string, limit: number): Promise<PlacePage> {
  const places: string[] = [];
  let bound = below;
  while (places.length < limit) {
    const sight = await list.seek(bound, false);
    if (sight.kind === 'end') return { places };
    if (sight.kind === 'spent')
      return { places, next: { below: sight.below }, searchedTo: sight.below.replace(smallest, '') };
    places.push(sight.place);
    bound = sight.place;
  }
  const more = await list.seek(bound, false);
  return more.kind === 'end' ? { places } : { places, next: { below: bound } };
}
