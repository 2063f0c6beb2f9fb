import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { splitName } from '../person-name.ts';
import { anyOf, onlyOne, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { addTask, findMail, findTask, logMail } from './activity.ts';
import {
  api,
  call,
  dealId,
  firstStage,
  maxFirstNameLength,
  maxLastNameLength,
  maxNameLength,
  ownedBy,
  query,
  quoted,
  reference,
  writeRecord,
  writtenRef,
} from './api.ts';
import type { ModuleIds } from './modules.ts';
import { zohoNamed } from './named.ts';

const modules = { contact: 'Contacts', company: 'Accounts', deal: 'Deals' } as const;
const withId = z.object({ id: z.string() });
const singleRecord = z.object({ data: z.array(z.looseObject({})).check(z.minLength(1)) });

/** Contacts, and the fields of all records: they need no ids of modules. */
export const zohoContacts = (http: CrmHttp): Pick<VendorRecords, 'contact' | 'fields'> => ({
  contact: {
    key: stepKeys.search,
    find: (contact) => findContact(http, contact),
    write: (contact, refs) => upsertContact(http, contact, refs),
  },
  fields: {
    async read(object, id, names) {
      const path = `${api}/${modules[object]}/${id}?fields=${names.map(encodeURIComponent).join(',')}`;
      return mapOk(await call(http, { method: 'GET', path }, singleRecord), ({ data: [record] }) => record!);
    },
    write: (object, id, fields) => writeRecord(http, 'PUT', `/${modules[object]}`, { data: [{ id, ...fields }] }),
  },
});

/** The records of a mail at Zoho. @param moduleIds of the account's modules, which a mail names beside their names */
export const zohoRecords = (http: CrmHttp, moduleIds: ModuleIds): VendorRecords => ({
  ...zohoContacts(http),
  named: namedFinder(zohoNamed(http, zohoContacts(http))),
  company: {
    key: stepKeys.search,
    find: (company) => findAccount(http, company),
    write: ({ domain, name, fields }) =>
      upsert(http, 'Accounts', 'Account_Name', {
        Account_Name: cut(name, maxNameLength),
        Website: domain,
        ...fields,
      }),
  },
  dealById: (id) => findDealById(http, id),
  deal: {
    key: stepKeys.search,
    find: (deal) => findDeal(http, deal),
    write: (deal, refs) => openDeal(http, deal, refs),
  },
  activity: {
    key: stepKeys.search,
    find: (activity) => findMail(http, activity),
    write: (activity, refs) => logMail(http, moduleIds, activity, refs),
  },
  task: {
    key: stepKeys.search,
    find: (task, refs) => findTask(http, task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

async function idsBy(http: CrmHttp, select: string): Promise<Outcome<string[]>> {
  return mapOk(await query(http, select, withId), (records) => records.map(({ id }) => id));
}

/** By website, and by the name that we give. */
async function findAccount(http: CrmHttp, { domain, name }: Company): Written {
  const sites = [domain, `www.${domain}`, `https://${domain}`, `https://www.${domain}`, `http://${domain}`];
  const inList = sites.map(quoted).join(', ');
  const select = `select id from Accounts where (Website in (${inList}) or Account_Name = ${quoted(name)}) limit 3`;
  return andThen(await idsBy(http, select), anyOf);
}

async function findContact(http: CrmHttp, { email }: Contact): Written {
  const isTheirs = `(Email = ${quoted(email)} or Secondary_Email = ${quoted(email)})`;
  return andThen(await idsBy(http, `select id from Contacts where ${isTheirs} limit 3`), onlyOne);
}

function upsertContact(http: CrmHttp, contact: Contact, { company }: Refs): Written {
  const { lastName, firstName } = splitName(contact, maxLastNameLength, maxFirstNameLength);
  return upsert(
    http,
    'Contacts',
    'Email',
    compact({
      Email: contact.email,
      // Mandatory in every account.
      Last_Name: lastName,
      First_Name: firstName,
      Lead_Source: 'Email',
      Account_Name: reference(company),
      ...contact.fields,
    }),
  );
}

async function findDealById(http: CrmHttp, id: string): Written {
  if (!dealId.test(id)) return none();
  return andThen(await idsBy(http, `select id from Deals where id = ${quoted(id)} limit 1`), anyOf);
}

async function findDeal(http: CrmHttp, { threadKey }: ThreadDeal): Written {
  const select = `select id from Deals where Postern_Thread_Key = ${quoted(threadKey)} limit 3`;
  return andThen(await idsBy(http, select), onlyOne);
}

function openDeal(http: CrmHttp, { name, threadKey, owner, fields }: ThreadDeal, { contact, company }: Refs): Written {
  return upsert(
    http,
    'Deals',
    'Postern_Thread_Key',
    compact({
      Deal_Name: cut(name, maxNameLength),
      Stage: firstStage,
      Postern_Thread_Key: threadKey,
      ...ownedBy(owner),
      Contact_Name: reference(contact),
      Account_Name: reference(company),
      ...fields,
    }),
  );
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html */
async function upsert(http: CrmHttp, module: string, keyField: string, record: object): Written {
  const body = { data: [record], duplicate_check_fields: [keyField] };
  return writtenRef(await writeRecord(http, 'POST', `/${module}/upsert`, body), keyField);
}
