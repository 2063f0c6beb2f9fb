import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { sourceNote } from '../source-note.ts';
import { anyOf, onlyOne, stepKeys } from '../vendor-kit.ts';
import type { FilledObject, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { addTask, findMail, findTask, logMail } from './activity.ts';
import {
  api,
  call,
  dealId,
  firstStage,
  idsBy,
  maxNameLength,
  ownedBy,
  quoted,
  reference,
  upsert,
  writeRecord,
} from './api.ts';
import { zohoFiles } from './files.ts';
import { findAccount } from './find-account.ts';
import type { ModuleIds } from './modules.ts';
import { zohoNamed } from './named.ts';
import { contactOf, findPerson, idOf, moduleOfPerson, upsertPerson } from './people.ts';

const moduleOf = (object: FilledObject, id: string): string =>
  object === 'contact' ? moduleOfPerson(id) : object === 'company' ? 'Accounts' : 'Deals';
const singleRecord = z.object({ data: z.array(z.looseObject({})).check(z.minLength(1)) });

/** Contacts, and the fields of all records: they need no ids of modules. */
export const zohoContacts = (http: CrmHttp): Pick<VendorRecords, 'contact' | 'fields'> => ({
  contact: {
    key: stepKeys.search,
    find: (contact) => findPerson(http, contact),
    write: (contact, refs) => upsertPerson(http, contact, refs),
  },
  fields: {
    async read(object, id, names) {
      const path = `${api}/${moduleOf(object, id)}/${idOf(id)}?fields=${names.map(encodeURIComponent).join(',')}`;
      const answer = await call(http, { method: 'GET', path }, singleRecord);
      // The id of a lead is ours: Zoho's own says nothing of the module.
      return mapOk(answer, ({ data: [record] }) => ('id' in record! ? { ...record, id } : record!));
    },
    write: (object, id, fields) =>
      writeRecord(http, 'PUT', `/${moduleOf(object, id)}`, { data: [{ id: idOf(id), ...fields }] }),
  },
});

/**
 * The records of a mail at Zoho.
 *
 * @param moduleIds of the account's modules, which a mail names beside their names
 * @param byColleagues a company is also found by its people, see `findAccount`
 */
export const zohoRecords = (http: CrmHttp, moduleIds: ModuleIds, byColleagues = false): VendorRecords => ({
  ...zohoContacts(http),
  named: namedFinder(zohoNamed(http, zohoContacts(http))),
  company: {
    key: stepKeys.search,
    find: (company) => findAccount(http, company, byColleagues),
    write: (company) =>
      upsert(http, 'Accounts', 'Account_Name', {
        Account_Name: cut(company.name, maxNameLength),
        Website: company.domain,
        Description: sourceNote(company),
        ...company.fields,
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
    // Once more without files that the store no longer has.
    requests: 2,
    find: (activity) => findMail(http, activity),
    write: (activity, refs) => logMail(http, moduleIds, activity, refs),
  },
  files: zohoFiles(http),
  task: {
    key: stepKeys.search,
    find: (task, refs) => findTask(http, task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

async function findDealById(http: CrmHttp, id: string): Written {
  if (!dealId.test(id)) return none();
  return andThen(await idsBy(http, `select id from Deals where id = ${quoted(id)} limit 1`), anyOf);
}

async function findDeal(http: CrmHttp, { threadKey }: ThreadDeal): Written {
  const select = `select id from Deals where Postern_Thread_Key = ${quoted(threadKey)} limit 3`;
  return andThen(await idsBy(http, select), onlyOne);
}

function openDeal(http: CrmHttp, deal: ThreadDeal, refs: Refs): Written {
  const { name, threadKey, owner, fields } = deal;
  return upsert(
    http,
    'Deals',
    'Postern_Thread_Key',
    compact({
      Deal_Name: cut(name, maxNameLength),
      Stage: firstStage,
      Postern_Thread_Key: threadKey,
      Description: sourceNote(deal),
      ...ownedBy(owner),
      Contact_Name: reference(contactOf(refs)),
      Account_Name: reference(refs.company),
      ...fields,
    }),
  );
}
