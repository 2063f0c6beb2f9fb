import { compact } from '../../lambdas/compact.ts';
import { type Fields, fieldsOf, listOf } from '../fields.ts';
import { path } from '../router.ts';
import { accountPipelines, firstAccountStage, isAccountStage } from './account-stages.ts';
import { type ContractViolation, violationOf } from './contract.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import {
  answerBy,
  isText,
  isUser,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  unknownField,
  type VendorRoutes,
} from './sandbox-vendor.ts';
import { zendeskSellContract } from './zendesk-sell-contract.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    'name',
    'first_name',
    'last_name',
    'email',
    'is_organization',
    'contact_id',
    'website',
    'tags',
    'custom_fields',
    'phone',
    'title',
    'owner_id',
  ],
  deals: [
    'name',
    'contact_id',
    'organization_id',
    'value',
    'currency',
    'stage_id',
    'tags',
    'owner_id',
    'custom_fields',
  ],
  notes: ['resource_type', 'resource_id', 'content', 'tags'],
  tasks: ['resource_type', 'resource_id', 'content', 'due_date', 'owner_id'],
};

/** The sandbox's only user. */
const userId = '7001';

/**
 * Zendesk Sell's API, as far as a mail needs it: no field is unique, the search lags, and a client without a user agent of
 * its own is rejected.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/
 */
export const zendeskSell: SandboxVendor = {
  tooMany: { status: 429, body: { errors: [{ error: { code: 'too_many_requests' } }] } },
  answer(store, request) {
    const { headers } = request;
    if (!headers.authorization?.startsWith('Bearer ')) return refuse(401, 'invalid_credentials');
    if (!headers['user-agent'] || headers['user-agent'] === 'node') return refuse(400, 'invalid_user_agent');
    const violation = violationOf(zendeskSellContract, request);
    if (violation !== undefined) return refuseViolation(violation);
    return answerBy(routes, store, request) ?? refuse(404, 'not_found');
  },
};

const recordsPath = `/v2/:type(${Object.keys(known).join('|')})`;
const routes: VendorRoutes = [
  ['POST', path('/v3/contacts/search'), search],
  ['*', path('/v2/users/self'), readUser],
  ['GET', path('/v2/pipelines'), listPipelines],
  ['GET', path('/v2/stages'), listStages],
  ['GET', path('/v2/deals/:id/associated_contacts'), listAssociatedContacts],
  ['POST', path(recordsPath), create],
  ['GET', path(recordsPath), list],
  ['GET', path(`${recordsPath}/:id`), read],
  ['PUT', path(`${recordsPath}/:id`), update],
];
const isOfKnownKind = new RegExp(`/v2/(?:${Object.keys(known).join('|')})(?:/|$)`);

/** Sell's code for a request that breaks the contract. @see https://developer.zendesk.com/api-reference/sales-crm/errors/ */
function refuseViolation({ kind, field }: ContractViolation): SandboxAnswer {
  if (kind === 'route') return isOfKnownKind.test(field) ? refuse(405, 'not_allowed') : refuse(404, 'not_found');
  const name = field.split('.').at(-1);
  if (!field.startsWith('data')) return refuse(400, 'bad_request', name);
  return refuse(422, kind === 'missing' ? 'blank' : kind === 'unknown' ? 'unknown_field' : 'schema', name);
}

function readUser(): SandboxAnswer {
  return { status: 200, body: { data: { id: 1 }, meta: { type: 'user' } } };
}

const collection = (type: string, rows: readonly Fields[]): SandboxAnswer => ({
  status: 200,
  body: { items: rows.map((data) => ({ data, meta: { type } })), meta: { type: 'collection', count: rows.length } },
});

function listPipelines(): SandboxAnswer {
  return collection(
    'pipeline',
    accountPipelines.map(({ id, name }) => ({ id, name })),
  );
}

/** @see https://developer.zendesk.com/api-reference/sales-crm/resources/stages/ */
function listStages(): SandboxAnswer {
  const rows = accountPipelines.flatMap(({ id: pipeline, stages }) =>
    stages.map(({ id, name, end }, index) => ({
      id,
      name,
      category: end ?? (index === 0 ? 'incoming' : 'in_progress'),
      active: end === undefined,
      position: index + 1,
      pipeline_id: pipeline,
    })),
  );
  return collection('stage', rows);
}

