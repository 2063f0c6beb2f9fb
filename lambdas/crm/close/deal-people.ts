import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import { api, call } from './api.ts';

const opportunity = z.object({ lead_id: z.string() });
const lead = z.object({
  url: z.nullish(z.string()),
  contacts: z.array(z.object({ emails: z.nullish(z.array(z.object({ email: z.string() }))) })),
});

/**
 * The contacts of the lead that an opportunity is of, and the lead's site: the lead is the company there.
 *
 * @see https://developer.close.com/resources/leads/
 */
export async function peopleOfDeal(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  if (!/^oppo_\w{1,60}$/.test(id)) return nobody;
  const found = await call(http, { method: 'GET', path: `${api}/opportunity/${id}/` }, opportunity);
  if (found.kind === 'absent') return nobody;
  if (found.kind !== 'ok') return asFailure(found);
  const path = `${api}/lead/${found.value.lead_id}/?_fields=url,contacts`;
  const company = await call(http, { method: 'GET', path }, lead);
  if (company.kind === 'absent') return nobody;
  if (company.kind !== 'ok') return asFailure(company);
  const emails = company.value.contacts.flatMap((one) => one.emails ?? []).map(({ email }) => email);
  return dealPeople(emails, [company.value.url]);
}
