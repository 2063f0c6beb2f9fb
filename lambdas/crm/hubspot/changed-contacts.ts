import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, objectPath } from './api.ts';

/** The most inputs of a batch read with history. */
const pageSize = 50;
/** Contacts of one poll; the next poll goes on from there. */
const maxContacts = 500;
/** How long a change may be missing from the search index, in ms. */
const searchLagMs = 120_000;

const page = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.object({ lastmodifieddate: z.string() }) })),
  paging: z.optional(z.object({ next: z.object({ after: z.string() }) })),
});

/** A condition beside the time of the change. */
type ContactFilter = Readonly<Record<'propertyName' | 'operator', string>> & { readonly value?: string };

interface ChangedContacts<T> {
  readonly items: readonly T[];
  /** The start of the next poll. */
  readonly until: Date;
}

/**
 * Contacts that changed in any way since a time, oldest change first, read page by page.
 *
 * @param read of the ids of one page
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export async function changedContacts<T>(
  http: CrmHttp,
  filter: ContactFilter,
  { since, now }: Readonly<Record<'since' | 'now', Date>>,
  read: (ids: readonly string[]) => Promise<Outcome<readonly T[]>>,
): Promise<Outcome<ChangedContacts<T>>> {
  const items: T[] = [];
  let until = since;
  let after: string | undefined;
  let count = 0;
  do {
    const body = query(filter, since, after);
    const contacts = await call(http, { method: 'POST', path: objectPath('contacts', '/search'), body }, page);
    if (contacts.kind !== 'ok') return asFailure(contacts);
    const { results, paging } = contacts.value;
    // A contact that was deleted since the search is not among the results.
    const found = results.length === 0 ? ok([]) : await read(results.map(({ id }) => id));
    if (found.kind !== 'ok') return found;
    items.push(...found.value);
    count += results.length;
    const last = results.at(-1)?.properties.lastmodifieddate;
    if (last !== undefined) until = new Date(last);
    after = paging?.next.after;
    // A poll never stops amid contacts of one moment: an import makes thousands, and the next poll would begin with them
    // again.
    if (after !== undefined && count >= maxContacts && until > since) return ok({ items, until });
  } while (after !== undefined);
  const indexed = new Date(now.getTime() - searchLagMs);
  return ok({ items, until: indexed > since ? indexed : since });
}

const query = (filter: ContactFilter, since: Date, after: string | undefined) =>
  compact({
    filterGroups: [
      { filters: [filter, { propertyName: 'lastmodifieddate', operator: 'GTE', value: String(since.getTime()) }] },
    ],
    sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['lastmodifieddate'],
    limit: pageSize,
    after,
  });
