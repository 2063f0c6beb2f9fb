import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { OptOutPage, VendorOptOut } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, objectPath } from './api.ts';
import { readContacts } from './read-contacts.ts';

/** HubSpot's own box: unsubscribed from all e-mail, ticked by a rep, an import or HubSpot's unsubscribe page. */
const box = 'hs_email_optout';
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
 * Contacts that opted out at HubSpot since a time: found by search, and dated by the history of the box, because the
 * record's own time moves with every change of anything.
 *
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export async function optedOutSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<OptOutPage>> {
  const optOuts: VendorOptOut[] = [];
  let until = since;
  let after: string | undefined;
  let count = 0;
  do {
    const request = { method: 'POST', path: objectPath('contacts', '/search'), body: query(since, after) } as const;
    const contacts = await call(http, request, page);
    if (contacts.kind !== 'ok') return asFailure(contacts);
    const { results, paging } = contacts.value;
    const ids = results.map(({ id }) => id);
    const dated = await optOutsOf(http, ids);
    if (dated.kind !== 'ok') return dated;
    optOuts.push(...dated.value);
    count += results.length;
    const last = results.at(-1)?.properties.lastmodifieddate;
    if (last !== undefined) until = new Date(last);
    after = paging?.next.after;
    // A poll never stops amid contacts of one moment: an import makes thousands, and the next poll would begin with them
    // again.
    if (after !== undefined && count >= maxContacts && until > since) return ok({ optOuts, until });
  } while (after !== undefined);
  const indexed = new Date(now.getTime() - searchLagMs);
  return ok({ optOuts, until: indexed > since ? indexed : since });
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

async function optOutsOf(http: CrmHttp, ids: readonly string[]): Promise<Outcome<VendorOptOut[]>> {
  if (ids.length === 0) return ok([]);
  // A contact that was deleted since the search is not among the results.
  const contacts = { inputs: ids.map((id) => ({ id })), properties: ['email'], propertiesWithHistory: [box] };
  return mapOk(await readContacts(http, contacts, histories), ({ results }) =>
    results.flatMap(({ id, properties, propertiesWithHistory }) => {
      const [newest] = propertiesWithHistory[box].toSorted((a, b) => b.timestamp.localeCompare(a.timestamp));
      if (newest?.value !== 'true' || !properties.email) return [];
      const at = new Date(newest.timestamp).toISOString();
      return [{ address: properties.email, at, id: `contact ${id} ${at}` }];
    }),
  );
}
