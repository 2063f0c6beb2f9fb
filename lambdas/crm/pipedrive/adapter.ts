import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure, cut, cutBytes, done, findInPages, firstOf, onlyOne, pageOf } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { listLagMs, searchLagMs } from '../lags.ts';
import { lookUpBy } from '../look-up.ts';
import { asHtml, footOf, markerOf, nameOf, taskText } from '../marker.ts';
import { recordSteps } from '../record-steps.ts';
import type { Activity, Company, Contact, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { api, call, documentedLimits, searchResult, singleRecord } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { createPipedriveSuppressions, findPersons } from './suppressions.ts';

/** Notes of activities take 100 KB since September 2025. */
const maxNoteBytes = 100_000;
const maxTitleLength = 255;

/** Searched by an index that follows. */
const searched = { kind: 'lookup', visibilityLagMs: searchLagMs } as const;
/** Listed by parent. */
const listed = { kind: 'lookup', visibilityLagMs: listLagMs } as const;

const titled = z.object({ id: z.number(), title: z.string() });
const noted = z.object({ id: z.number(), note: z.nullish(z.string()) });

/**
 * Pipedrive: nothing in it is unique, so people, organizations and deals are made under claims, and activities carry a
 * marker by which they are found in the list of their person.
 *
 * @param account what the records belong to
 */
export function createPipedriveAdapter(http: CrmHttp, account: string, patientHttp: CrmHttp = http): CrmAdapter {
  const vendor = pipedriveRecords(http);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: () => call(http, { method: 'GET', path: `${api}/activities?limit=1` }, z.unknown()).then(asOutcome),
    suppressions: createPipedriveSuppressions(patientHttp),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: lookUpBy(vendor),
    steps: async (records) => ({ kind: 'ok', value: recordSteps(vendor, records, account), how: 'unchanged' }),
  };
}

const asOutcome = (result: Awaited<ReturnType<typeof call>>) => (result.kind === 'ok' ? result : asFailure(result));

const paths = { contact: 'persons', company: 'organizations', deal: 'deals' } as const;
const whole = z.looseObject({ custom_fields: z.nullish(z.record(z.string(), z.unknown())) });

function pipedriveRecords(http: CrmHttp): VendorRecords {
  const create = async (path: string, body: object): Written => {
    const made = await call(http, { method: 'POST', path: `${api}${path}`, body }, singleRecord);
    return made.kind === 'ok' ? done({ id: String(made.value.data.id) }, 'created') : asFailure(made);
  };

  return {
    company: {
      key: searched,
      /** By name or by a custom field, such as the website. */
      async find({ domain }: Company): Written {
        const path = `${api}/organizations/search?term=${encodeURIComponent(domain)}&fields=name,custom_fields&exact_match=true&limit=3`;
        const found = await call(http, { method: 'GET', path }, searchResult);
        if (found.kind !== 'ok') return asFailure(found);
        const [first] = found.value.data.items;
        return done(first && { id: String(first.item.id) }, 'existing');
      },
      write: ({ name, fields }) => create('/organizations', { name: cut(name, maxTitleLength), ...mapped(fields) }),
    },
    contact: {
      key: searched,
      async find({ email }: Contact): Written {
        const found = await findPersons(http, email);
        return found.kind === 'ok' ? onlyOne(found.value) : found;
      },
      write: (contact, { company }) =>
        create(
          '/persons',
          compact({
            name: cut(nameOf(contact), maxTitleLength),
            emails: [{ value: contact.email, primary: true, label: 'work' }],
            org_id: company ? Number(company.id) : undefined,
            ...mapped(contact.fields),
          }),
        ),
    },
    async dealById(id) {
      // Anybody can write any token: an unknown one is no deal, and no error either.
      if (!/^\d{1,15}$/.test(id)) return done(undefined, 'unchanged');
      const found = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, singleRecord);
      if (found.kind === 'absent') return done(undefined, 'unchanged');
      return found.kind === 'ok' ? done({ id: String(found.value.data.id) }, 'existing') : asFailure(found);
    },
    deal: {
      key: listed,
      async find({ name }: ThreadDeal, { contact }: Refs): Written {
        if (contact === undefined) return done(undefined, 'existing');
        const path = `/deals?person_id=${contact.id}&sort_by=add_time&sort_direction=desc`;
        const found = await list(http, path, titled, ({ title }) => title === cut(name, maxTitleLength));
        if (found.kind !== 'ok') return found;
        const [known] = found.value;
        return done(known && { id: String(known.id) }, 'existing');
      },
      write: ({ name, owner, fields }, { contact, company }) =>
        create('/deals', {
          ...mapped(fields),
          ...ownedBy(owner),
          title: cut(name, maxTitleLength),
          ...compact({
            person_id: contact ? Number(contact.id) : undefined,
            org_id: company ? Number(company.id) : undefined,
          }),
        }),
    },
    activity: {
      key: listed,
      find: findNoted,
      write: (activity, refs) =>
        create('/activities', {
          subject: cut(activity.subject, maxTitleLength),
          type: 'email',
          done: true,
          due_date: activity.at.slice(0, 10),
          due_time: activity.at.slice(11, 16),
          note: noteOf(activity),
          ...relatedTo(refs),
        }),
    },
    fields: {
      async read(object, id) {
        const found = await call(http, { method: 'GET', path: `${api}/${paths[object]}/${id}` }, whole);
        if (found.kind !== 'ok') return found;
        const { custom_fields: own, ...others } = found.value.data;
        return { ...found, value: { ...others, ...own } };
      },
      write: (object, id, fields) =>
        call(http, { method: 'PATCH', path: `${api}/${paths[object]}/${id}`, body: mapped(fields) }, singleRecord),
    },
    task: {
      key: listed,
      find: findNoted,
      write: (task, refs) =>
        create('/activities', {
          subject: cut(task.title, maxTitleLength),
          type: 'task',
          done: false,
          due_date: task.dueDate,
          ...ownedBy(task.owner),
          note: asHtml(taskText(task)),
          ...relatedTo(refs),
        }),
    },
  };

  /** Looks through what the person or the deal has. */
  async function findNoted(record: Pick<Activity, 'externalId' | 'receivedAt'>, { contact, deal }: Refs): Written {
    const parent = contact ? `person_id=${contact.id}` : deal && `deal_id=${deal.id}`;
    const since = encodeURIComponent(`${record.receivedAt.slice(0, 19)}Z`);
    const path = `/activities?${parent === undefined ? '' : `${parent}&`}updated_since=${since}`;
    const found = await list(http, path, noted, ({ note }) => Boolean(note?.includes(markerOf(record))));
    return found.kind === 'ok' ? firstOf(found.value.map(({ id }) => String(id))) : found;
  }
}

