import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import { asFailure, type Conflict, cut, done, findInPages, firstOf, noParent, onlyOne, pageOf } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { searchLagMs } from '../lags.ts';
import { lookUpBy } from '../look-up.ts';
import { fieldLines, linkLine, markerOf, nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type { Activity, Company, Contact, Refs, Task, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { api, call, documentedLimits, query, quoted, writeRecord } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { describeObject, filledByZoho } from './describe.ts';
import { setUpZoho } from './set-up.ts';
import { createZohoSuppressions } from './suppressions.ts';

const maxSubjectLength = 250;
const maxContentLength = 65_000;
const maxNameLength = 100;

const lookup = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
const withId = z.object({ id: z.string() });
/** 204 without a body: there are none. */
const related = z.pipe(
  z.optional(
    z.object({
      data: z.array(z.extend(withId, { Description: z.nullish(z.string()) })),
      info: z.optional(z.object({ more_records: z.optional(z.boolean()) })),
    }),
  ),
  z.transform((list) => list ?? { data: [], info: undefined }),
);
const available = z.object({ Emails: z.object({ available: z.boolean(), message_id: z.optional(z.string()) }) });
const modules = { contact: 'Contacts', company: 'Accounts', deal: 'Deals' } as const;
const oneRecord = z.object({ data: z.array(z.looseObject({})).check(z.minLength(1)) });
const associated = z.object({
  Emails: z.array(
    z.object({
      status: z.string(),
      code: z.string(),
      details: z.optional(z.looseObject({ message_id: z.optional(z.string()) })),
    }),
  ),
});

/**
 * Zoho CRM: records by COQL and upsert, mails as associated e-mails under an id of ours, by which Zoho can be asked
 * whether it has one.
 */
export function createZohoAdapter(http: CrmHttp, account: string, patientHttp: CrmHttp = http): CrmAdapter {
  const vendor = zohoRecords(http);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: async () => {
      const org = await call(http, { method: 'GET', path: `${api}/org` }, z.unknown());
      return org.kind === 'ok' ? org : asFailure(org);
    },
    setUp: (mayMake) => setUpZoho(http, mayMake),
    describe: (object) => describeObject(http, object),
    filled: filledByZoho,
    suppressions: createZohoSuppressions(patientHttp),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: lookUpBy(vendor),
    steps: async (records) => ({ kind: 'ok', value: recordSteps(vendor, records, account), how: 'unchanged' }),
  };
}

/** Under which Zoho knows a mail: ours, because two mails can share a Message-ID, and because it goes into a URL. */
const mailIdOf = ({ externalId }: Activity): string => `<${externalId}.postern>`;

function zohoRecords(http: CrmHttp): VendorRecords {
  const ids = async (select: string): Promise<Outcome<string[]>> => {
    const found = await query(http, select, withId);
    return found.kind === 'ok' ? { ...found, value: found.value.map(({ id }) => id) } : found;
  };

  return {
    company: {
      key: lookup,
      /** By website, and by the name that we give. */
      async find({ domain, name }: Company): Written {
        const sites = [domain, `www.${domain}`, `https://${domain}`, `https://www.${domain}`, `http://${domain}`];
        const inList = sites.map(quoted).join(', ');
        const found = await ids(
          `select id from Accounts where (Website in (${inList}) or Account_Name = ${quoted(name)}) limit 3`,
        );
        return found.kind === 'ok' ? done(found.value[0] ? { id: found.value[0] } : undefined, 'existing') : found;
      },
      write: ({ domain, name, fields }) =>
        upsert(http, 'Accounts', { Account_Name: cut(name, maxNameLength), Website: domain, ...fields }, [
          'Account_Name',
        ]),
    },
    contact: {
      key: lookup,
      async find({ email }: Contact): Written {
        const found = await ids(
          `select id from Contacts where (Email = ${quoted(email)} or Secondary_Email = ${quoted(email)}) limit 3`,
        );
        return found.kind === 'ok' ? onlyOne(found.value) : found;
      },
      write: (contact, { company }) =>
        upsert(
          http,
          'Contacts',
          compact({
            Email: contact.email,
            // Mandatory in every account.
            Last_Name: cut(contact.lastName ?? nameOf(contact), maxNameLength),
            First_Name:
              contact.lastName !== undefined && contact.firstName !== undefined ? contact.firstName : undefined,
            Lead_Source: 'Email',
            Account_Name: company ? { id: company.id } : undefined,
            ...contact.fields,
          }),
          ['Email'],
        ),
    },
    async dealById(id) {
      if (!/^\d{1,20}$/.test(id)) return done(undefined, 'unchanged');
      const found = await ids(`select id from Deals where id = ${quoted(id)} limit 1`);
      return found.kind === 'ok' ? done(found.value[0] ? { id: found.value[0] } : undefined, 'existing') : found;
    },
    deal: {
      key: lookup,
      async find({ threadKey }: ThreadDeal): Written {
        const found = await ids(`select id from Deals where Postern_Thread_Key = ${quoted(threadKey)} limit 3`);
        return found.kind === 'ok' ? onlyOne(found.value) : found;
      },
      write: ({ name, threadKey, owner, fields }, { contact, company }) =>
        upsert(
          http,
          'Deals',
          {
            Deal_Name: cut(name, maxNameLength),
            Stage: 'Qualification',
            Postern_Thread_Key: threadKey,
            ...ownedBy(owner),
            ...compact({
              Contact_Name: contact ? { id: contact.id } : undefined,
              Account_Name: company ? { id: company.id } : undefined,
            }),
            ...fields,
          },
          ['Postern_Thread_Key'],
        ),
    },
    activity: { key: lookup, find: (activity) => findMail(http, activity), write: (...args) => logMail(http, ...args) },
    fields: {
      async read(object, id, names) {
        const path = `${api}/${modules[object]}/${id}?fields=${names.map(encodeURIComponent).join(',')}`;
        const found = await call(http, { method: 'GET', path }, oneRecord);
        return found.kind === 'ok' ? { ...found, value: found.value.data[0]! } : found;
      },
      write: (object, id, fields) => writeRecord(http, 'PUT', `/${modules[object]}`, { data: [{ id, ...fields }] }),
    },
    task: { key: lookup, find: (...args) => findTask(http, ...args), write: (...args) => addTask(http, ...args) },
  };
}

const ownedBy = (owner: string | undefined) => owner !== undefined && { Owner: { id: owner } };

/** @see https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html */
async function upsert(http: CrmHttp, module: string, record: object, by: readonly string[]): Written {
  const made = await writeRecord(http, 'POST', `/${module}/upsert`, { data: [record], duplicate_check_fields: by });
  return refOf(made);
}

function refOf(made: Outcome<{ id: string }> | Conflict): Outcome<Ref | undefined> {
  if (made.kind === 'conflict')
    return made.holder === undefined ? asFailure(made) : done({ id: made.holder }, 'existing');
  return made.kind === 'ok' ? done({ id: made.value.id }, 'created') : made;
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html */
async function addTask(http: CrmHttp, task: Task, { contact, deal }: Refs): Written {
  const record = {
    Subject: cut(task.title, maxNameLength),
    Due_Date: task.dueDate,
    Description: taskText(task),
    ...ownedBy(task.owner),
    ...compact({ Who_Id: contact ? { id: contact.id } : undefined }),
    // What a task is about, beside whom, needs the name of its module.
    ...(deal && { What_Id: { id: deal.id }, $se_module: 'Deals' }),
  };
  return refOf(await writeRecord(http, 'POST', '/Tasks', { data: [record] }));
}

/** By the list of the person or the deal: a query does not see what a text of many lines holds. */
async function findTask(http: CrmHttp, task: Task, { contact, deal }: Refs): Written {
  const parent = contact ? `Contacts/${contact.id}` : deal && `Deals/${deal.id}`;
  if (parent === undefined) return done(undefined, 'existing');
  const found = await findInPages(
    async (page = '1') => {
      const path = `${api}/${parent}/Tasks?fields=Description&per_page=200&page=${page}`;
      const answer = await call(http, { method: 'GET', path }, related);
      return pageOf(answer, ({ data, info }) => ({
        items: data,
        next: info?.more_records === true ? String(Number(page) + 1) : undefined,
      }));
    },
    ({ Description: text }) => Boolean(text?.includes(markerOf(task))),
  );
  return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => id)) : found;
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/associate-email.html */
async function logMail(http: CrmHttp, activity: Activity, { contact, deal }: Refs): Written {
  const parent = contact ? (['Contacts', contact.id] as const) : deal && (['Deals', deal.id] as const);
  if (parent === undefined) return noParent('Zoho keeps mails only with a contact or a deal');
  const [module, id] = deal ? (['Deals', deal.id] as const) : parent;
  const mailbox = (email: string) => ({ email });
  const mail = {
    from: mailbox(activity.from?.email ?? activity.to[0] ?? ''),
    to: activity.to.map(mailbox),
    cc: activity.cc.map(mailbox),
    subject: cut(activity.subject, maxSubjectLength),
    content: cut(linkLine(activity) + fieldLines(activity.fields) + activity.text, maxContentLength),
    mail_format: 'text',
    original_message_id: mailIdOf(activity),
    sent: activity.direction === 'outbound',
    date_time: activity.at.replace(/\.\d+Z$/, '+00:00'),
    linked_record: { module: { api_name: module }, id },
  };
  const path = `${api}/${parent[0]}/${parent[1]}/actions/associate_email`;
  const made = await call(http, { method: 'POST', path, body: { Emails: [mail] } }, associated);
  if (made.kind !== 'ok') return asFailure(made);
  const [first] = made.value.Emails;
  if (first?.status !== 'success')
    return { kind: 'rejected', code: first?.code ?? 'ASSOCIATE_EMAIL', message: 'the mail was refused' };
  return done({ id: first.details?.message_id ?? mailIdOf(activity) }, 'created');
}

/** Zoho's own question whether it has a mail; the parameter is spelled as Zoho spells it. */
async function findMail(http: CrmHttp, activity: Activity): Written {
  const id = mailIdOf(activity);
  const path = `${api}/actions/email_available?orginal_message_id=${encodeURIComponent(id)}`;
  const asked = await call(http, { method: 'GET', path }, available);
  if (asked.kind === 'absent') return done(undefined, 'existing');
  if (asked.kind !== 'ok') return asFailure(asked);
  const { available: isThere, message_id: known } = asked.value.Emails;
  return done(isThere ? { id: known ?? id } : undefined, 'existing');
}
