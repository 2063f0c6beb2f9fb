import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { api, call, dealId, itemsOf } from './api.ts';

const dealWithPeople = z.object({
  data: z.object({ contact_id: z.nullish(z.number()), organization_id: z.nullish(z.number()) }),
});
/** An answer without a list lets nobody in who does not belong to the deal. */
const associatedContacts = z.partial(itemsOf(z.object({ contact_id: z.number() })));
const contacts = itemsOf(z.object({ email: z.nullish(z.string()), website: z.nullish(z.string()) }));

/** The most ids of one look-up. */
const maxIds = 100;

/**
 * The contact, the organization and the associated contacts of a deal: organizations are contacts, too.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/resources/associated-contacts/
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const deal = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, dealWithPeople);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const path = `${api}/deals/${id}/associated_contacts?per_page=100`;
  const associated = await call(http, { method: 'GET', path }, associatedContacts);
  if (associated.kind !== 'ok' && associated.kind !== 'absent') return asFailure(associated);
  const others = associated.kind === 'ok' ? (associated.value.items ?? []).map(({ data }) => data.contact_id) : [];
  const { contact_id: contact, organization_id: company } = deal.value.data;
  const ids = [...new Set([contact, company, ...others])].filter((person) => typeof person === 'number');
  return ids.length === 0 ? nobody : contactsBy(http, ids.slice(0, maxIds));
}

async function contactsBy(http: CrmHttp, ids: readonly number[]): Promise<Outcome<DealPeople>> {
  const path = `${api}/contacts?ids=${ids.join(',')}&per_page=100`;
  const answer = await call(http, { method: 'GET', path }, contacts);
  if (answer.kind !== 'ok') return asFailure(answer);
  const people = answer.value.items.map(({ data }) => data);
  return dealPeople(
    people.map(({ email }) => email),
    people.map(({ website }) => website),
  );
}
