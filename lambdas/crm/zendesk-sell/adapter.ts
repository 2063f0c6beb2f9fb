import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { Failure, Outcome } from '../../domain/crm/outcome.ts';
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
  ThreadDeal,
  VendorRecords,
  Written,
} from '../vendor-records.ts';
import { api, call, documentedLimits } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';

/** The most that a list takes. */
const pageSize = 100;
const maxNoteLength = 60_000;
const maxNameLength = 255;

const searched = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
const listed = { kind: 'lookup', visibilityLagMs: listLagMs } as const;

const record = z.object({ id: z.pipe(z.union([z.number(), z.string()]), z.transform(String)) });
const whole = z.object({ data: z.looseObject({ custom_fields: z.nullish(z.record(z.string(), z.unknown())) }) });
const single = z.object({ data: record });
const list = <T extends z.ZodMiniType>(shape: T) => z.object({ items: z.array(z.object({ data: shape })) });
/** Each query has its own end: an error of one comes under a 200. */
const foundItem = z.object({
  successful: z.optional(z.boolean()),
  items: z.optional(list(record).shape.items),
  meta: z.optional(z.object({ http_status: z.optional(z.string()) })),
});
const found = z.object({ items: z.array(foundItem) });
/** Zendesk Sell: contacts and organizations are one kind, mails become notes with a tag by which they are found. */
export function createZendeskSellAdapter(http: CrmHttp, account: string): CrmAdapter {
  const vendor = sellRecords(http);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: async () => {
      const self = await call(http, { method: 'GET', path: `${api}/users/self` }, z.unknown());
      return self.kind === 'ok' ? self : asFailure(self);
    },
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: lookUpBy(vendor),
    steps: async (records) => ({ kind: 'ok', value: recordSteps(vendor, records, account), how: 'unchanged' }),
  };
}

function sellRecords(http: CrmHttp): VendorRecords {
  return {
    company: {
      key: searched,
      async find({ domain, name }: Company): Written {
        const sites = [domain, `www.${domain}`, `http://${domain}`, `https://${domain}`, `https://www.${domain}`];
        const has = [is('website', { any: sites }), is('name', { eq: name })];
        const ids = await search(http, { and: [isOrganisation(true), { or: has }] });
        return ids.kind === 'ok' ? done(ids.value[0] ? { id: ids.value[0] } : undefined, 'existing') : ids;
      },
      write: ({ domain, name, fields }) =>
        create(http, 'contacts', 'contact', {
          name: cut(name, maxNameLength),
          is_organization: true,
          website: domain,
          ...mapped(fields),
        }),
    },
    contact: {
      key: searched,
      async find({ email }: Contact): Written {
        const ids = await search(http, { and: [isOrganisation(false), is('email', { eq: email })] });
        return ids.kind === 'ok' ? onlyOne(ids.value) : ids;
      },
      write: (contact, { company }) =>
        create(
          http,
          'contacts',
          'contact',
          compact({
            email: contact.email,
            is_organization: false,
            last_name: cut(contact.lastName ?? nameOf(contact), maxNameLength),
            first_name:
              contact.lastName !== undefined && contact.firstName !== undefined ? contact.firstName : undefined,
            contact_id: company ? Number(company.id) : undefined,
            ...mapped(contact.fields),
          }),
        ),
    },
    async dealById(id) {
      if (!/^\d{1,15}$/.test(id)) return done(undefined, 'unchanged');
      const deal = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, single);
      if (deal.kind === 'absent') return done(undefined, 'unchanged');
      return deal.kind === 'ok' ? done({ id: deal.value.data.id }, 'existing') : asFailure(deal);
    },
    deal: {
      key: listed,
      async find({ name }: ThreadDeal, { contact }: Refs): Written {
        if (contact === undefined) return done(undefined, 'existing');
        const path = `/deals?contact_id=${contact.id}`;
        const named = z.extend(record, { name: z.string() });
        const deals = await each(http, path, named, (deal) => deal.name === cut(name, maxNameLength));
        return deals.kind === 'ok' ? done(deals.value[0] && { id: deals.value[0].id }, 'existing') : deals;
      },
      // A deal needs somebody whose it is.
      write: async ({ name, owner, fields }, { contact }) =>
        contact === undefined
          ? done(undefined, 'unchanged')
          : create(http, 'deals', 'deal', {
              name: cut(name, maxNameLength),
              contact_id: Number(contact.id),
              ...ownedBy(owner),
              ...mapped(fields),
            }),
    },
    activity: {
      key: listed,
      async find(activity: Activity, refs: Refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'existing');
        const path = `/notes?resource_type=${parent.type}&resource_id=${parent.id}&sort_by=created_at:desc`;
        const tagged = z.extend(record, { tags: z.nullish(z.array(z.string())) });
        const notes = await each(http, path, tagged, ({ tags }) => Boolean(tags?.includes(markerOf(activity))));
        return notes.kind === 'ok' ? firstOf(notes.value.map(({ id }) => id)) : notes;
      },
      async write(activity: Activity, refs: Refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return noParent('Sell keeps notes only with a record');
        const head = `${activity.subject}\n${activity.at}\n\n`;
        const foot = footOf(activity);
        const content = cut(`${head}${activity.text}`, maxNoteLength - foot.length) + foot;
        const tags = ['email-sourced', markerOf(activity)];
        const fields = { resource_type: parent.type, resource_id: Number(parent.id), content, tags };
        return create(http, 'notes', 'note', fields);
      },
    },
    fields: {
      async read(object, id) {
        const found = await call(http, { method: 'GET', path: pathOf(object, id) }, whole);
        if (found.kind !== 'ok') return found;
        const { custom_fields: own, ...others } = found.value.data;
        return { ...found, value: { ...others, ...own } };
      },
      write: (object, id, fields) =>
        call(http, { method: 'PUT', path: pathOf(object, id), body: { data: mapped(fields) } }, single),
    },
    task: {
      key: listed,
      async find(task, refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'existing');
        const path = `/tasks?resource_type=${parent.type}&resource_id=${parent.id}&sort_by=created_at:desc`;
        const named = z.extend(record, { content: z.string() });
        const tasks = await each(http, path, named, ({ content }) => content.includes(markerOf(task)));
        return tasks.kind === 'ok' ? firstOf(tasks.value.map(({ id }) => id)) : tasks;
      },
      /** @see https://developer.zendesk.com/api-reference/sales-crm/resources/tasks/ */
      async write(task, refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'unchanged');
        return create(http, 'tasks', 'task', {
          content: `${cut(task.title, maxNameLength)}\n${taskText(task)}`,
          due_date: `${task.dueDate}T12:00:00Z`,
          ...ownedBy(task.owner),
          resource_type: parent.type,
          resource_id: Number(parent.id),
        });
      },
    },
  };
}

