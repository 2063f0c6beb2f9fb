import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import { asFailure, cut, done, findInPages, firstOf, noParent, onlyOne, pageOf } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { listLagMs, searchLagMs } from '../lags.ts';
import { lookUpBy } from '../look-up.ts';
import { footOf, markerOf, nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type { Activity, Company, Contact, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { call, documentedLimits } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { createFreshsalesSuppressions, findContacts } from './suppressions.ts';

const maxNotesLength = 60_000;
const maxNameLength = 255;

const searched = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
const listed = { kind: 'lookup', visibilityLagMs: listLagMs } as const;

const entry = z.object({ id: z.pipe(z.union([z.number(), z.string()]), z.transform(String)) });
const activityTypes = z.object({ sales_activity_types: z.array(z.extend(entry, { name: z.string() })) });
const accounts = z.object({ sales_accounts: z.array(entry) });
const named = z.extend(entry, { name: z.string() });
const withCustomFields = z.looseObject({ custom_field: z.nullish(z.record(z.string(), z.unknown())) });
const types = {
  contact: ['contacts', 'contact'],
  company: ['sales_accounts', 'sales_account'],
  deal: ['deals', 'deal'],
} as const;
const withTasks = z.object({ tasks: z.nullish(z.array(z.extend(entry, { description: z.nullish(z.string()) }))) });
const noted = z.extend(entry, { notes: z.nullish(z.string()) });

/**
 * Freshsales (Freshworks CRM). Its thousand calls an hour are for the whole account, so what was found once is remembered
 * by the ledger, and a known sender's mail is one call.
 */
export function createFreshsalesAdapter(http: CrmHttp, account: string, patientHttp: CrmHttp = http): CrmAdapter {
  let activityType: Promise<Outcome<string>> | undefined;
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: () => typeOfEmails(http),
    suppressions: createFreshsalesSuppressions(patientHttp),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: lookUpBy(freshsalesContacts(http)),
    async steps(records) {
      activityType ??= typeOfEmails(http);
      const type = await activityType;
      if (type.kind !== 'ok') {
        activityType = undefined;
        return type;
      }
      const value = recordSteps(freshsalesRecords(http, type.value), records, account);
      return { kind: 'ok', value, how: 'unchanged' };
    },
  };
}

/** What the account calls an e-mail among its activities. */
async function typeOfEmails(http: CrmHttp): Promise<Outcome<string>> {
  const found = await call(http, { method: 'GET', path: '/selector/sales_activity_types' }, activityTypes);
  if (found.kind !== 'ok') return asFailure(found);
  const all = found.value.sales_activity_types;
  const [type] = [...all.filter(({ name }) => /e-?mail/i.test(name)), ...all];
  if (type === undefined)
    return { kind: 'misconfigured', code: 'NO_ACTIVITY_TYPE', message: 'the account has no sales activity types' };
  return { kind: 'ok', value: type.id, how: 'existing' };
}

const freshsalesContacts = (http: CrmHttp): Pick<VendorRecords, 'contact' | 'fields'> => ({
  contact: {
    key: searched,
    async find({ email }: Contact): Written {
      const found = await findContacts(http, email);
      return found.kind === 'ok' ? onlyOne(found.value) : found;
    },
    /** @see https://developers.freshworks.com/crm/api/#upsert_contact */
    write: (contact, { company }) => {
      const { email, firstName, lastName } = contact;
      const fields = compact({
        emails: email,
        last_name: cut(lastName ?? nameOf(contact), maxNameLength),
        first_name: lastName !== undefined && firstName !== undefined ? firstName : undefined,
        sales_accounts: company ? [{ id: Number(company.id), is_primary: true }] : undefined,
        ...custom(contact.fields),
      });
      return create(http, '/contacts/upsert', 'contact', fields, { unique_identifier: { emails: email } });
    },
  },
  fields: {
    async read(object, id) {
      const [plural, name] = types[object];
      const shape = z.looseObject({ [name]: withCustomFields });
      const found = await call(http, { method: 'GET', path: `/${plural}/${id}` }, shape);
      if (found.kind !== 'ok') return found;
      const { custom_field: own, ...others } = found.value[name] as z.infer<typeof withCustomFields>;
      return { ...found, value: { ...others, ...own } };
    },
    write(object, id, fields) {
      const [plural, name] = types[object];
      const body = { [name]: custom(fields) };
      return call(http, { method: 'PUT', path: `/${plural}/${id}`, body }, z.unknown());
    },
  },
});

function freshsalesRecords(http: CrmHttp, activityType: string): VendorRecords {
  return {
    company: {
      key: searched,
      async find({ domain }: Company): Written {
        const value = [domain, `www.${domain}`, `https://${domain}`, `https://www.${domain}`];
        const body = { filter_rule: [{ attribute: 'website', operator: 'is_in', value }] };
        const found = await call(http, { method: 'POST', path: '/filtered_search/sales_account', body }, accounts);
        if (found.kind !== 'ok') return asFailure(found);
        const [first] = found.value.sales_accounts;
        return done(first && { id: first.id }, 'existing');
      },
      write: ({ domain, name, fields: mapped }) => {
        const fields = { name: cut(name, maxNameLength), website: domain, ...custom(mapped) };
        return create(http, '/sales_accounts', 'sales_account', fields);
      },
    },
    ...freshsalesContacts(http),
    async dealById(id) {
      if (!/^\d{1,20}$/.test(id)) return done(undefined, 'unchanged');
      const found = await call(http, { method: 'GET', path: `/deals/${id}` }, z.object({ deal: entry }));
      if (found.kind === 'absent') return done(undefined, 'unchanged');
      return found.kind === 'ok' ? done({ id: found.value.deal.id }, 'existing') : asFailure(found);
    },
    deal: {
      key: listed,
      async find({ name }: ThreadDeal, { contact }: Refs): Written {
        if (contact === undefined) return done(undefined, 'existing');
        const path = `/contacts/${contact.id}/deals`;
        const found = await list(http, path, 'deals', named, (deal) => deal.name === cut(name, maxNameLength));
        return found.kind === 'ok' ? done(found.value[0] && { id: found.value[0].id }, 'existing') : found;
      },
      write: ({ name, owner, fields }, { contact, company }) =>
        create(http, '/deals', 'deal', {
          ...custom(fields),
          ...ownedBy(owner),
          name: cut(name, maxNameLength),
          amount: 0,
          ...compact({
            contacts_added_list: contact ? [Number(contact.id)] : undefined,
            sales_account_id: company ? Number(company.id) : undefined,
          }),
        }),
    },
    activity: {
      key: listed,
      async find(activity: Activity, refs: Refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'existing');
        const path = `/${parent.path}/${parent.id}/activities`;
        const found = await list(http, path, 'sales_activities', noted, ({ notes }) =>
          Boolean(notes?.includes(markerOf(activity))),
        );
        return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => id)) : found;
      },
      async write(activity: Activity, refs: Refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return noParent('Freshsales keeps activities only with a record');
        const foot = footOf(activity, markerOf(activity));
        return create(http, '/sales_activities', 'sales_activity', {
          sales_activity_type_id: Number(activityType),
          title: cut(activity.subject, maxNameLength),
          notes: cut(activity.text, maxNotesLength - foot.length) + foot,
          start_date: activity.at,
          end_date: activity.at,
          targetable_type: parent.type,
          targetable_id: Number(parent.id),
        });
      },
    },
    task: {
      key: listed,
      /** With the record that it belongs to, for tasks have no list of their own by record. */
      async find(task, refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'existing');
        const path = `/${parent.path}/${parent.id}?include=tasks`;
        const found = await call(http, { method: 'GET', path }, withTasks);
        if (found.kind !== 'ok') return asFailure(found);
        const mine = (found.value.tasks ?? []).filter(({ description }) => description?.includes(markerOf(task)));
        return firstOf(mine.map(({ id }) => id));
      },
      /** @see https://developers.freshworks.com/crm/api/#create_task */
      async write(task, refs): Written {
        const parent = parentOf(refs);
        if (parent === undefined) return done(undefined, 'unchanged');
        return create(http, '/tasks', 'task', {
          title: cut(task.title, maxNameLength),
          description: taskText(task),
          due_date: `${task.dueDate}T12:00:00Z`,
          ...ownedBy(task.owner),
          targetable_type: parent.type,
          targetable_id: Number(parent.id),
        });
      },
    },
  };
}

