import * as z from 'zod/mini';
import type { DealPeople } from '../../domain/crm/deal-people.ts';
import { andThen, type Outcome } from '../../domain/crm/outcome.ts';
import { dealPeople, nobody } from '../deal-people.ts';
import type { CrmHttp } from '../http.ts';
import type { NamedRecordParts } from '../named-records.ts';
import { dealByIdWith } from '../vendor-kit.ts';
import type { VendorRecords } from '../vendor-records.ts';
import { api, call, dealId, query, quoted } from './api.ts';

const single = z.object({ data: z.array(z.object({ id: z.string() })).check(z.minLength(1)) });
const caseWithPeople = z.object({
  id: z.string(),
  Email: z.nullish(z.string()),
  'Related_To.Email': z.nullish(z.string()),
  'Related_To.Secondary_Email': z.nullish(z.string()),
  'Account_Name.Website': z.nullish(z.string()),
});

/** Cases and contacts that an address names; all ids are numbers. */
export const zohoNamed = (
  http: CrmHttp,
  { contact, fields }: Pick<VendorRecords, 'contact' | 'fields'>,
): NamedRecordParts => ({
  ids: { ticket: dealId, contact: dealId },
  idField: 'id',
  siteField: 'Website',
  fields,
  findContact: (email) => contact.find!({ email }, {}),
  tickets: {
    find: dealByIdWith(
      dealId,
      (id) => call(http, { method: 'GET', path: `${api}/Cases/${id}?fields=id` }, single),
      ({ data: [record] }) => record!.id,
    ),
    peopleOf: (id) => peopleOfCase(http, id),
  },
});

/**
 * The address of a case, its contact, and the site of its account.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/modules-fields.html
 */
async function peopleOfCase(http: CrmHttp, id: string): Promise<Outcome<DealPeople>> {
  const names = 'id, Email, Related_To.Email, Related_To.Secondary_Email, Account_Name.Website';
  const cases = await query(http, `select ${names} from Cases where id = ${quoted(id)} limit 1`, caseWithPeople);
  return andThen(cases, ([record]) => {
    if (record === undefined) return nobody;
    const { Email, 'Related_To.Email': email, 'Related_To.Secondary_Email': second } = record;
    return dealPeople([Email, email, second], [record['Account_Name.Website']]);
  });
}