const ownedBy = (owner: string | undefined) => owner !== undefined && { owner_id: Number(owner) };

/** Organizations are contacts, too. */
const pathOf = (object: FilledObject, id: string): string => `${api}/${object === 'deal' ? 'deals' : 'contacts'}/${id}`;

/** Sell's own fields that a value can be put into; everything else is the account's, by what people call it. */
const standard = new Set(
  (
    'title description industry website phone mobile fax twitter facebook linkedin skype customer_status prospect_status ' +
    'value currency hot stage_id source_id loss_reason_id estimated_close_date customized_win_likelihood'
  ).split(' '),
);

/** Mapped fields as Sell takes them. */
function mapped(fields: MappedFields = {}): Record<string, unknown> {
  const all = Object.entries(fields);
  const own = all.filter(([name]) => !standard.has(name));
  return {
    ...Object.fromEntries(all.filter(([name]) => standard.has(name))),
    ...compact({ custom_fields: own.length > 0 ? Object.fromEntries(own) : undefined }),
  };
}

const parentOf = ({ contact, deal }: Refs): { readonly type: string; readonly id: string } | undefined =>
  deal ? { type: 'deal', id: deal.id } : contact && { type: 'contact', id: contact.id };

async function create(http: CrmHttp, path: string, type: string, data: object): Written {
  const body = { data, meta: { type } };
  const made = await call(http, { method: 'POST', path: `${api}/${path}`, body }, single);
  return made.kind === 'ok' ? done({ id: made.value.data.id }, 'created') : asFailure(made);
}

const is = (name: string, parameter: object) => ({ filter: { attribute: { name }, parameter } });

/**
 * The search spells it so, unlike the Core API's `is_organization`.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/filtering
 */
const isOrganisation = (wanted: boolean) => is('is_organisation', { eq: wanted });

/**
 * By the search, whose query travels in the body; `id` is there without being asked for.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/introduction/
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/projections
 */
async function search(http: CrmHttp, filter: object): Promise<Outcome<string[]>> {
  const body = { items: [{ data: { query: { projection: [{ name: 'id' }], filter }, per_page: 3 } }] };
  const answer = await call(http, { method: 'POST', path: '/v3/contacts/search', body }, found);
  if (answer.kind !== 'ok') return asFailure(answer);
  const [first] = answer.value.items;
  if (first?.successful === false) return searchFailure(first);
  if (first?.items === undefined) return { kind: 'unknown' };
  return { kind: 'ok', value: first.items.map(({ data }) => data.id), how: 'existing' };
}

/** A query that the search does not take, by an attribute that is not there: no mail of anybody's will find anything. */
function searchFailure({ meta }: z.infer<typeof foundItem>): Failure {
  const status = /^4\d\d/.exec(meta?.http_status ?? '')?.[0];
  return status === undefined || status === '408' || status === '429'
    ? { kind: 'unknown' }
    : { kind: 'misconfigured', code: `SEARCH ${status}`, message: 'the search does not take our query' };
}

/** Pages by number; a full page may have another behind it. @see https://developer.zendesk.com/api-reference/sales-crm/requests/#pagination */
function each<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  return findInPages(async (number = '1') => {
    const request = { method: 'GET', path: `${api}${path}&per_page=${pageSize}&page=${number}` } as const;
    return pageOf(await call(http, request, list(shape)), ({ items }) => ({
      items: items.map(({ data }) => data as T),
      next: items.length === pageSize ? String(Number(number) + 1) : undefined,
    }));
  }, isWanted);
}
