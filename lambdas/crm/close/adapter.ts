import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure, cut, done, findInPages, firstOf, noParent, onlyOne, pageOf } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { listLagMs, searchLagMs } from '../lags.ts';
import { lookUpBy } from '../look-up.ts';
import { footOf, markerOf, nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type {
  Activity,
  Company,
  Contact,
  FilledObject,
  Refs,
  Task,
  ThreadDeal,
  VendorRecords,
  Written,
} from '../vendor-records.ts';
import { api, call, documentedLimits, singleRecord } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { createCloseSuppressions } from './suppressions.ts';

const maxTextLength = 500_000;
const maxNameLength = 255;

const searched = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
const listed = { kind: 'lookup', visibilityLagMs: listLagMs } as const;

const leadsFound = z.object({ data: z.array(z.object({ id: z.string() })) });
const contactsFound = z.object({ data: z.array(z.object({ id: z.string(), lead_id: z.string() })) });
const mail = z.object({ id: z.string(), body_text: z.nullish(z.string()) });
const ofLead = z.object({ lead_id: z.string() });
const opportunity = z.object({ id: z.string(), note: z.nullish(z.string()) });
const written = z.object({ id: z.string(), text: z.nullish(z.string()) });
const madeLead = z.object({ id: z.string(), contacts: z.array(z.object({ id: z.string() })) });

/**
 * Close: a contact lives in a lead, which is the company, so its id here is `lead_…/cont_…`. Mails are logged as
 * `inbox` or `sent`; the status that sends is never used.
 *
 * @see https://developer.close.com/resources/activities/email/
 */
export function createCloseAdapter(http: CrmHttp, account: string, patientHttp: CrmHttp = http): CrmAdapter {
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: async () => {
      const me = await call(http, { method: 'GET', path: `${api}/me/` }, z.unknown());
      return me.kind === 'ok' ? me : asFailure(me);
    },
    suppressions: createCloseSuppressions(patientHttp),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: lookUpBy(closeRecords(http, undefined)),
    steps: async (records) => ({
      kind: 'ok',
      value: recordSteps(closeRecords(http, records.contact), records, account),
      how: 'unchanged',
    }),
  };
}

