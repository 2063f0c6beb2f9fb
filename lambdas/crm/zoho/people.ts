import { compact } from '../../compact.ts';
import { andThen, type Ref } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { nameOf, splitName } from '../person-name.ts';
import { sourceNote } from '../source-note.ts';
import { onlyOne } from '../vendor-kit.ts';
import type { Contact, Refs, Written } from '../vendor-records.ts';
import {
  hasAddress,
  idsBy,
  leadSource,
  maxFirstNameLength,
  maxLastNameLength,
  maxNameLength,
  reference,
  upsert,
} from './api.ts';

/** Leads are people, too: their ids are told apart from those of contacts by the module in front. */
const leadPrefix = 'Leads/';

const isLead = ({ id }: Ref): boolean => id.startsWith(leadPrefix);

/** The id of a person at Zoho, without the module. */
export const idOf = (id: string): string => (id.startsWith(leadPrefix) ? id.slice(leadPrefix.length) : id);
/** The module of a person. */
export const moduleOfPerson = (id: string): 'Leads' | 'Contacts' => (isLead({ id }) ? 'Leads' : 'Contacts');

/** The contact of a mail; nothing for a lead, which no look-up field takes. */
export const contactOf = ({ contact }: Refs): Ref | undefined =>
  contact === undefined || isLead(contact) ? undefined : contact;
/** The lead of a mail, with its id at Zoho. */
export const leadOf = ({ contact }: Refs): Ref | undefined =>
  contact !== undefined && isLead(contact) ? { id: idOf(contact.id) } : undefined;

/**
 * The contact with an address, else the lead with it, where the integration says that people may be leads. A lead that was
 * converted is found as the contact that it became.
 */
export async function findPerson(http: CrmHttp, { email, mayBeLead }: Contact): Written {
  const contact = andThen(await idsBy(http, `select id from Contacts where ${hasAddress(email)} limit 3`), onlyOne);
  if (!mayBeLead || contact.kind !== 'ok' || contact.value !== undefined) return contact;
  const leads = await idsBy(http, `select id from Leads where ${hasAddress(email)} limit 3`);
  return andThen(leads, (ids) => onlyOne(ids.map((id) => `${leadPrefix}${id}`)));
}

/** Makes the person: a contact in its company, or a lead. */
export function upsertPerson(http: CrmHttp, contact: Contact, refs: Refs): Written {
  return contact.lead === undefined ? upsertContact(http, contact, refs) : upsertLead(http, contact, contact.lead);
}

function upsertContact(http: CrmHttp, contact: Contact, { company }: Refs): Written {
  const fields = compact({ ...identityOf(contact), Account_Name: reference(company), ...contact.fields });
  return upsert(http, 'Contacts', 'Email', fields);
}

/** @see https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/standard-modules-fields */
async function upsertLead(http: CrmHttp, contact: Contact, { company }: NonNullable<Contact['lead']>): Written {
  // Layouts may require the company: a person without one stands for themselves.
  const Company = cut(company ?? nameOf(contact), maxNameLength);
  const made = await upsert(http, 'Leads', 'Email', { ...identityOf(contact), Company, ...contact.fields });
  if (made.kind !== 'ok') return made;
  return { ...made, value: made.value && { ...made.value, id: `${leadPrefix}${made.value.id}` } };
}

function identityOf(contact: Contact) {
  const { lastName, firstName } = splitName(contact, maxLastNameLength, maxFirstNameLength);
  return compact({
    Email: contact.email,
    // Mandatory in every account.
    Last_Name: lastName,
    First_Name: firstName,
    Lead_Source: leadSource,
    Description: contact.mapping && sourceNote(contact),
  });
}
