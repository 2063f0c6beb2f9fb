import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { api, call } from './api.ts';

const deal = z.object({
  data: z.object({ contact_id: z.nullish(z.number()), organization_id: z.nullish(z.number()) }),
});
const roles = z.object({ items: z.array(z.object({ data: z.object({ contact_id: z.number() }) })) });
const contacts = z.object({
  items: z.array(z.object({ data: z.object({ email: z.nullish(z.string()), website: z.nullish(z.string()) }) })),
});

/**
 * The contact, the organization and the associated contacts of a deal: organizations are contacts, too.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/resources/associated-contacts/
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^\d{1,15}$/.test(id)) return nobody;
  const found = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, deal);
  if (found.kind === 'absent') return nobody;
  if (found.kind !== 'ok') return asFailure(found);
  const associated = await call(
    http,
    { method: 'GET', path: `${api}/deals/${id}/associated_contacts?per_page=100` },
    roles,
  );
  if (associated.kind !== 'ok' && associated.kind !== 'absent') return asFailure(associated);
  const others = associated.kind === 'ok' ? associated.value.items.map(({ data }) => data.contact_id) : [];
  const { contact_id: contact, organization_id: company } = found.value.data;
  const ids = [...new Set([contact, company, ...others])].filter((one) => typeof one === 'number').slice(0, 100);
  if (ids.length === 0) return nobody;
  const path = `${api}/contacts?ids=${ids.join(',')}&per_page=100`;
  const people = await call(http, { method: 'GET', path }, contacts);
  if (people.kind !== 'ok') return asFailure(people);
  const all = people.value.items.map(({ data }) => data);
  return dealPeople(
    all.map(({ email }) => email),
    all.map(({ website }) => website),
  );
}
