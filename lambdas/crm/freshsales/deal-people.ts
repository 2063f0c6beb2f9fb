import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, dealId } from './api.ts';

/** One text, or a list; the first address of a list also stands in `email`. */
const emails = z.nullish(
  z.union([z.string(), z.array(z.union([z.string(), z.object({ value: z.nullish(z.string()) })]))]),
);
const dealWithPeople = z.object({
  contacts: z.nullish(z.array(z.object({ email: z.nullish(z.string()), emails }))),
  sales_accounts: z.nullish(z.array(z.object({ website: z.nullish(z.string()) }))),
});

/**
 * The contacts and the account of a deal, which its answer includes on request.
 *
 * @see https://developers.freshworks.com/crm/api/#view_a_deal
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const path = `/deals/${id}?include=contacts,sales_account`;
  const deal = await call(http, { method: 'GET', path }, dealWithPeople);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const { contacts, sales_accounts: accounts } = deal.value;
  return dealPeople(
    (contacts ?? []).flatMap((contact) => [contact.email, ...addressesOf(contact.emails)]),
    (accounts ?? []).map(({ website }) => website),
  );
}

const addressesOf = (value: z.infer<typeof emails>): Array<string | null | undefined> =>
  typeof value === 'string' ? [value] : (value ?? []).map((item) => (typeof item === 'string' ? item : item.value));
