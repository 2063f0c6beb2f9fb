import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import { contactFields } from '../look-up.ts';
import { quoted } from './api.ts';
import type { SalesforceCalls } from './batch.ts';

/** Names are part of the query: only a field, or a path of relations to one. */
const fieldPath = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** The fields of a contact in one query, which also follows names with dots, as in Account.Territory__c. */
export async function lookUpContact(
  calls: Pick<SalesforceCalls, 'query'>,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
  names: readonly string[],
): Promise<Outcome<ContactFields>> {
  const unknown = names.find((name) => !fieldPath.test(name));
  if (unknown !== undefined)
    return { kind: 'misconfigured', code: 'INVALID_FIELD', message: `no field of Salesforce is called ${unknown}` };
  const condition = id === undefined ? `Email = ${quoted(email)}` : `Id = ${quoted(id)}`;
  const fields = ['Id', ...names.filter((name) => name !== 'Id')].join(', ');
  const rows = await calls.query(`SELECT ${fields} FROM Contact WHERE ${condition} LIMIT 2`);
  // Several contacts are ambiguous: none of their fields counts.
  return contactFields(
    mapOk(rows, ([first, second]) => (second === undefined ? (first ?? {}) : {})),
    names,
  );
}
