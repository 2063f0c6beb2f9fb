import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { api, call } from './api.ts';

const deal = z.object({ org_id: z.nullish(z.number()) });
const people = z.array(z.object({ emails: z.nullish(z.array(z.object({ value: z.string() }))) }));
const organization = z.object({ website: z.nullish(z.string()) });

/**
 * The persons that a deal is linked to, and the site of its organization.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#getPersons
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^\d{1,15}$/.test(id)) return nobody;
  const found = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, deal);
  if (found.kind === 'absent') return nobody;
  if (found.kind !== 'ok') return asFailure(found);
  const persons = await call(http, { method: 'GET', path: `${api}/persons?deal_id=${id}&limit=500` }, people);
  if (persons.kind !== 'ok') return asFailure(persons);
  const emails = persons.value.data.flatMap((one) => one.emails ?? []).map(({ value }) => value);
  const { org_id: org } = found.value.data;
  if (org === undefined || org === null) return dealPeople(emails, []);
  const company = await call(http, { method: 'GET', path: `${api}/organizations/${org}` }, organization);
  if (company.kind === 'absent') return dealPeople(emails, []);
  return company.kind === 'ok' ? dealPeople(emails, [company.value.data.website]) : asFailure(company);
}
