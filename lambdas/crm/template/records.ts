import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import { footOf, isMarked, markerOf, taskText, withFoot } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { nameOf } from '../person-name.ts';
import { asOutcome, noParent } from '../vendor-call.ts';
import { anyOf, firstOf, onlyOne, stepKeys } from '../vendor-kit.ts';
import type { Activity, FilledObject, Refs, Task, VendorRecords, Written } from '../vendor-records.ts';
import { api, call, create, maxNameLength, singleRecord } from './api.ts';

const maxTextLength = 10_000;

const matches = z.object({ items: z.array(singleRecord) });
const texts = z.object({ items: z.array(z.extend(singleRecord, { text: z.string() })) });

/** The records of a mail: how each is found and made. */
export const templateRecords = (http: CrmHttp): VendorRecords => ({
  company: {
    key: stepKeys.search,
    find: async ({ domain }) => andThen(await search(http, 'companies', { domain }), anyOf),
    write: ({ domain, name, fields }) =>
      create(http, 'companies', { ...fields, domain, name: cut(name, maxNameLength) }),
  },
  contact: {
    key: stepKeys.search,
    // Several contacts with one address: never guess, ask a person.
    find: async ({ email }) => andThen(await search(http, 'contacts', { email }), onlyOne),
    write: (contact, { company }) =>
      create(
        http,
        'contacts',
        compact({
          ...contact.fields,
          email: contact.email,
          name: cut(nameOf(contact), maxNameLength),
          companyId: company?.id,
        }),
      ),
  },
  activity: {
    key: stepKeys.list,
    find: (activity, refs) => findMarked(http, 'notes', activity, refs),
    write: (activity, refs) => logNote(http, activity, refs),
  },
  fields: {
    read: (object, id) => call(http, { method: 'GET', path: pathOf(object, id) }, z.looseObject({})),
    write: (object, id, fields) =>
      call(http, { method: 'PATCH', path: pathOf(object, id), body: fields }, singleRecord),
  },
  task: {
    key: stepKeys.list,
    find: (task, refs) => findMarked(http, 'tasks', task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

const pathOf = (object: FilledObject, id: string): string =>
  `${api}/${object === 'contact' ? 'contacts' : 'companies'}/${id}`;

/** The query travels in the body: an address in a URL ends up in logs. */
async function search(http: CrmHttp, type: string, query: object): Promise<Outcome<string[]>> {
  const answer = await call(http, { method: 'POST', path: `${api}/${type}/search`, body: query }, matches);
  return mapOk(asOutcome(answer), ({ items }) => items.map(({ id }) => id));
}

/** Looks through the list of the contact, which shows a new record at once. */
async function findMarked(http: CrmHttp, type: 'notes' | 'tasks', record: Activity | Task, { contact }: Refs): Written {
  if (contact === undefined) return none();
  const answer = await call(http, { method: 'GET', path: `${api}/contacts/${contact.id}/${type}` }, texts);
  return andThen(asOutcome(answer), ({ items }) =>
    firstOf(items.filter(({ text }) => isMarked(text, record)).map(({ id }) => id)),
  );
}

async function logNote(http: CrmHttp, activity: Activity, { contact }: Refs): Written {
  if (contact === undefined) return noParent('the CRM keeps notes only with a contact');
  return create(http, 'notes', {
    contactId: contact.id,
    title: cut(activity.subject, maxNameLength),
    text: withFoot(activity.text, footOf(activity, markerOf(activity)), maxTextLength),
    at: activity.at,
  });
}

/** A rule's task is worth less than the mail: without a contact there is none. */
async function addTask(http: CrmHttp, task: Task, { contact }: Refs): Written {
  if (contact === undefined) return none();
  return create(
    http,
    'tasks',
    compact({
      contactId: contact.id,
      title: cut(task.title, maxNameLength),
      text: taskText(task),
      due: task.dueDate,
      ownerId: task.owner,
    }),
  );
}
