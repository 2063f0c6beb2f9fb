import * as z from 'zod/mini';
import { andThen, type Failure, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { call, itemsOf, record } from './api.ts';

/** Each query has its own result: the error of a query comes under a 200. */
const queryResult = z.object({
  successful: z.optional(z.boolean()),
  items: z.optional(itemsOf(record).shape.items),
  meta: z.optional(z.object({ http_status: z.optional(z.string()) })),
});
const searchAnswer = z.object({ items: z.array(queryResult) });

/** A condition of the search. */
export const attributeIs = (name: string, parameter: object) => ({ filter: { attribute: { name }, parameter } });

/**
 * The search spells it so, unlike the Core API's `is_organization`.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/filtering
 */
export const isOrganisation = (isWanted: boolean) => attributeIs('is_organisation', { eq: isWanted });

/**
 * Ids of contacts by the search; the query travels in the body.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/introduction/
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/projections
 */
export async function search(http: CrmHttp, filter: object): Promise<Outcome<string[]>> {
  const body = { items: [{ data: { query: { projection: [{ name: 'id' }], filter }, per_page: 3 } }] };
  const answer = await call(http, { method: 'POST', path: '/v3/contacts/search', body }, searchAnswer);
  return andThen(asOutcome(answer), ({ items: [first] }): Outcome<string[]> => {
    if (first?.successful === false) return searchFailure(first);
    return first?.items === undefined ? { kind: 'unknown' } : ok(first.items.map(({ data }) => data.id));
  });
}

/** A query that the search does not take, as for an attribute that does not exist: it fails for every mail. */
function searchFailure({ meta }: z.infer<typeof queryResult>): Failure {
  const status = /^4\d\d/.exec(meta?.http_status ?? '')?.[0];
  return status === undefined || status === '408' || status === '429'
    ? { kind: 'unknown' }
    : { kind: 'misconfigured', code: `SEARCH ${status}`, message: 'the search does not take our query' };
}
