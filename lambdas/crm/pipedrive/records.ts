import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import { andThen, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { nameOf } from '../person-name.ts';
import { anyOf, dealByIdWith, flattenOwnFields, nestOwnFields, newestOf, numericId, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, FieldAccess, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { addTask, findByMarker, logActivity } from './activity.ts';
import { api, call, create, dealId, list, maxTitleLength, singleRecord } from './api.ts';
import { pipedriveFiles } from './files.ts';
import { findOrganization } from './find-organization.ts';
import { pipedriveNamed } from './named.ts';
import { findPersons } from './suppressions.ts';

const dealTitle = z.object({ id: z.number(), title: z.string() });
const withOwnFields = z.looseObject({ custom_fields: z.nullish(z.record(z.string(), z.unknown())) });
const paths = { contact: 'persons', company: 'organizations', deal: 'deals' } as const;

/** Pipedrive counts its ids up. */
const newestFirst = (ids: readonly string[]): string[] => ids.toSorted((a, b) => Number(b) - Number(a));

/** The records of a mail at Pipedrive. */
export const pipedriveRecords = (http: CrmHttp): VendorRecords => ({
  company: {
    key: stepKeys.search,
    find: (company) => findOrganization(http, company),
    requests: 2,
    write: (company) => addOrganization(http, company),
  },
  contact: {
    key: stepKeys.search,
    find: async ({ email }) => andThen(await findPersons(http, email), (ids) => newestOf(newestFirst(ids))),
    write: (contact, refs) => addPerson(http, contact, refs),
  },
  dealById: dealByIdWith(
    dealId,
    (id) => call(http, { method: 'GET', path: `${api}/deals/${id}` }, singleRecord),
    ({ data }) => String(data.id),
  ),
  deal: {
    key: stepKeys.list,
    find: (deal, refs) => findDeal(http, deal, refs),
    write: (deal, refs) => openDeal(http, deal, refs),
  },
  activity: {
    key: stepKeys.list,
    find: (activity, refs) => findByMarker(http, activity, refs),
    write: (activity, refs) => logActivity(http, activity, refs),
  },
  named: namedFinder(pipedriveNamed(http, pipedriveFields(http))),
  files: pipedriveFiles(http),
  fields: pipedriveFields(http),
  task: {
    key: stepKeys.list,
    find: (task, refs) => findByMarker(http, task, refs),
    write: (task, refs) => addTask(http, task, refs),
  },
});

/** Fields of existing records. */
const pipedriveFields = (http: CrmHttp): FieldAccess => ({
  async read(object, id) {
    const answer = await call(http, { method: 'GET', path: `${api}/${paths[object]}/${id}` }, withOwnFields);
    return mapOk(answer, ({ data }) => flattenOwnFields(data, ownContainer));
  },
  write: (object, id, fields) =>
    call(http, { method: 'PATCH', path: `${api}/${paths[object]}/${id}`, body: nested(fields) }, singleRecord),
});

/**
 * Makes the organization with its site, and without it where the account refuses that: the field came with a later version of
 * Pipedrive.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Organizations#addOrganization
 */
async function addOrganization(http: CrmHttp, { name, domain, fields }: Company): Written {
  const organization = { name: cut(name, maxTitleLength), ...nested(fields) };
  const result = await create(http, '/organizations', { website: domain, ...organization });
  if (result.kind !== 'rejected' && result.kind !== 'misconfigured') return result;
  return create(http, '/organizations', organization);
}

const addPerson = (http: CrmHttp, contact: Contact, { company }: Refs): Written =>
  create(
    http,
    '/persons',
    compact({
      name: cut(nameOf(contact), maxTitleLength),
      emails: [{ value: contact.email, primary: true, label: 'work' }],
      org_id: numericId(company?.id),
      ...nested(contact.fields),
    }),
  );

/** An open one: a deal that was won or lost takes no new conversation. */
async function findDeal(http: CrmHttp, { name }: ThreadDeal, { contact }: Refs): Written {
  if (contact === undefined) return none();
  const path = `/deals?person_id=${contact.id}&status=open&sort_by=add_time&sort_direction=desc`;
  const deals = await list(http, path, dealTitle, ({ title }) => title === cut(name, maxTitleLength));
  return andThen(deals, (matches) => anyOf(matches.map(({ id }) => String(id))));
}

const openDeal = (http: CrmHttp, { name, owner, fields }: ThreadDeal, { contact, company }: Refs): Written =>
  create(
    http,
    '/deals',
    compact({
      ...nested(fields),
      owner_id: numericId(owner),
      title: cut(name, maxTitleLength),
      person_id: numericId(contact?.id),
      org_id: numericId(company?.id),
    }),
  );

const ownContainer = 'custom_fields';

/** Pipedrive's own fields that take a value; every other field is the account's, by its key. */
const standard = new Set(
  (
    'pipeline_id stage_id value currency status probability lost_reason visible_to expected_close_date website linkedin ' +
    'industry annual_revenue employee_count notes birthday job_title marketing_status phones'
  ).split(' '),
);

/** Mapped fields as Pipedrive takes them: phones are a list. */
function nested(fields: MappedFields | undefined): Record<string, unknown> {
  const body = nestOwnFields(fields, ownContainer, (name) => !standard.has(name));
  return body.phones === undefined
    ? body
    : { ...body, phones: [{ value: String(body.phones), primary: true, label: 'work' }] };
}
