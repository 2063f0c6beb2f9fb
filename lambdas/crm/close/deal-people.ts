import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { api, call, dealId } from './api.ts';

const opportunity = z.object({ lead_id: z.string() });
const leadWithContacts = z.object({
  url: z.nullish(z.string()),
  contacts: z.array(z.object({ emails: z.nullish(z.array(z.object({ email: z.string() }))) })),
});

/**
 * The contacts and the site of an opportunity's lead: the lead is the company there.
 *
 * @see https://developer.close.com/resources/leads/
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const deal = await call(http, { method: 'GET', path: `${api}/opportunity/${id}/` }, opportunity);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const path = `${api}/lead/${deal.value.lead_id}/?_fields=url,contacts`;
  const lead = await call(http, { method: 'GET', path }, leadWithContacts);
  if (lead.kind === 'absent') return nobody;
  if (lead.kind !== 'ok') return asFailure(lead);
  const emails = lead.value.contacts.flatMap((contact) => contact.emails ?? []).map(({ email }) => email);
  return dealPeople(emails, [lead.value.url]);
}