/** @param sender whose lead a company may already be */
function closeRecords(http: CrmHttp, sender: Contact | undefined): VendorRecords {
  return {
    company: {
      key: searched,
      /** The lead that has the sender, else the one that has the domain's site: somebody may have called it anything. */
      async find({ domain }: Company): Written {
        const has = [
          ...(sender ? [related('lead', 'contact', related('contact', 'contact_email', emailIs(sender.email)))] : []),
          condition('lead', 'url', 'phrase', domain),
        ];
        const query = { type: 'and', queries: [ofType('lead'), { type: 'or', queries: has }] };
        const found = await search(http, query, { lead: ['id'] }, leadsFound);
        return found.kind === 'ok' ? done(found.value.data[0], 'existing') : found;
      },
      write: ({ domain, name, fields }) =>
        create(http, '/lead/', { name: cut(name, maxNameLength), url: `https://${domain}`, ...fields }),
    },
    contact: {
      key: searched,
      async find({ email }: Contact): Written {
        const query = {
          type: 'and',
          queries: [ofType('contact'), related('contact', 'contact_email', emailIs(email))],
        };
        const found = await search(http, query, { contact: ['id', 'lead_id'] }, contactsFound);
        return found.kind === 'ok' ? onlyOne(found.value.data.map((c) => `${c.lead_id}/${c.id}`)) : found;
      },
      async write(contact: Contact, { company }: Refs): Written {
        const person = {
          name: cut(nameOf(contact), maxNameLength),
          emails: [{ type: 'office', email: contact.email }],
          ...mapped(contact.fields),
        };
        if (company !== undefined) {
          const made = await create(http, '/contact/', { lead_id: company.id, ...person });
          return made.kind === 'ok' && made.value ? done({ id: `${company.id}/${made.value.id}` }, 'created') : made;
        }
        const body = { name: person.name, contacts: [person] };
        const made = await call(http, { method: 'POST', path: `${api}/lead/`, body }, madeLead);
        if (made.kind !== 'ok') return asFailure(made);
        const { id, contacts } = made.value;
        return contacts[0] ? done({ id: `${id}/${contacts[0].id}` }, 'created') : { kind: 'unknown' };
      },
    },
    async dealById(id) {
      if (!/^oppo_\w{1,60}$/.test(id)) return done(undefined, 'unchanged');
      const found = await call(http, { method: 'GET', path: `${api}/opportunity/${id}/` }, singleRecord);
      if (found.kind === 'absent') return done(undefined, 'unchanged');
      return found.kind === 'ok' ? done({ id: found.value.id }, 'existing') : asFailure(found);
    },
    deal: {
      key: listed,
      async find({ threadKey }: ThreadDeal, refs: Refs): Written {
        const lead = leadOf(refs);
        if (lead === undefined) return done(undefined, 'existing');
        const found = await list(http, `/opportunity/?lead_id=${lead}&_fields=id,note`, opportunity, ({ note }) =>
          Boolean(note?.includes(dealMarker(threadKey))),
        );
        return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => id)) : found;
      },
      write: ({ name, threadKey, owner, fields }, refs) => {
        const lead = leadOf(refs);
        if (lead === undefined) return Promise.resolve(done(undefined, 'unchanged'));
        const contact = contactOf(refs);
        return create(
          http,
          '/opportunity/',
          compact({
            lead_id: lead,
            contact_id: contact,
            user_id: owner,
            note: `${cut(name, maxNameLength)}\n${dealMarker(threadKey)}`,
            ...fields,
          }),
        );
      },
    },
    activity: {
      key: listed,
      // The lead of a mail that has only a deal is asked for.
      requests: 2,
      find: (...given) => findMail(http, ...given),
      write: (...given) => logMail(http, ...given),
    },
    fields: {
      read: (object, id) => call(http, { method: 'GET', path: pathOf(object, id) }, z.looseObject({})),
      write: (object, id, fields) =>
        call(http, { method: 'PUT', path: pathOf(object, id), body: mapped(fields) }, singleRecord),
    },
    task: {
      key: listed,
      find: (...given) => findTask(http, ...given),
      write: (...given) => addTask(http, ...given),
    },
  };
}

/** Phones are a list there. */
const mapped = ({ phones, ...fields }: MappedFields = {}): Record<string, unknown> => ({
  ...fields,
  ...compact({ phones: phones === undefined ? undefined : [{ type: 'office', phone: String(phones) }] }),
});

const types = { contact: 'contact', company: 'lead', deal: 'opportunity' } as const;
const pathOf = (object: FilledObject, id: string): string => `${api}/${types[object]}/${id.split('/').at(-1)}/`;

const dealMarker = (threadKey: string): string => `postern-${threadKey.slice(0, 20)}`;

const leadOf = ({ contact, company }: Refs): string | undefined => contact?.id.split('/')[0] ?? company?.id;
const contactOf = ({ contact }: Refs): string | undefined => contact?.id.split('/')[1];

/** The lead of the contact or the company; of a mail that has neither, as one whose From is proven false, the deal's. */
async function leadFor(http: CrmHttp, refs: Refs): Promise<Outcome<string | undefined>> {
  const lead = leadOf(refs);
  if (lead !== undefined || refs.deal === undefined) return { kind: 'ok', value: lead, how: 'existing' };
  const found = await call(http, { method: 'GET', path: pathOf('deal', refs.deal.id) }, ofLead);
  return found.kind === 'ok' ? { ...found, value: found.value.lead_id } : asFailure(found);
}

