import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import { andThen, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { isPlainAddress } from '../mailboxes.ts';
import { namedFinder } from '../named-records.ts';
import { splitName } from '../person-name.ts';
import { anyOf, dealByIdWith, flattenOwnFields, nestOwnFields, numericId, onlyOne, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, FilledObject, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { addTask, findNote, findTask, logNote } from './activity.ts';
import { api, call, create, dealId, list, maxNameLength, record, singleRecord } from './api.ts';
import { sellNamed } from './named.ts';
import { attributeIs, isOrganisation, search } from './search.ts';

const withOwnFields = z.object({
  data: z.looseObject({ custom_fields: z.nullish(z.record(z.string(), z.unknown())) }),
});
const dealWithName = z.extend(record, { name: z.string() });

/** People, and the fields of all records. */
const sellContacts = (http: CrmHttp): Pick<VendorRecords, 'contact' | 'fields'> => ({
  contact: {
    key: stepKeys.search,
    find: (contact) => findPerson(http, contact),
    write: (contact, refs) => addPerson(http, contact, refs),
  },
  fields: {
    async read(object, id) {
      const answer = await call(http, { method: 'GET', path: pathOf(object, id) }, withOwnFields);
      return mapOk(answer, ({ data }) => flattenOwnFields(data, ownContainer));
    },
    write: (object, id, fields) =>
      call(http, { method: 'PUT', path: pathOf(object, id), body: { data: nested(fields) } }, singleRecord),
  },
});

/** The records of a mail at Sell. */
export const sellRecords = (http: CrmHttp): VendorRecords => ({
  ...sellContacts(http),
  named: namedFinder(sellNamed(sellContacts(http))),
  // An organization is a contact there, on which a note can lie.
  namedCompanyIsContact: true,
  company: {
    key: stepKeys.search,
    find: (company) => findOrganization(http, company),
    write: ({ domain, name, fields }) =>
      create(http, 'contacts', 'contact', {
        name: cut(name, maxNameLength),
        is_organization: true,
        website: domain,
        ...nested(fields),
      }),
  },
  dealById: dealByIdWith(
    dealId,
    (id) => call(http, { method: 'GET', path: `${api}/deals/${id}` }, singleRecord),
    ({ data }) => data.id,
  ),
  deal: {
    key: stepKeys.list,
    find: (deal, refs) => findDeal(http, deal, refs),
    write: (deal, refs) => openDeal(http, deal, refs),
  },
  activity: {
    key: stepKeys.list,
    find: (activity, refs) => findNote(http, activity, refs),
    write: (activity, refs) => logNote(http, activity, refs),
  },
  task: {
    key: stepKeys.list,
    find: (task, refs) => findTask(http, task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

/** By website, and by the name that we give. */
async function findOrganization(http: CrmHttp, { domain, name }: Company): Written {
  const sites = [domain, `www.${domain}`, `http://${domain}`, `https://${domain}`, `https://www.${domain}`];
  const matches = [attributeIs('website', { any: sites }), attributeIs('name', { eq: name })];
  return andThen(await search(http, { and: [isOrganisation(true), { or: matches }] }), anyOf);
}

async function findPerson(http: CrmHttp, { email }: Contact): Written {
  const isTheirs = isPlainAddress(email)
    ? attributeIs('email', { eq: email })
    : attributeIs('last_name', { eq: cut(email, maxNameLength) });
  return andThen(await search(http, { and: [isOrganisation(false), isTheirs] }), onlyOne);
}

function addPerson(http: CrmHttp, contact: Contact, { company }: Refs): Written {
  return create(
    http,
    'contacts',
    'contact',
    compact({
      ...identityOf(contact),
      is_organization: false,
      contact_id: numericId(company?.id),
      ...nested(contact.fields),
    }),
  );
}

/** An address that Sell does not take stands as the last name, by which the person is found again. */
function identityOf(contact: Contact) {
  const { email } = contact;
  if (!isPlainAddress(email)) return { last_name: cut(email, maxNameLength) };
  const { lastName, firstName } = splitName(contact, maxNameLength);
  return compact({ email, last_name: lastName, first_name: firstName });
}

async function findDeal(http: CrmHttp, { name }: ThreadDeal, { contact }: Refs): Written {
  if (contact === undefined) return none();
  const path = `/deals?contact_id=${contact.id}`;
  const deals = await list(http, path, dealWithName, (deal) => deal.name === cut(name, maxNameLength));
  return andThen(deals, (matches) => anyOf(matches.map(({ id }) => id)));
}

/** A deal needs a contact. */
async function openDeal(http: CrmHttp, { name, owner, fields }: ThreadDeal, { contact }: Refs): Written {
  if (contact === undefined) return none();
  return create(
    http,
    'deals',
    'deal',
    compact({
      name: cut(name, maxNameLength),
      contact_id: Number(contact.id),
      owner_id: numericId(owner),
      ...nested(fields),
    }),
  );
}

/** Organizations are contacts, too. */
const pathOf = (object: FilledObject, id: string): string => `${api}/${object === 'deal' ? 'deals' : 'contacts'}/${id}`;

const ownContainer = 'custom_fields';

/** Sell's own fields that take a value; every other field is the account's, by its displayed name. */
const standard = new Set(
  (
    'title description industry website phone mobile fax twitter facebook linkedin skype customer_status prospect_status ' +
    'value currency hot stage_id source_id loss_reason_id estimated_close_date customized_win_likelihood'
  ).split(' '),
);

const nested = (fields: MappedFields | undefined) => nestOwnFields(fields, ownContainer, (name) => !standard.has(name));
