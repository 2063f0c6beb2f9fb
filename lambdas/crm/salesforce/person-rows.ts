import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { sha256 } from '../../domain/mail/identity.ts';
import { groupCalls } from '../group-calls.ts';
import { isPlainAddress } from '../mailboxes.ts';
import { quoted, type Row } from './api.ts';
import type { SalesforceCalls } from './batch.ts';
import type { Org } from './org.ts';
import { keyField } from './own-fields.ts';

/** The longest address of a contact or a lead, in characters. */
const maxAddressLength = 80;

/**
 * Whether `Email` takes an address.
 *
 * @see https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/salesforce-field-reference-contact.html
 */
export const isTakenAddress = (email: string): boolean => email.length <= maxAddressLength && isPlainAddress(email);

/** Our key of a person: a hash, for an address belongs into no URL. */
export const keyOfPerson = (email: string): string => sha256(email);

/** The contacts and leads of an address, by any of their addresses or by our key; leads with the newest first. */
interface PersonRows {
  readonly contacts: readonly Row[];
  readonly leads: readonly Row[];
}
/** Finds the rows of a person. */
export type FindRows = (person: { readonly email: string; readonly org: Org }) => Promise<Outcome<PersonRows>>;

/** People that one call looks for: their addresses and keys still fit into a URL. */
const peoplePerCall = 10;
/** Rows of one page, the most that a query answers at once. */
const maxRows = 2000;

/**
 * Looks for people whose mails are worked on at the same time, together: one query for contacts and one for leads, both in one
 * call.
 *
 * @param saved counts the calls that a group made unnecessary
 */
export function createFindRows(calls: Pick<SalesforceCalls, 'queries'>, saved: (calls: number) => void): FindRows {
  return groupCalls(async (people) => {
    const [first] = people;
    if (first === undefined) return [];
    const emails = people.map(({ email }) => email);
    const rows = await findTogether(calls, first.org, emails);
    // So many rows may lack somebody: each person is looked for alone then.
    if (rows.length !== emails.length)
      return (await Promise.all(emails.map((email) => findTogether(calls, first.org, [email])))).flat();
    saved(emails.length - 1);
    return rows;
  }, peoplePerCall);
}

/** The rows of each person; fewer answers than people where a page held not all rows. */
async function findTogether(
  calls: Pick<SalesforceCalls, 'queries'>,
  { objects }: Org,
  emails: readonly string[],
): Promise<ReadonlyArray<Outcome<PersonRows>>> {
  const search = { contacts: searchFor(objects, 'Contact', emails), leads: searchFor(objects, 'Lead', emails) };
  const soqls = [search.contacts?.soql, search.leads?.soql].flatMap((soql) => soql ?? []);
  if (soqls.length === 0) return emails.map(() => ok({ contacts: [], leads: [] }));
  const answer = mapOk(await calls.queries(soqls), (lists) => ({
    contacts: search.contacts === undefined ? [] : (lists[0] ?? []),
    leads: search.leads === undefined ? [] : (lists.at(-1) ?? []),
  }));
  if (answer.kind !== 'ok') return emails.map(() => answer);
  const { contacts, leads } = answer.value;
  if (emails.length > 1 && Math.max(contacts.length, leads.length) >= maxRows) return [];
  return emails.map((email) =>
    ok({
      contacts: contacts.filter((row) => search.contacts?.isOf(row, email)),
      leads: leads.filter((row) => search.leads?.isOf(row, email)),
    }),
  );
}

/** A query for people, and how its rows belong to them. */
interface Search {
  readonly soql: string;
  isOf(row: Row, email: string): boolean;
}

/** The search for people; undefined where the org has no field to compare. */
function searchFor(objects: Org['objects'], object: 'Contact' | 'Lead', emails: readonly string[]): Search | undefined {
  const fields = objects.get(object);
  if (fields === undefined && object === 'Lead') return undefined;
  const others = [...(fields ?? [])].flatMap(([name, { isAddress }]) => (isAddress && name !== 'Email' ? [name] : []));
  const addressFields = ['Email', ...others];
  const hasKey = fields?.has(keyField) === true;
  const addresses = emails.filter(isTakenAddress);
  const conditions = [
    ...(addresses.length === 0 ? [] : addressFields.map((name) => `${name} IN (${listed(addresses)})`)),
    ...(hasKey ? [`${keyField} IN (${listed(emails.map(keyOfPerson))})`] : []),
  ];
  if (conditions.length === 0) return undefined;
  const own = object === 'Lead' ? ['IsConverted', 'ConvertedContactId'] : [];
  const selected = ['Id', ...own, ...addressFields, ...(hasKey ? [keyField] : [])].join(', ');
  const order = object === 'Lead' ? ' ORDER BY CreatedDate DESC' : '';
  return {
    soql: `SELECT ${selected} FROM ${object} WHERE ${conditions.join(' OR ')}${order} LIMIT ${maxRows}`,
    isOf: (row, email) =>
      addressFields.some((name) => isSameAddress(row[name], email)) || row[keyField] === keyOfPerson(email),
  };
}

const listed = (values: readonly string[]): string => values.map(quoted).join(', ');

/** Salesforce compares addresses without regard to case. */
export const isSameAddress = (value: unknown, email: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === email.toLowerCase();
