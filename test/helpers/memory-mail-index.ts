import type { MailIndex, ReadBudget } from '../../lambdas/domain/delivery/mail-index.ts';
import { type PlaceList, spentAt } from '../../lambdas/domain/delivery/place-lists.ts';

/** A mail in the index: where, and by which words it is found. */
export interface IndexedPlace {
  readonly tenant: string;
  readonly place: string;
  readonly words: readonly string[];
}

/** An index of mails in memory; each look costs a read. */
export function indexOf(mails: readonly IndexedPlace[]): MailIndex {
  const listOf = (found: readonly IndexedPlace[], budget: ReadBudget): PlaceList => {
    const places = found
      .map(({ place }) => place)
      .toSorted()
      .toReversed();
    return {
      async seek(bound, isIncluded) {
        if (budget.left <= 0) return spentAt(bound, isIncluded);
        budget.left -= 1;
        const place = places.find((each) => each < bound || (isIncluded && each === bound));
        return place === undefined ? { kind: 'end' } : { kind: 'place', place };
      },
    };
  };
  const of = (tenant: string) => mails.filter((mail) => mail.tenant === tenant);
  return {
    all: (tenant, budget) => listOf(of(tenant), budget),
    withWord: (tenant, word, budget) =>
      listOf(
        of(tenant).filter(({ words }) => words.includes(word)),
        budget,
      ),
    days: async (tenant, since, until) =>
      [...Map.groupBy(of(tenant), ({ place }) => place.slice(0, 10))]
        .filter(([day]) => day >= since && day <= until)
        .map(([day, found]) => ({ day, received: found.length, byFate: {} })),
  };
}
