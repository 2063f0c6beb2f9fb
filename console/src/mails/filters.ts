import { compact } from '../../../lambdas/compact.ts';
import type { Fate } from '../contract.ts';

/** Filters of the list of mails: each is a parameter of the page and of `GET /v1/mails`. */
export const filterNames = [
  'q',
  'fate',
  'kind',
  'integration',
  'connection',
  'trust',
  'attachments',
  'since',
  'until',
  'tenant',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export const fates: readonly Fate[] = [
  'pending',
  'parked',
  'delivered',
  'shadowed',
  'suppressed',
  'filtered',
  'quarantined',
  'unrouted',
  'dead',
];

/** In characters: longer values are no filter that a person chose. */
const longestValue = 300;

/** Reads the filters in the query of the page. */
export function filtersIn(search: string): Filters {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = query.get(name)?.trim().slice(0, longestValue) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** The query of the page for filters, with a `?` when there are any. */
export function searchOf(filters: Filters): string {
  const query = new URLSearchParams();
  for (const name of filterNames) if ((filters[name] ?? '') !== '') query.set(name, filters[name]!);
  return query.size === 0 ? '' : `?${query}`;
}

/** The filters with one of them set, or without it. */
export function withFilter(filters: Filters, name: FilterName, value: string | undefined): Filters {
  const { [name]: _before, ...rest } = filters;
  return compact({ ...rest, [name]: value === '' ? undefined : value });
}

/** How many filters are set besides the search. */
export const filterCount = (filters: Filters): number =>
  filterNames.filter((name) => name !== 'q' && filters[name] !== undefined).length;

const dayMs = 86_400_000;

/** The times that a person picks by name: the begin of `since`, to the minute, so that the address stays the same for a while. */
export function sinceOf(span: 'hour' | 'day' | 'week' | 'month', now: Date): string {
  const ms = { hour: dayMs / 24, day: dayMs, week: 7 * dayMs, month: 30 * dayMs }[span];
  return `${new Date(now.getTime() - ms).toISOString().slice(0, 16)}:00Z`;
}
