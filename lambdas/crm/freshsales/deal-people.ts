import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { call } from './api.ts';

/** One text, or a list with the first one in `email`. */
const emails = z.nullish(
  z.union([z.string(), z.array(z.union([z.string(), z.object({ value: z.nullish(z.string()) })]))]),
);
const found = z.object({
  contacts: z.nullish(z.array(z.object({ email: z.nullish(z.string()), emails }))),
  sales_accounts: z.nullish(z.array(z.object({ website: z.nullish(z.string()) }))),
});

/**
 * The contacts and the account of a deal, which its answer has beside it when they are asked for.
 *
 * @see https://developers.freshworks.com/crm/api/#view_a_deal
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^\d{1,20}$/.test(id)) return nobody;
  const deal = await call(http, { method: 'GET', path: `/deals/${id}?include=contacts,sales_account` }, found);
  if (deal.kind === 'absent') return nobody;
  if (deal.kind !== 'ok') return asFailure(deal);
  const { contacts, sales_accounts: accounts } = deal.value;
  return dealPeople(
    (contacts ?? []).flatMap((one) => [one.email, ...textsOf(one.emails)]),
    (accounts ?? []).map(({ website }) => website),
  );
}

const textsOf = (given: z.infer<typeof emails>): Array<string | null | undefined> =>
  typeof given === 'string' ? [given] : (given ?? []).map((one) => (typeof one === 'string' ? one : one.value));
