import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { ReadFile } from '../../domain/crm/crm-records.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { sha256 } from '../../domain/mail/identity.ts';
import { asFailure, cut, done, onlyOne } from '../call.ts';
import { countSaved } from '../group-calls.ts';
import type { CrmHttp } from '../http.ts';
import { contactFields } from '../look-up.ts';
import { nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type { Company, Contact, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { type ActivityFields, describeActivity, logActivity } from './activity.ts';
import { call, defaultVersion, documentedLimits, duplicateAlerts, keyField, quoted, upsertedRef } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { describeObject, filledBySalesforce } from './describe.ts';
import { salesforceFiles } from './files.ts';
import { setUpSalesforce } from './set-up.ts';
import { createSalesforceSuppressions } from './suppressions.ts';
import { callsTogether, type SalesforceCalls } from './together.ts';

const unique = { kind: 'unique' } as const;
const maxNameLength = 80;
const closesInDays = 30;

const record = z.object({ Id: z.string() });

export interface SalesforceOptions {
  readonly version?: string;
  readonly account: string;
  readonly patientHttp?: CrmHttp;
  readonly now?: () => Date;
  /** Where the bytes of attachments are. */
  readonly readFile?: ReadFile | undefined;
}

/**
 * Salesforce: every record under a unique external id of ours, so that repeating a write is safe at any time. Mails are
 * EmailMessages with their relation to the contact in one composite call, or tasks where the org has no Enhanced Email.
 */
export function createSalesforceAdapter(http: CrmHttp, options: SalesforceOptions): CrmAdapter {
  const { version = defaultVersion, account, patientHttp = http, now = () => new Date(), readFile } = options;
  let described: Promise<Outcome<ActivityFields>> | undefined;
  const { saved, takeSaved } = countSaved();
  const calls = callsTogether(http, version, saved);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    takeSaved,
    // The description proves the credentials and our key field at once.
    check: () => describeActivity(http, version),
    setUp: (mayMake) => setUpSalesforce(http, version, mayMake),
    describe: (object) => describeObject(http, version, object),
    filled: filledBySalesforce,
    suppressions: createSalesforceSuppressions(patientHttp, version, now),
    peopleOfDeal: (id) => peopleOfDeal(calls, id),
    lookUp: (person, names) => lookUpContact(calls, person, names),
    async steps(records) {
      described ??= describeActivity(http, version);
      const fields = await described;
      if (fields.kind !== 'ok') {
        // Ask again next time: somebody may have added the field meanwhile.
        described = undefined;
        return fields;
      }
      const vendor = salesforceRecords(http, version, fields.value, calls);
      return { kind: 'ok', value: recordSteps(vendor, records, account, readFile), how: 'unchanged' };
    },
  };
}

/** In one query, which leads through names with dots, as in Account.Territory__c. */
async function lookUpContact(
  calls: SalesforceCalls,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
  names: readonly string[],
): Promise<Outcome<ContactFields>> {
  // Names are part of the query.
  const strange = names.find((name) => !/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(name));
  if (strange !== undefined)
    return { kind: 'misconfigured', code: 'INVALID_FIELD', message: `no field of Salesforce is called ${strange}` };
  const whose = id === undefined ? `Email = ${quoted(email)}` : `Id = ${quoted(id)}`;
  const fields = ['Id', ...names.filter((name) => name !== 'Id')].join(', ');
  const found = await calls.query(`SELECT ${fields} FROM Contact WHERE ${whose} LIMIT 2`);
  if (found.kind !== 'ok') return found;
  const [first, second] = found.value;
  return contactFields({ ...found, value: second === undefined ? (first ?? {}) : {} }, names);
}

const objects = { contact: 'Contact', company: 'Account', deal: 'Opportunity' } as const;

function salesforceRecords(
  http: CrmHttp,
  version: string,
  fields: ActivityFields,
  calls: SalesforceCalls,
): VendorRecords {
  const base = `/services/data/${version}/sobjects`;

  /** Under a hash: neither an address nor a domain belongs into a URL, and some endings there mean something. */
  const upsert = async (object: string, key: string, body: Record<string, unknown>): Written => {
    const path = `/sobjects/${object}/${keyField}/${key}`;
    const made = await calls.request({ method: 'PATCH', path, body });
    if (made.kind === 'ok') return upsertedRef(made.value);
    // Two upserts that overlap: the other one made it.
    if (made.kind === 'conflict' && made.holder !== undefined) return done({ id: made.holder }, 'existing');
    if (made.kind !== 'conflict') return asFailure(made);
    const read = await call(http, { method: 'GET', path: `/services/data/${version}${path}?fields=Id` }, record);
    return read.kind === 'ok' ? done({ id: read.value.Id }, 'existing') : asFailure(read);
  };

  return {
    company: {
      key: unique,
      /** By website, as people and other tools write it. */
      async find({ domain }: Company): Written {
        const hosts = [domain, `www.${domain}`];
        const sites = hosts.flatMap((host) => [host, `https://${host}`, `http://${host}`, `https://${host}/`]);
        const found = await calls.query(
          `SELECT Id FROM Account WHERE Website IN (${sites.map(quoted).join(', ')}) OR ${keyField} = ${quoted(sha256(domain))} LIMIT 2`,
        );
        if (found.kind !== 'ok') return found;
        const [first, second] = found.value;
        // Several of one domain are left for a person to sort out: the upsert then keeps to ours.
        return done(first && second === undefined ? { id: first.Id } : undefined, 'existing');
      },
      write: ({ domain, name, fields: mapped }) =>
        upsert('Account', sha256(domain), {
          Name: cut(name, maxNameLength),
          Website: `https://${domain}`,
          ...mapped,
        }),
    },
    contact: {
      key: unique,
      async find({ email }: Contact): Written {
        const found = await calls.query(`SELECT Id FROM Contact WHERE Email = ${quoted(email)} LIMIT 3`);
        return found.kind === 'ok' ? onlyOne(found.value.map(({ Id }) => Id)) : found;
      },
      write: (contact, { company }) => {
        const { email, firstName, lastName } = contact;
        return upsert(
          'Contact',
          sha256(email),
          compact({
            Email: email,
            LastName: cut(lastName ?? nameOf(contact), maxNameLength),
            FirstName: lastName !== undefined && firstName !== undefined ? cut(firstName, 40) : undefined,
            LeadSource: 'Email',
            AccountId: company ? company.id : undefined,
            ...contact.fields,
          }),
        );
      },
    },
    async dealById(id) {
      // Anybody can write any token: an unknown one is no deal, and no error either.
      if (!/^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id)) return done(undefined, 'unchanged');
      const found = await call(http, { method: 'GET', path: `${base}/Opportunity/${id}?fields=Id` }, record);
      if (found.kind === 'absent') return done(undefined, 'unchanged');
      return found.kind === 'ok' ? done({ id: found.value.Id }, 'existing') : asFailure(found);
    },
    deal: {
      key: unique,
      /** Asked first: an upsert by a later mail would give the deal that mail's name. */
      async find({ threadKey }: ThreadDeal): Written {
        const path = `${base}/Opportunity/${keyField}/${threadKey}?fields=Id`;
        const found = await call(http, { method: 'GET', path }, record);
        if (found.kind === 'absent') return done(undefined, 'existing');
        return found.kind === 'ok' ? done({ id: found.value.Id }, 'existing') : asFailure(found);
      },
      write: ({ threadKey, name, at, owner, fields: mapped }: ThreadDeal, { company }: Refs) =>
        upsert(
          'Opportunity',
          threadKey,
          compact({
            Name: cut(name, 120),
            StageName: 'Qualification',
            LeadSource: 'Email',
            // Salesforce wants a date; a person will know better.
            CloseDate: new Date(Date.parse(at) + closesInDays * 86_400_000).toISOString().slice(0, 10),
            AccountId: company ? company.id : undefined,
            OwnerId: owner,
            ...mapped,
          }),
        ),
    },
    activity: { key: unique, write: (activity, refs) => logActivity(http, version, calls, fields, activity, refs) },
    files: salesforceFiles(http, version),
    fields: {
      read(object, id, names) {
        const path = `${base}/${objects[object]}/${id}?fields=${names.map(encodeURIComponent).join(',')}`;
        return call(http, { method: 'GET', path }, z.looseObject({}));
      },
      // 204: done, and nothing to say.
      write(object, id, fields) {
        const path = `${base}/${objects[object]}/${id}`;
        return call(http, { method: 'PATCH', path, body: fields, headers: duplicateAlerts }, z.unknown());
      },
    },
    task: {
      key: unique,
      async write(task, { contact, company, deal }: Refs): Written {
        const made = await upsert(
          'Task',
          task.externalId,
          compact({
            Subject: cut(task.title, 255),
            Description: taskText(task),
            Status: 'Not Started',
            ActivityDate: task.dueDate,
            OwnerId: task.owner,
            WhoId: contact ? contact.id : undefined,
            WhatId: (deal ?? company) ? (deal ?? company)!.id : undefined,
          }),
        );
        // What is not there is the field of the key: nothing else is named.
        return made.kind === 'rejected' && made.code === 'OBJECT_NOT_FOUND'
          ? {
              kind: 'misconfigured',
              code: 'NO_KEY_FIELD',
              message: `Task wants a text field ${keyField} (64), external id and unique`,
            }
          : made;
      },
    },
  };
}
