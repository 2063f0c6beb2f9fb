import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import { andThen, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { splitName } from '../person-name.ts';
import { asOutcome } from '../vendor-call.ts';
import { anyOf, dealByIdWith, flattenOwnFields, nestOwnFields, numericId, onlyOne, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { addTask, findActivity, findTask, logActivity } from './activity.ts';
import { call, create, dealId, entry, list, maxNameLength } from './api.ts';
import { freshsalesNamed } from './named.ts';
import { findContacts } from './suppressions.ts';

const accounts = z.object({ sales_accounts: z.array(entry) });
const withOwnFields = z.looseObject({ custom_field: z.nullish(z.record(z.string(), z.unknown())) });
const dealEntry = z.extend(entry, { name: z.string() });

/** Paths of the records, and their names in bodies. */
const types = {
  contact: { path: 'contacts', name: 'contact' },
  company: { path: 'sales_accounts', name: 'sales_account' },
  deal: { path: 'deals', name: 'deal' },
} as const;

/** The id of the account's lead source for e-mail; nothing where it has none. */
type LeadSource = () => Promise<string | undefined>;

/** Contacts, and the fields of all records: they need no activity type. */
export const freshsalesContacts = (
  http: CrmHttp,
  leadSource: LeadSource = async () => undefined,
): Pick<VendorRecords, 'contact' | 'fields'> => ({
  contact: {
    key: stepKeys.search,
    find: async ({ email }) => andThen(await findContacts(http, email), onlyOne),
    write: async (contact, refs) => upsertContact(http, contact, refs, await leadSource()),
  },
  fields: {
    async read(object, id) {
      const { path, name } = types[object];
      const answer = await call(http, { method: 'GET', path: `/${path}/${id}` }, z.object({ [name]: withOwnFields }));
      return mapOk(answer, ({ [name]: record = {} }) => flattenOwnFields(record, ownContainer));
    },
    write(object, id, fields) {
      const { path, name } = types[object];
      return call(http, { method: 'PUT', path: `/${path}/${id}`, body: { [name]: nested(fields) } }, z.unknown());
    },
  },
});

/**
 * The records of a mail at Freshsales.
 *
 * @param activityType the account's own id of e-mails among its activities
 */
export const freshsalesRecords = (http: CrmHttp, activityType: string, leadSource?: LeadSource): VendorRecords => ({
  company: {
    key: stepKeys.search,
    find: (company) => findAccount(http, company),
    write: ({ domain, name, fields }) =>
      create(http, '/sales_accounts', 'sales_account', {
        name: cut(name, maxNameLength),
        website: domain,
        ...nested(fields),
      }),
  },
  named: namedFinder(freshsalesNamed(freshsalesContacts(http))),
  ...freshsalesContacts(http, leadSource),
  dealById: dealByIdWith(
    dealId,
    (id) => call(http, { method: 'GET', path: `/deals/${id}` }, z.object({ deal: entry })),
    ({ deal }) => deal.id,
  ),
  deal: {
    key: stepKeys.list,
    find: (deal, refs) => findDeal(http, deal, refs),
    write: (deal, refs) => openDeal(http, deal, refs),
  },
  activity: {
    key: stepKeys.list,
    find: (activity, refs) => findActivity(http, activity, refs),
    write: (activity, refs) => logActivity(http, activityType, activity, refs),
  },
  task: {
    key: stepKeys.list,
    find: (task, refs) => findTask(http, task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

async function findAccount(http: CrmHttp, { domain }: Company): Written {
  const value = [domain, `www.${domain}`, `https://${domain}`, `https://www.${domain}`];
  const body = { filter_rule: [{ attribute: 'website', operator: 'is_in', value }] };
  const matches = await call(http, { method: 'POST', path: '/filtered_search/sales_account', body }, accounts);
  return andThen(asOutcome(matches), ({ sales_accounts: accounts }) => anyOf(accounts.map(({ id }) => id)));
}

/** @see https://developers.freshworks.com/crm/api/#upsert_a_contact */
function upsertContact(http: CrmHttp, contact: Contact, { company }: Refs, leadSource: string | undefined): Written {
  const { email } = contact;
  const { lastName, firstName } = splitName(contact, maxNameLength);
  const fields = compact({
    emails: email,
    last_name: lastName,
    first_name: firstName,
    lead_source_id: numericId(leadSource),
    sales_accounts: company && [{ id: Number(company.id), is_primary: true }],
    ...nested(contact.fields),
  });
  return create(http, '/contacts/upsert', 'contact', fields, { unique_identifier: { emails: email } });
}

async function findDeal(http: CrmHttp, { name }: ThreadDeal, { contact }: Refs): Written {
  if (contact === undefined) return none();
  const path = `/contacts/${contact.id}/deals`;
  const deals = await list(http, path, ['deals'], dealEntry, (deal) => deal.name === cut(name, maxNameLength));
  return andThen(deals, (matches) => anyOf(matches.map(({ id }) => id)));
}

const openDeal = (http: CrmHttp, { name, owner, fields }: ThreadDeal, { contact, company }: Refs): Written =>
  create(
    http,
    '/deals',
    'deal',
    compact({
      ...nested(fields),
      owner_id: numericId(owner),
      name: cut(name, maxNameLength),
      amount: 0,
      contacts_added_list: contact && [Number(contact.id)],
      sales_account_id: numericId(company?.id),
    }),
  );

const ownContainer = 'custom_field';

/** Fields of the account's own begin with `cf_`. */
const nested = (fields: MappedFields | undefined) =>
  nestOwnFields(fields, ownContainer, (name) => name.startsWith('cf_'));
