import { mapOk, type Outcome, ok } from '../domain/crm/outcome.ts';
import { type Answer, asFailure } from './vendor-call.ts';

/** One page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string | undefined;
}

/** A parent with more pages than that needs a person. */
const maxPages = 40;

/**
 * Looks through a list page by page until one page has a match: a list that is cut short would lead to a second record of
 * one behind the cut.
 */
export async function findInPages<T>(
  fetchPage: (cursor: string | undefined) => Promise<Answer<Page<T>>>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  let cursor: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await fetchPage(cursor);
    if (page.kind !== 'ok') return asFailure(page);
    const matches = page.value.items.filter(isWanted);
    cursor = page.value.next;
    if (matches.length > 0 || cursor === undefined) return ok(matches);
  }
  return { kind: 'rejected', code: 'TOO_MANY', message: 'the list is too long to look through' };
}

/** The page of an answer, where there was one. */
export const pageOf = <A, T>(answer: Answer<A>, read: (value: A) => Page<T>): Answer<Page<T>> => mapOk(answer, read);
