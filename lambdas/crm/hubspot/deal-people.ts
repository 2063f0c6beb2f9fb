import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { call, judge, objectPath } from './api.ts';

const associated = z.optional(z.object({ results: z.array(z.object({ id: z.string() })) }));
const deal = z.object({
  associations: z.optional(z.object({ contacts: associated, companies: associated })),
});
const several = z.object({ results: z.array(z.object({ properties: z.record(z.string(), z.nullish(z.string())) })) });
/** The most that a batch reads. */
const mostRead = 100;

/**
 * The contacts and the companies of a deal: their ids with the deal, then what they have.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide#retrieve-deals
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^\d{1,20}$/.test(id)) return nobody;
  const path = objectPath('deals', `/${id}?associations=contacts,companies`);
  const found = await call(http, { method: 'GET', path }, deal);
  if (found.kind === 'absent') return nobody;
  if (found.kind !== 'ok') return asFailure(found);
  const { contacts, companies } = found.value.associations ?? {};
  const people = await read(http, 'contacts', idsOf(contacts), ['email', 'hs_additional_emails']);
  if (people.kind !== 'ok') return people;
  const sites = await read(http, 'companies', idsOf(companies), ['domain']);
  if (sites.kind !== 'ok') return sites;
  return dealPeople(
    // Further addresses are one text, with semicolons between.
    people.value.flatMap((one) => [one.email, ...(one.hs_additional_emails?.split(';') ?? [])]),
    sites.value.map((one) => one.domain),
  );
}

const idsOf = (list: z.infer<typeof associated>): string[] => [...new Set(list?.results.map((one) => one.id) ?? [])];

type Properties = Readonly<Record<string, string | null | undefined>>;

/** What is gone meanwhile is not in the answer, which then is a 207. */
async function read(
  http: CrmHttp,
  type: 'contacts' | 'companies',
  ids: readonly string[],
  properties: readonly string[],
): Promise<Outcome<readonly Properties[]>> {
  if (ids.length === 0) return { kind: 'ok', value: [], how: 'existing' };
  const inputs = ids.slice(0, mostRead).map((id) => ({ id }));
  const body = { inputs, properties, propertiesWithHistory: [] };
  const result = await http({ method: 'POST', path: objectPath(type, '/batch/read'), body });
  if (result.kind !== 'answer') return result;
  const { status, json } = result.answer;
  if (status !== 200 && status !== 207) return asFailure(judge(result.answer));
  const decoded = several.safeParse(json);
  if (!decoded.success) return { kind: 'unknown' };
  return { kind: 'ok', value: decoded.data.results.map((one) => one.properties), how: 'existing' };
}
