import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter, RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { Failure } from '../../domain/crm/outcome.ts';
import { type Absent, asFailure, type Conflict, callVendor, cut, done, firstOf, noParent, onlyOne } from '../call.ts';
import type { CrmHttp, CrmRequest, HttpAnswer, ReadRefusal } from '../http.ts';
import { listLagMs, searchLagMs } from '../lags.ts';
import { lookUpBy } from '../look-up.ts';
import { footOf, markerOf, nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type { Activity, Contact, FilledObject, Refs, VendorRecords, Written } from '../vendor-records.ts';

// The adapter to begin a new one from: a whole one, for a CRM that does not exist. Copy the folder; docs/adapters.md goes
// through it line by line. It is compiled and passes the contract suite, and no connection can name it.

/** The vendor's API version, in every path, with a link to the page that this was written by. */
const api = '/v1';

/** What the vendor documents for the smallest plan. */
const documentedLimits: RateLimits = { perSecond: 5, burst: 10 };

const maxNameLength = 100;
const maxTextLength = 10_000;

/** Found by a search, whose index follows. */
const searched = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
/** Found in the list of its parent, which shows it at once. */
const listed = { kind: 'lookup', visibilityLagMs: listLagMs } as const;

const record = z.object({ id: z.string() });
const found = z.object({ items: z.array(record) });
const notes = z.object({ items: z.array(z.extend(record, { text: z.string() })) });
const errorBody = z.object({ code: z.string(), field: z.optional(z.string()) });

const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

/** What a 4xx means to us: by code and field, for the vendor's words may quote the mail. */
function judge({ status, json }: HttpAnswer): Failure | Conflict | Absent {
  if (status === 404) return { kind: 'absent' };
  const { code = `HTTP ${status}`, field } = errorBody.safeParse(json).data ?? {};
  const message = field === undefined ? 'the request was refused' : `field ${field}`;
  // Every mail would meet it until somebody acts: the connection waits. Anything else is this mail's own.
  if (code === 'unknown_field' || code === 'missing_field') return { kind: 'misconfigured', code, message };
  return compact({ kind: 'rejected', code, field, message });
}

/** How the vendor says that it is called too often, where that is not a 429 with `Retry-After`. */
export const readRefusal: ReadRefusal = ({ status, headers }, now) => {
  const seconds = Number(headers.get('x-retry-in') ?? Number.NaN);
  if (status !== 429 || Number.isNaN(seconds)) return undefined;
  return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + seconds * 1000) };
};

/**
 * The template: contacts, companies and notes of an imaginary CRM.
 *
 * @param account what the records belong to
 */
export function createTemplateAdapter(http: CrmHttp, account: string): CrmAdapter {
  const vendor = templateRecords(http);
  return {
    limits: documentedLimits,
    // Of a sender and a company that are new, and of somebody whom the ledger remembers.
    calls: { unknown: 5, known: 1 },
    check: async () => {
      const me = await call(http, { method: 'GET', path: `${api}/me` }, z.unknown());
      return me.kind === 'ok' ? me : asFailure(me);
    },
    lookUp: lookUpBy(vendor),
    steps: async (records) => ({ kind: 'ok', value: recordSteps(vendor, records, account), how: 'unchanged' }),
  };
}

function templateRecords(http: CrmHttp): VendorRecords {
  const create = async (type: string, body: object): Written => {
    const made = await call(http, { method: 'POST', path: `${api}/${type}`, body }, record);
    return made.kind === 'ok' ? done({ id: made.value.id }, 'created') : asFailure(made);
  };
  /** The query travels in the body: an address in a URL ends up in logs. */
  const search = (type: string, body: object) =>
    call(http, { method: 'POST', path: `${api}/${type}/search`, body }, found);

  return {
    company: {
      key: searched,
      async find({ domain }): Written {
        const companies = await search('companies', { domain });
        if (companies.kind !== 'ok') return asFailure(companies);
        const [first] = companies.value.items;
        return done(first && { id: first.id }, 'existing');
      },
      write: ({ domain, name, fields }) => create('companies', { ...fields, domain, name: cut(name, maxNameLength) }),
    },
    contact: {
      key: searched,
      async find({ email }: Contact): Written {
        const people = await search('contacts', { email });
        // Several with one address: never guess, ask a person.
        return people.kind === 'ok' ? onlyOne(people.value.items.map(({ id }) => id)) : asFailure(people);
      },
      write: (contact, { company }) =>
        create('contacts', {
          ...contact.fields,
          email: contact.email,
          name: cut(nameOf(contact), maxNameLength),
          ...compact({ companyId: company ? company.id : undefined }),
        }),
    },
    activity: {
      key: listed,
      async find(activity: Activity, { contact }: Refs): Written {
        if (contact === undefined) return done(undefined, 'existing');
        const all = await call(http, { method: 'GET', path: `${api}/contacts/${contact.id}/notes` }, notes);
        if (all.kind !== 'ok') return asFailure(all);
        return firstOf(all.value.items.filter(({ text }) => text.includes(markerOf(activity))).map(({ id }) => id));
      },
      async write(activity: Activity, { contact }: Refs): Written {
        if (contact === undefined) return noParent('the CRM keeps notes only with a contact');
        const foot = footOf(activity, markerOf(activity));
        return create('notes', {
          contactId: contact.id,
          title: cut(activity.subject, maxNameLength),
          text: cut(activity.text, maxTextLength - foot.length) + foot,
          at: activity.at,
        });
      },
    },
    fields: {
      read: (object, id) => call(http, { method: 'GET', path: pathOf(object, id) }, z.looseObject({})),
      write: (object, id, fields) => call(http, { method: 'PATCH', path: pathOf(object, id), body: fields }, record),
    },
    task: {
      key: listed,
      async find(task, { contact }): Written {
        if (contact === undefined) return done(undefined, 'existing');
        const all = await call(http, { method: 'GET', path: `${api}/contacts/${contact.id}/tasks` }, notes);
        if (all.kind !== 'ok') return asFailure(all);
        return firstOf(all.value.items.filter(({ text }) => text.includes(markerOf(task))).map(({ id }) => id));
      },
      // A rule's task is worth less than the mail: without anybody to put it to there is none.
      write: async (task, { contact }) =>
        contact === undefined
          ? done(undefined, 'unchanged')
          : create(
              'tasks',
              compact({
                contactId: contact.id,
                title: cut(task.title, maxNameLength),
                text: taskText(task),
                due: task.dueDate,
                ownerId: task.owner,
              }),
            ),
    },
  };
}

const pathOf = (object: FilledObject, id: string): string =>
  `${api}/${object === 'contact' ? 'contacts' : 'companies'}/${id}`;
