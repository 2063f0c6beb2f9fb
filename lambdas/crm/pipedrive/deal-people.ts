import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { api, call, dealId } from './api.ts';

const dealWithOrganization = z.object({ org_id: z.nullish(z.number()) });
const people = z.array(z.object({ emails: z.nullish(z.array(z.object({ value: z.string() }))) }));
const organization = z.object({ website: z.nullish(z.string()) });

/**
 * The persons that a deal is linked to, and the site of its organization.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#getPersons
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const deal = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, dealWithOrganization);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const persons = await call(http, { method: 'GET', path: `${api}/persons?deal_id=${id}&limit=500` }, people);
  if (persons.kind !== 'ok') return asFailure(persons);
  const emails = persons.value.data.flatMap((person) => person.emails ?? []).map(({ value }) => value);
  const { org_id: org } = deal.value.data;
  if (org === undefined || org === null) return dealPeople(emails, []);
  const company = await call(http, { method: 'GET', path: `${api}/organizations/${org}` }, organization);
  if (company.kind === 'absent') return dealPeople(emails, []);
  return company.kind === 'ok' ? dealPeople(emails, [company.value.data.website]) : asFailure(company);
}