const ownedBy = (owner: string | undefined) => owner !== undefined && { owner_id: Number(owner) };

/** Fields of the account's own begin with `cf_` and lie in an object of theirs. */
function custom(fields: MappedFields = {}): Record<string, unknown> {
  const isCustom = (name: string): boolean => name.startsWith('cf_');
  const own = Object.entries(fields).filter(([name]) => isCustom(name));
  const others = Object.entries(fields).filter(([name]) => !isCustom(name));
  return {
    ...Object.fromEntries(others),
    ...compact({ custom_field: own.length > 0 ? Object.fromEntries(own) : undefined }),
  };
}

interface Parent {
  readonly type: string;
  readonly path: string;
  readonly id: string;
}

const parentOf = ({ contact, deal }: Refs): Parent | undefined =>
  contact
    ? { type: 'Contact', path: 'contacts', id: contact.id }
    : deal && { type: 'Deal', path: 'deals', id: deal.id };

async function create(http: CrmHttp, path: string, name: string, fields: object, beside: object = {}): Written {
  const shape = z.object({ [name]: entry });
  const made = await call(http, { method: 'POST', path, body: { ...beside, [name]: fields } }, shape);
  if (made.kind !== 'ok') return asFailure(made);
  const ref: Ref = { id: (made.value as Record<string, { id: string }>)[name]!.id };
  return done(ref, 'created');
}

const counted = z.optional(z.object({ total_pages: z.optional(z.number()) }));

/** Pages by number, as the answer counts them. @see https://developers.freshworks.com/crm/api/#pagination */
function list<T>(
  http: CrmHttp,
  path: string,
  name: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  const page = z.object({ [name]: z.array(shape), meta: counted });
  return findInPages(async (number = '1') => {
    const request = { method: 'GET', path: `${path}?page=${number}&per_page=100` } as const;
    return pageOf(await call(http, request, page), (value) => {
      const { total_pages: pages = 1 } = (value.meta as z.infer<typeof counted>) ?? {};
      return { items: value[name] as T[], next: Number(number) < pages ? String(Number(number) + 1) : undefined };
    });
  }, isWanted);
}
