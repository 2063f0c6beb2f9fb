import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, dealId, judge, objectPath } from './api.ts';

const associated = z.optional(z.object({ results: z.array(z.object({ id: z.string() })) }));
const dealWithAssociations = z.object({
  associations: z.optional(z.object({ contacts: associated, companies: associated })),
});
const batchRead = z.object({
  results: z.array(z.object({ properties: z.record(z.string(), z.nullish(z.string())) })),
});
/** The most inputs of a batch read. */
const maxInputs = 100;

/** The contacts and the companies of a deal, by its id as an address has it. */
export const peopleOfDeal = (http: CrmHttp, id: string): Promise<Outcome<DealPeople>> => peopleOf(http, 'deals', id);

/**
 * The contacts and the companies of a deal or a ticket: their ids with the record, then their properties.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide#retrieve-deals
 */
export async function peopleOf(http: CrmHttp, type: 'deals' | 'tickets', id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const path = objectPath(type, `/${id}?associations=contacts,companies`);
  const deal = await call(http, { method: 'GET', path }, dealWithAssociations);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const { contacts, companies } = deal.value.associations ?? {};
  const people = await readAll(http, 'contacts', idsOf(contacts), ['email', 'hs_additional_emails']);
  if (people.kind !== 'ok') return people;
  const sites = await readAll(http, 'companies', idsOf(companies), ['domain']);
  if (sites.kind !== 'ok') return sites;
  return dealPeople(
    // Further addresses are one text, with semicolons between.
    people.value.flatMap((person) => [person.email, ...(person.hs_additional_emails?.split(';') ?? [])]),
    sites.value.map(({ domain }) => domain),
  );
}

const idsOf = (list: z.infer<typeof associated>): string[] => [...new Set(list?.results.map(({ id }) => id) ?? [])];

type Properties = Readonly<Record<string, string | null | undefined>>;

/** Records that were deleted meanwhile are not in the answer, which then is a 207. */
async function readAll(
  http: CrmHttp,
  type: 'contacts' | 'companies',
  ids: readonly string[],
  properties: readonly string[],
): Promise<Outcome<readonly Properties[]>> {
  if (ids.length === 0) return ok([]);
  const inputs = ids.slice(0, maxInputs).map((id) => ({ id }));
  const body = { inputs, properties, propertiesWithHistory: [] };
  const result = await http({ method: 'POST', path: objectPath(type, '/batch/read'), body });
  if (result.kind !== 'answer') return result;
  const { status, json } = result.answer;
  if (status !== 200 && status !== 207) return asFailure(judge(result.answer));
  const decoded = batchRead.safeParse(json);
  return decoded.success ? ok(decoded.data.results.map((record) => record.properties)) : { kind: 'unknown' };
}
