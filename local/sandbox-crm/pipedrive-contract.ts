import * as z from 'zod';
import { path } from '../router.ts';
import { type ContractRow, numericId } from './contract.ts';

const docs = 'https://developers.pipedrive.com/docs/api/v1';

const labelled = z.strictObject({ value: z.string(), primary: z.boolean().optional(), label: z.string().optional() });
const custom_fields = z.record(z.string(), z.unknown()).optional();
const label_ids = z.array(numericId).optional();
const owner_id = numericId.optional();
const person = z.strictObject({
  name: z.string().optional(),
  owner_id,
  org_id: numericId.optional(),
  emails: z.array(labelled).optional(),
  phones: z.array(labelled).optional(),
  visible_to: z.int().optional(),
  label_ids,
  marketing_status: z.enum(['no_consent', 'unsubscribed', 'subscribed', 'archived']).optional(),
  job_title: z.string().optional(),
  custom_fields,
});
const organization = z.strictObject({
  name: z.string().optional(),
  owner_id,
  visible_to: z.int().optional(),
  label_ids,
  website: z.string().optional(),
  custom_fields,
});
const deal = z.strictObject({
  title: z.string().optional(),
  owner_id,
  person_id: numericId.optional(),
  org_id: numericId.optional(),
  pipeline_id: numericId.optional(),
  stage_id: numericId.optional(),
  status: z.enum(['open', 'won', 'lost']).optional(),
  value: z.number().optional(),
  currency: z.string().optional(),
  label_ids,
  custom_fields,
});
const activity = z.strictObject({
  subject: z.string().optional(),
  type: z.string().optional(),
  owner_id,
  deal_id: numericId.optional(),
  org_id: numericId.optional(),
  due_date: z.iso.date().optional(),
  due_time: z
    .string()
    .regex(/^\d\d:\d\d(?::\d\d)?$/)
    .optional(),
  done: z.boolean().optional(),
  note: z.string().optional(),
  participants: z.array(z.strictObject({ person_id: numericId, primary: z.boolean().optional() })).optional(),
});

const pages = ['limit', 'cursor'];
const lists = [...pages, 'updated_since', 'sort_by', 'sort_direction'];
const searches = ['term', 'fields', 'exact_match', ...pages];

/** The operations of one kind of record. @param whole the body of a create, where it requires more than an update */
function recordRows(
  kind: string,
  page: string,
  {
    body,
    whole = body,
    query,
  }: { readonly body: z.ZodType; readonly whole?: z.ZodType; readonly query: readonly string[] },
): ContractRow[] {
  return [
    { method: 'POST', path: path(`/api/v2/${kind}`), page: `${docs}/${page}`, body: whole },
    { method: 'GET', path: path(`/api/v2/${kind}`), page: `${docs}/${page}`, query: [...lists, ...query] },
    { method: 'GET', path: path(`/api/v2/${kind}/:id(\\d+)`), page: `${docs}/${page}`, query: ['include_fields'] },
    { method: 'PATCH', path: path(`/api/v2/${kind}/:id(\\d+)`), page: `${docs}/${page}`, body },
  ];
}

/**
 * The operations of Pipedrive's API v2 that a mail needs, from Pipedrive's OpenAPI document.
 *
 * @see https://developers.pipedrive.com/docs/api/v1
 */
export const pipedriveContract: readonly ContractRow[] = [
  {
    method: 'GET',
    path: path('/api/v2/itemSearch'),
    page: `${docs}/ItemSearch#searchItem`,
    query: ['item_types', ...searches],
    requiredQuery: ['term'],
  },
  {
    method: 'GET',
    path: path('/api/v2/:kind(persons|organizations)/search'),
    page: `${docs}/Persons#searchPersons`,
    query: searches,
    requiredQuery: ['term'],
  },
  {
    method: 'GET',
    path: path('/api/v2/stages'),
    page: `${docs}/Stages#getStages`,
    query: ['pipeline_id', 'sort_by', 'sort_direction', ...pages],
  },
  {
    method: 'GET',
    path: path('/api/v2/pipelines'),
    page: `${docs}/Pipelines#getPipelines`,
    query: ['sort_by', 'sort_direction', ...pages],
  },
  {
    method: 'POST',
    path: path('/api/v1/files'),
    page: `${docs}/Files#addFile`,
    // The parts of a form are text.
    body: z.strictObject({
      file: z.looseObject({}),
      activity_id: z.string().optional(),
      person_id: z.string().optional(),
      deal_id: z.string().optional(),
      org_id: z.string().optional(),
    }),
  },
  {
    method: 'GET',
    path: path('/api/v1/:kind(persons|deals)/:id(\\d+)/files'),
    page: `${docs}/Persons#getPersonFiles`,
    query: ['start', 'limit', 'sort'],
  },
  ...recordRows('persons', 'Persons#addPerson', {
    body: person,
    whole: person.required({ name: true }),
    query: ['org_id', 'deal_id'],
  }),
  ...recordRows('organizations', 'Organizations#addOrganization', {
    body: organization,
    whole: organization.required({ name: true }),
    query: [],
  }),
  ...recordRows('deals', 'Deals#addDeal', {
    body: deal,
    whole: deal.required({ title: true }),
    query: ['person_id', 'org_id', 'status'],
  }),
  ...recordRows('activities', 'Activities#addActivity', {
    body: activity,
    whole: activity.required({ subject: true }),
    query: ['person_id', 'deal_id', 'org_id', 'done'],
  }),
];