async function logMail(http: CrmHttp, activity: Activity, refs: Refs): Written {
  const found = await leadFor(http, refs);
  if (found.kind !== 'ok') return found;
  const { value: lead } = found;
  if (lead === undefined) return noParent('Close keeps mails only with a lead');
  const contact = contactOf(refs);
  const { from } = activity;
  const foot = footOf(activity, markerOf(activity));
  return create(
    http,
    '/activity/email/',
    compact({
      // Received, or sent by somebody of ours already. `outbox` would send it.
      status: activity.direction === 'inbound' ? 'inbox' : 'sent',
      lead_id: lead,
      contact_id: contact,
      sender: from ? `${JSON.stringify(nameOf(from))} <${from.email}>` : 'unknown',
      to: activity.to,
      cc: activity.cc,
      subject: cut(activity.subject, 1000),
      body_text: cut(activity.text, maxTextLength - foot.length) + foot,
      activity_at: activity.at,
    }),
  );
}

async function findMail(http: CrmHttp, activity: Activity, refs: Refs): Written {
  const ofMail = await leadFor(http, refs);
  if (ofMail.kind !== 'ok') return ofMail;
  const { value: lead } = ofMail;
  if (lead === undefined) return done(undefined, 'existing');
  // The very second that we write; the list is exact, a search would lag.
  const time = encodeURIComponent(activity.at);
  const path = `/activity/email/?lead_id=${lead}&activity_at__gte=${time}&activity_at__lte=${time}&_fields=id,body_text`;
  const found = await list(http, path, mail, ({ body_text: text }) => Boolean(text?.includes(markerOf(activity))));
  return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => id)) : found;
}

/** @see https://developer.close.com/resources/tasks/ */
async function addTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return done(undefined, 'unchanged');
  const text = `${cut(task.title, maxNameLength)}\n${taskText(task)}`;
  return create(
    http,
    '/task/',
    compact({
      _type: 'lead',
      lead_id: lead,
      text,
      date: task.dueDate,
      is_complete: false,
      assigned_to: task.owner,
    }),
  );
}

async function findTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return done(undefined, 'existing');
  const path = `/task/?lead_id=${lead}&_type=lead&_fields=id,text`;
  const found = await list(http, path, written, ({ text }) => Boolean(text?.includes(markerOf(task))));
  return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => id)) : found;
}

/** Pages of a hundred, by how many came before. @see https://developer.close.com/topics/pagination/ */
function list<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  const page = z.object({ data: z.array(shape), has_more: z.optional(z.boolean()) });
  return findInPages(async (skip = '0') => {
    const request = { method: 'GET', path: `${api}${path}&_limit=100&_skip=${skip}` } as const;
    return pageOf(await call(http, request, page), ({ data, has_more: hasMore }) => ({
      items: data,
      next: hasMore ? String(Number(skip) + data.length) : undefined,
    }));
  }, isWanted);
}

async function create(http: CrmHttp, path: string, body: object): Written {
  const made = await call(http, { method: 'POST', path: `${api}${path}`, body }, singleRecord);
  return made.kind === 'ok' ? done({ id: made.value.id }, 'created') : asFailure(made);
}

/** @see https://developer.close.com/resources/advanced-filtering/ */
async function search<T>(http: CrmHttp, query: object, fields: object, shape: z.ZodMiniType<T>): Promise<Outcome<T>> {
  const body = { query, _fields: fields, _limit: 10 };
  const found = await call(http, { method: 'POST', path: `${api}/data/search/`, body }, shape);
  return found.kind === 'ok' ? found : asFailure(found);
}

const ofType = (type: string) => ({ type: 'object_type', object_type: type });
const related = (from: string, to: string, query: object) => ({
  type: 'has_related',
  this_object_type: from,
  related_object_type: to,
  related_query: query,
});
const condition = (type: string, name: string, mode: string, value: string) => ({
  type: 'field_condition',
  field: { type: 'regular_field', object_type: type, field_name: name },
  condition: { type: 'text', mode, value },
});
const emailIs = (email: string) => condition('contact_email', 'email', 'exact_value', email);
