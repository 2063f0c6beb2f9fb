import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { api, call, dealId, query, quoted } from './api.ts';

const dealWithPeople = z.object({
  id: z.string(),
  'Contact_Name.Email': z.nullish(z.string()),
  'Contact_Name.Secondary_Email': z.nullish(z.string()),
  'Account_Name.Website': z.nullish(z.string()),
});
/** 204 without a body: the list is empty. An answer without a list lets nobody in who does not belong to the deal. */
const roles = z.pipe(
  z.optional(
    z.object({
      data: z.optional(z.array(z.object({ Email: z.nullish(z.string()), Secondary_Email: z.nullish(z.string()) }))),
    }),
  ),
  z.transform((list) => list ?? { data: [] }),
);

/**
 * The contact of a deal, the contacts with a role in it, and the site of its account.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records-from-related-list.html
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!dealId.test(id)) return nobody;
  const names = 'id, Contact_Name.Email, Contact_Name.Secondary_Email, Account_Name.Website';
  const deals = await query(http, `select ${names} from Deals where id = ${quoted(id)} limit 1`, dealWithPeople);
  if (deals.kind !== 'ok') return deals;
  const [deal] = deals.value;
  if (deal === undefined) return nobody;
  const path = `${api}/Deals/${id}/Contact_Roles?fields=Email,Secondary_Email&per_page=200`;
  const others = await call(http, { method: 'GET', path }, roles);
  if (others.kind !== 'ok' && others.kind !== 'absent') return asFailure(others);
  const people = others.kind === 'ok' ? (others.value.data ?? []) : [];
  return dealPeople(
    [
      deal['Contact_Name.Email'],
      deal['Contact_Name.Secondary_Email'],
      ...people.flatMap((person) => [person.Email, person.Secondary_Email]),
    ],
    [deal['Account_Name.Website']],
  );
}
