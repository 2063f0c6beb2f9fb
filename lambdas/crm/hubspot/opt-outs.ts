import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { OptOutsSeen, OptOutThere } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call, objectPath } from './api.ts';
import { readContacts } from './read-contacts.ts';

/** HubSpot's own box: unsubscribed from all e-mail, ticked by a rep, an import or HubSpot's unsubscribe page. */
const box = 'hs_email_optout';
/** A batch read with history takes no more. */
const pageSize = 50;
/** Contacts that one look takes; the next look goes on from there. */
const mostAtOnce = 500;
/** For so long a change may be missing from the search index, in ms. */
const searchLagMs = 120_000;

const page = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.object({ lastmodifieddate: z.string() }) })),
  paging: z.optional(z.object({ next: z.object({ after: z.string() }) })),
});
const histories = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.object({ email: z.nullish(z.string()) }),
      propertiesWithHistory: z.object({ [box]: z.array(z.object({ value: z.string(), timestamp: z.string() })) }),
    }),
  ),
});

/**
 * Who left at HubSpot since a time: found by search, and dated by the history of the box, because the record's own time
 * moves with every change of anything.
 *
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export async function optedOutSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<OptOutsSeen>> {
  const optOuts: OptOutThere[] = [];
  let until = since;
  let after: string | undefined;
  for (let seen = 0; ; ) {
    const found = await call(
      http,
      { method: 'POST', path: objectPath('contacts', '/search'), body: query(since, after) },
      page,
    );
    if (found.kind !== 'ok') return asFailure(found);
    const { results, paging } = found.value;
    const dated = await datesOf(
      http,
      results.map(({ id }) => id),
    );
    if (dated.kind !== 'ok') return dated;
    optOuts.push(...dated.value);
    seen += results.length;
    const last = results.at(-1)?.properties.lastmodifieddate;
    if (last !== undefined) until = new Date(last);
    after = paging?.next.after;
    if (after === undefined) break;
    // Never stop amid contacts of one moment: an import makes thousands, and the next look would begin with them again.
    if (seen >= mostAtOnce && until > since) return { kind: 'ok', value: { optOuts, until }, how: 'existing' };
  }
  const indexed = new Date(now.getTime() - searchLagMs);
  return { kind: 'ok', value: { optOuts, until: indexed > since ? indexed : since }, how: 'existing' };
}

const query = (since: Date, after: string | undefined) =>
  compact({
    filterGroups: [
      {
        filters: [
          { propertyName: box, operator: 'EQ', value: 'true' },
          { propertyName: 'lastmodifieddate', operator: 'GTE', value: String(since.getTime()) },
        ],
      },
    ],
    sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['lastmodifieddate'],
    limit: pageSize,
    after,
  });

async function datesOf(http: CrmHttp, ids: readonly string[]): Promise<Outcome<OptOutThere[]>> {
  if (ids.length === 0) return { kind: 'ok', value: [], how: 'unchanged' };
  // Who was deleted since the search is not among them.
  const whom = { inputs: ids.map((id) => ({ id })), properties: ['email'], propertiesWithHistory: [box] };
  const read = await readContacts(http, whom, histories);
  if (read.kind !== 'ok') return read;
  const optOuts = read.value.results.flatMap(({ id, properties, propertiesWithHistory }) => {
    const [newest] = propertiesWithHistory[box].toSorted((a, b) => b.timestamp.localeCompare(a.timestamp));
    if (newest?.value !== 'true' || !properties.email) return [];
    const at = new Date(newest.timestamp).toISOString();
    return [{ address: properties.email, at, id: `contact ${id} ${at}` }];
  });
  return { kind: 'ok', value: optOuts, how: 'existing' };
}
