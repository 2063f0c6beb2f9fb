import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { api, call, query, quoted } from './api.ts';

const deal = z.object({
  id: z.string(),
  'Contact_Name.Email': z.nullish(z.string()),
  'Contact_Name.Secondary_Email': z.nullish(z.string()),
  'Account_Name.Website': z.nullish(z.string()),
});
/** 204 without a body: there are none. */
const roles = z.pipe(
  z.optional(
    z.object({
      data: z.array(z.object({ Email: z.nullish(z.string()), Secondary_Email: z.nullish(z.string()) })),
    }),
  ),
  z.transform((list) => list ?? { data: [] }),
);

/**
 * The contact of a deal, those with a role in it, and the site of its account.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records-from-related-list.html
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^\d{1,20}$/.test(id)) return nobody;
  const names = 'id, Contact_Name.Email, Contact_Name.Secondary_Email, Account_Name.Website';
  const found = await query(http, `select ${names} from Deals where id = ${quoted(id)} limit 1`, deal);
  if (found.kind !== 'ok') return found;
  const [first] = found.value;
  if (first === undefined) return nobody;
  const path = `${api}/Deals/${id}/Contact_Roles?fields=Email,Secondary_Email&per_page=200`;
  const others = await call(http, { method: 'GET', path }, roles);
  if (others.kind !== 'ok' && others.kind !== 'absent') return asFailure(others);
  const people = others.kind === 'ok' ? others.value.data : [];
  return dealPeople(
    [
      first['Contact_Name.Email'],
      first['Contact_Name.Secondary_Email'],
      ...people.flatMap((one) => [one.Email, one.Secondary_Email]),
    ],
    [first['Account_Name.Website']],
  );
}
