import { compact } from '../../compact.ts';
import { andThen, none, type Outcome, type Ref } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import { splitName } from '../person-name.ts';
import { firstOf, onlyOne, readBy } from '../vendor-kit.ts';
import type { Contact, Refs, Written } from '../vendor-records.ts';
import { call, type Row, singleId } from './api.ts';
import { mappingVersionField } from './own-fields.ts';
import { isSameAddress, isTakenAddress, keyOfPerson } from './person-rows.ts';
import { type RecordPorts, upsert } from './upsert.ts';

/** @see https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/salesforce-field-reference-contact.html */
const longest = { lastName: 80, firstName: 40, company: 255 } as const;

/** Stands for the company of a lead where none is known: Salesforce requires one. */
const noCompany = '[not provided]';

/**
 * Whether a person is a lead, by the first characters of the id.
 *
 * @see https://help.salesforce.com/s/articleView?id=000385203&type=1
 */
export const isLead = (id: string | undefined): boolean => id?.startsWith('00Q') === true;

/** The case that the address of the mail names. */
export const ticketOf = ({ named }: Refs): Ref | undefined => (named?.type === 'ticket' ? named : undefined);

/**
 * The person and the record of a task: Salesforce takes a lead alone, or a contact with a record. Beside a lead the case or the
 * deal counts, which somebody named. An EmailMessage knows no such rule.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm
 */
export function taskRefs(refs: Refs): { readonly who?: string; readonly what?: string } {
  const { contact, company } = refs;
  const record = ticketOf(refs) ?? refs.deal;
  if (!isLead(contact?.id)) return compact({ who: contact?.id, what: (record ?? company)?.id });
  return record === undefined ? compact({ who: contact?.id }) : { what: record.id };
}

/**
 * The person of an address: a contact, else a lead, both in one call. A contact counts by `Email`, and where that is nobody's,
 * by any other field of the type e-mail and by our key: a person whose address was changed there since. Leads are often
 * there more than once: the newest one that is not converted counts, else the contact that a converted one became.
 */
export async function findPerson(ports: RecordPorts, { email }: Pick<Contact, 'email'>): Written {
  return andThen(await ports.findRows({ email, org: ports.org }), async ({ contacts, leads }) => {
    const exact = contacts.filter(({ Email }) => isSameAddress(Email, email));
    const people = exact.length > 0 ? exact : contacts;
    if (people.length > 0) return onlyOne(people.map(idOf));
    const open = leads.filter(({ IsConverted }) => IsConverted !== true);
    return open.length > 0 ? firstOf(open.map(idOf)) : findConverted(ports, leads);
  });
}

const idOf = ({ Id }: Row): string => Id;

/** The contact that the newest converted lead became, if it is still there. */
async function findConverted({ http, version }: RecordPorts, leads: readonly Row[]): Written {
  const id = leads.map(({ ConvertedContactId }) => ConvertedContactId).find((value) => typeof value === 'string');
  if (id === undefined) return none();
  const path = `/services/data/${version}/sobjects/Contact/${id}?fields=Id`;
  return readBy(await call(http, { method: 'GET', path }, singleId), ({ Id }) => Id);
}

/** Makes a person: a lead where the integration makes leads, else a contact. */
export async function writePerson(ports: RecordPorts, contact: Contact, { company }: Refs): Written {
  if (contact.lead === undefined) return upsertContact(ports, contact, company);
  const lead = await upsertLead(ports, contact, contact.lead.company);
  // The lead under our key was converted, and the contact that it became is gone.
  const isConverted = lead.kind === 'rejected' && lead.code === 'CANNOT_UPDATE_CONVERTED_LEAD';
  return isConverted ? upsertContact(ports, contact, company) : lead;
}

const upsertContact = (ports: RecordPorts, contact: Contact, company: Ref | undefined): Promise<Outcome<Ref>> =>
  upsertPerson(ports, 'Contact', contact, compact({ AccountId: company?.id }), contact.fields);

/** Fields of contacts that leads lack are left out: a mapping names those of contacts. */
function upsertLead(ports: RecordPorts, contact: Contact, company = noCompany): Promise<Outcome<Ref>> {
  const has = ports.org.objects.get('Lead') ?? new Map();
  const fields = Object.entries(contact.fields ?? {}).filter(([name]) => has.has(name));
  return upsertPerson(ports, 'Lead', contact, { Company: cut(company, longest.company) }, Object.fromEntries(fields));
}

/**
 * Upserts a person. An address that Salesforce does not take stands in the description; the person is found again by our key.
 *
 * @param own fields of that kind of person alone
 * @param mapped fields of the mapping, which win
 */
async function upsertPerson(
  ports: RecordPorts,
  object: 'Contact' | 'Lead',
  contact: Contact,
  own: Readonly<Record<string, unknown>>,
  mapped: Contact['fields'],
): Promise<Outcome<Ref>> {
  const { lastName, firstName } = splitName(contact, longest.lastName, longest.firstName);
  const person = compact({
    LastName: lastName,
    FirstName: firstName,
    LeadSource: 'Email',
    [mappingVersionField]: ports.mail.mappingVersion,
    ...own,
    ...mapped,
  });
  const key = keyOfPerson(contact.email);
  const withAddress = { Email: contact.email, ...person };
  const withoutAddress = { Description: `E-mail address: ${contact.email}`, ...person };
  if (!isTakenAddress(contact.email)) return upsert(ports, object, key, withoutAddress);
  const result = await upsert(ports, object, key, withAddress);
  // Salesforce knows more rules for addresses than it documents.
  const isRefused = result.kind === 'rejected' && result.code === 'INVALID_EMAIL_ADDRESS' && result.field === 'Email';
  return isRefused ? upsert(ports, object, key, withoutAddress) : result;
}