const ownedBy = (owner: string | undefined) => owner !== undefined && { owner_id: Number(owner) };

const relatedTo = ({ contact, company, deal }: Refs) =>
  compact({
    participants: contact ? [{ person_id: Number(contact.id), primary: true }] : undefined,
    org_id: company ? Number(company.id) : undefined,
    deal_id: deal ? Number(deal.id) : undefined,
  });

/** Pipedrive's own fields that a value can be put into; everything else is the account's, by its key. */
const standard = new Set(
  (
    'pipeline_id stage_id value currency status probability lost_reason visible_to expected_close_date website linkedin ' +
    'industry annual_revenue employee_count notes birthday job_title marketing_status phones'
  ).split(' '),
);

/** Mapped fields as Pipedrive takes them. */
function mapped(fields: MappedFields = {}): Record<string, unknown> {
  const all = Object.entries(fields);
  const own = all.filter(([name]) => !standard.has(name));
  const others = all
    .filter(([name]) => standard.has(name))
    .map(([name, value]) => [
      name,
      name === 'phones' ? [{ value: String(value), primary: true, label: 'work' }] : value,
    ]);
  return {
    ...Object.fromEntries(others),
    ...compact({ custom_fields: own.length > 0 ? Object.fromEntries(own) : undefined }),
  };
}

/** The text, and what tells the note from any other; activities have no custom fields. */
function noteOf(activity: Activity): string {
  const foot = asHtml(footOf(activity, markerOf(activity)));
  return cutBytes(asHtml(activity.text), maxNoteBytes - Buffer.byteLength(foot)) + foot;
}

/** Pages by cursor. @see https://pipedrive.readme.io/docs/core-api-concepts-pagination */
function list<T>(
  http: CrmHttp,
  path: string,
  shape: z.ZodMiniType<T>,
  isWanted: (item: T) => boolean,
): Promise<Outcome<readonly T[]>> {
  return findInPages(async (cursor) => {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const request = { method: 'GET', path: `${api}${path}&limit=500${after}` } as const;
    return pageOf(await call(http, request, z.array(shape)), ({ data, additional_data: more }) => ({
      items: data,
      next: more?.next_cursor ?? undefined,
    }));
  }, isWanted);
}