/** @see https://developer.zendesk.com/api-reference/sales-crm/resources/associated-contacts/ */
function listAssociatedContacts({ store, parameters: { id: deal } }: SandboxCall): SandboxAnswer {
  if (store.get('deals', deal) === undefined) return refuse(404, 'not_found');
  const items = store
    .list('associated_contacts')
    .filter(({ body }) => String(body.deal_id) === deal)
    .map(({ body }) => ({
      data: { contact_id: body.contact_id, role: 'involved' },
      meta: { type: 'associated_contact' },
    }));
  return { status: 200, body: { items, meta: { type: 'collection', count: items.length } } };
}

function create({ store, fields: { data }, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const fields = fieldsOf(data);
  const problem = problemOf(store, type, fields);
  if (problem !== undefined) return refuse(422, problem.code, problem.field);
  return { status: 200, body: envelope(store.insert(type, fields)) };
}

function read({ store, parameters: { type = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(type, id);
  return record === undefined ? refuse(404, 'not_found') : { status: 200, body: envelope(record) };
}

function update({ store, fields, parameters: { type = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(type, id);
  if (record === undefined) return refuse(405, 'not_allowed');
  const data = fieldsOf(fields.data);
  const { stage_id: stageId } = data;
  if (stageId !== undefined && !isAccountStage(stageId)) return refuse(422, 'invalid_reference', 'stage_id');
  const movedAt = new Date(store.now()).toISOString();
  const moved = stageId === undefined ? {} : { last_stage_change_at: movedAt };
  return { status: 200, body: envelope(store.update(record, { ...data, ...moved })) };
}

/** Why Zendesk Sell rejects a record. */
interface FieldProblem {
  readonly code: string;
  readonly field: string;
}

function problemOf(store: RecordStore, type: string, fields: Fields): FieldProblem | undefined {
  const nameField = nameFieldOf(type, fields);
  if (type === 'contacts' && !isText(fields[nameField])) return { code: 'blank', field: nameField };
  if (fields.owner_id !== undefined && !isUser(fields.owner_id, userId)) return { code: 'invalid', field: 'owner_id' };
  if (fields.contact_id !== undefined && store.get('contacts', fields.contact_id) === undefined)
    return { code: 'invalid_reference', field: 'contact_id' };
  return type === 'notes' || type === 'tasks' ? activityProblem(store, fields) : undefined;
}

/** A person's mandatory name is the last name. */
const nameFieldOf = (type: string, { is_organization: isOrganization }: Fields): string =>
  type === 'contacts' && isOrganization !== true ? 'last_name' : 'name';

function activityProblem(store: RecordStore, fields: Fields): FieldProblem | undefined {
  const target = `${String(fields.resource_type)}s`;
  if (!['contacts', 'deals', 'leads'].includes(target) || store.get(target, fields.resource_id) === undefined)
    return { code: 'invalid_reference', field: 'resource_id' };
  return isText(fields.content, 65_535) ? undefined : { code: 'too_long', field: 'content' };
}

function list({ store, query, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const filters = ['contact_id', 'resource_type', 'resource_id'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const ids = query.get('ids')?.split(',');
  const records = store
    .list(type)
    .filter(
      ({ id, body }) =>
        (ids === undefined || ids.includes(id)) && filters.every(([name, value]) => String(body[name]) === value),
    );
  const [number, size] = [Number(query.get('page') ?? 1), Math.min(100, Number(query.get('per_page') ?? 25))];
  const items = records
    .toReversed()
    .slice((number - 1) * size, number * size)
    .map(envelope);
  return { status: 200, body: { items, meta: { type: 'collection', count: items.length } } };
}

/**
 * The search's own names of attributes, where they differ from the Core API's.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/filtering
 */
const searchNames: Readonly<Record<string, string>> = { is_organisation: 'is_organization', display_name: 'name' };
const searchable = ['id', 'version', 'created_at', ...known.contacts!].filter((name) => name !== 'is_organization');
const isSearchable = (name: string): boolean =>
  searchable.includes(name) || searchNames[name] !== undefined || name.startsWith('custom_fields.');

/** @see https://developer.zendesk.com/api-reference/sales-crm/search/query-language */
const partsOfData = ['query', 'per_page', 'cursor', 'hits', 'aggregations', 'suggestions'];
const maxPerPage = 200;

/** Answers each query of a search by itself: a query that is wrong fails alone. */
function search({ store, fields: { items } }: SandboxCall): SandboxAnswer {
  return { status: 200, body: { items: listOf(items).map(({ data }) => queryResult(store, fieldsOf(data))) } };
}

function queryResult(store: RecordStore, data: Fields): Fields {
  const { query, per_page: perPage = 50 } = data;
  const { filter, projection, ...others } = fieldsOf(query);
  const projected = listOf(projection).map(({ name }) => String(name));
  const names = [...projected, ...namesIn(fieldsOf(filter))];
  const stranger = names.find((name) => !isSearchable(name)) ?? unknownField(data, partsOfData);
  const isWrong = stranger !== undefined || unknownField(others, ['sort']) !== undefined;
  if (isWrong || typeof perPage !== 'number' || perPage > maxPerPage) return failedQuery(stranger);
  const records = store
    .searchable('contacts')
    .filter(({ body }) => filter === undefined || holds(body, fieldsOf(filter)));
  const shown = records.slice(0, perPage).map(({ id, body }) => {
    const values = projected.map((name) => [name, searchValue(body, name)]);
    return { data: { ...Object.fromEntries(values), id: Number(id), version: 1 }, meta: { type: 'contact' } };
  });
  const meta = { type: 'collection', count: shown.length, total_count: records.length, http_status: '200 OK' };
  return { successful: true, items: shown, meta };
}

const failedQuery = (stranger: string | undefined): Fields => ({
  successful: false,
  errors: [{ error: { code: 'invalid', message: `refused: ${stranger}` }, meta: { type: 'error' } }],
  meta: { type: 'errors', http_status: '400 Bad Request' },
});

/** Attributes that a filter names, whatever it combines. */
function namesIn(filter: Fields): string[] {
  const inner = [filter.and, filter.or, filter.not].filter((part) => part !== undefined).flat();
  const ownNames = filter.filter === undefined ? [] : [String(fieldsOf(fieldsOf(filter.filter).attribute).name)];
  return [...ownNames, ...inner.flatMap((part) => namesIn(fieldsOf(part)))];
}

const searchValue = (body: Fields, name: string): unknown =>
  name.startsWith('custom_fields.')
    ? fieldsOf(body.custom_fields)[name.slice('custom_fields.'.length)]
    : body[searchNames[name] ?? name];

function holds(body: Fields, filter: Fields): boolean {
  if (Array.isArray(filter.and)) return filter.and.every((part) => holds(body, fieldsOf(part)));
  if (Array.isArray(filter.or)) return filter.or.some((part) => holds(body, fieldsOf(part)));
  if (filter.not !== undefined) return !holds(body, fieldsOf(filter.not));
  const { attribute, parameter } = fieldsOf(filter.filter);
  const current = String(searchValue(body, String(fieldsOf(attribute).name)) ?? '').toLowerCase();
  const { eq, any } = fieldsOf(parameter);
  return (Array.isArray(any) ? any : [eq]).some((wanted) => String(wanted).toLowerCase() === current);
}

const envelope = ({ id, type, body, createdAt }: VendorRecord) => ({
  data: {
    id: Number(id),
    ...(type === 'deals' && { stage_id: firstAccountStage }),
    ...body,
    created_at: new Date(createdAt).toISOString(),
  },
  meta: { type: type.slice(0, -1) },
});

const refuse = (status: number, code: string, field?: string): SandboxAnswer => ({
  status,
  body: {
    errors: [
      { error: compact({ resource: 'contact', code, field: field || undefined, message: 'refused' }), meta: {} },
    ],
    meta: { type: 'errors', http_status: String(status) },
  },
});
