import { compact } from '../../lambdas/compact.ts';
import { type Fields, fieldsOf, listOf } from '../fields.ts';
import { path } from '../router.ts';
import { accountPipelines, firstAccountStage, isAccountStage, pipelineOfStage } from './account-stages.ts';
import { type ContractViolation, violationOf } from './contract.ts';
import { pipedriveContract } from './pipedrive-contract.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import {
  answerBy,
  isText,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  type VendorRoutes,
} from './sandbox-vendor.ts';
import { fileIn, isRefusedName } from './stored-file.ts';

const kinds = ['persons', 'organizations', 'deals', 'activities'];
const maxNoteBytes = 100_000;

/** The sandbox's only user. */
const userId = 7001;

/**
 * Pipedrive's API v2, as far as a mail needs it: no field is unique, searches lag, and lists by parent do not.
 *
 * @see https://developers.pipedrive.com/docs/api/v1
 */
export const pipedrive: SandboxVendor = {
  tooMany: {
    status: 429,
    headers: { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    body: { success: false, error: 'request over limit', errorCode: 429 },
  },
  answer(store, request) {
    if (!request.headers['x-api-token']) return refuse(401, 'unauthorized access');
    const violation = violationOf(pipedriveContract, request);
    if (violation !== undefined) return refuseViolation(violation);
    return answerBy(routes, store, request) ?? refuse(404, 'Unknown method');
  },
};

const recordsPath = `/api/v2/:type(${kinds.join('|')})`;
const routes: VendorRoutes = [
  ['GET', path('/api/v2/itemSearch'), searchItems],
  ['GET', path('/api/v2/stages'), listStages],
  ['GET', path('/api/v2/pipelines'), listPipelines],
  ['GET', path(`${recordsPath}/search`), search],
  ['POST', path('/api/v1/files'), uploadFile],
  ['GET', path('/api/v1/:kind(persons|deals)/:id/files'), listFiles],
  ['POST', path(recordsPath), create],
  ['GET', path(recordsPath), list],
  ['GET', path(`${recordsPath}/:id`), read],
  ['PATCH', path(`${recordsPath}/:id`), update],
];
const isOfKnownKind = new RegExp(`/api/v2/(?:${kinds.join('|')})(?:/\\d+)?$`);

/** Pipedrive's words for a request that breaks the contract. */
function refuseViolation({ kind, field }: ContractViolation): SandboxAnswer {
  if (kind === 'route')
    return isOfKnownKind.test(field) ? refuse(405, 'Method not allowed') : refuse(404, 'Unknown method');
  if (kind === 'missing') return refuse(400, `${field} is required`);
  return refuse(400, kind === 'value' ? `Validation failed: ${field}: is not valid` : `unknown field '${field}'`);
}

function create({ store, fields, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const problem = problemOf(store, fields);
  if (problem !== undefined) return refuse(400, problem);
  // A person without a consent on record is not subscribed.
  const defaults = type === 'persons' ? { marketing_status: 'no_consent' } : {};
  const record = store.insert(type, { ...defaults, ...fields });
  return { status: 201, body: { success: true, data: show(record, hasCampaigns(store)) } };
}

/** Takes Campaigns from the account: it keeps no marketing status any more. */
export const withoutCampaigns = (store: RecordStore): void => void store.insert('account', { campaigns: false });

/**
 * Only an account with Campaigns takes and shows `marketing_status`.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#updatePerson
 */
const hasCampaigns = (store: RecordStore): boolean => store.list('account').length === 0;

function read({ store, query, parameters: { type = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(type, id);
  if (record === undefined) return refuse(404, 'Not found');
  const isIncluded = query.get('include_fields')?.split(',').includes('marketing_status') === true;
  if (isIncluded && !hasCampaigns(store)) return refuse(400, 'marketing_status may not be included');
  return { status: 200, body: { success: true, data: show(record, isIncluded) } };
}

function update({ store, fields, parameters: { type = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(type, id);
  if (record === undefined) return refuse(404, 'Not found');
  const problem = problemOf(store, fields);
  if (problem !== undefined) return refuse(400, problem);
  // Pipedrive changes the status once, and ignores a second change without a word.
  const { marketing_status: status, ...others } = fields;
  const mayChange = status !== undefined && hasCampaigns(store) && record.body.marketing_status !== 'unsubscribed';
  const isMoved = fields.stage_id !== undefined && fields.stage_id !== record.body.stage_id;
  const isEnded = ['won', 'lost'].includes(String(fields.status));
  const end = isEnded ? { [`${String(fields.status)}_time`]: new Date(store.now()).toISOString() } : {};
  const movedAt = isMoved ? new Date(store.now()).toISOString() : undefined;
  const changes = compact({ marketing_status: mayChange ? status : undefined, stage_change_time: movedAt });
  const changed = store.update(record, { ...others, ...changes, ...end });
  return { status: 200, body: { success: true, data: show(changed, hasCampaigns(store)) } };
}

/** Won and lost are statuses of a deal, and no stages. */
function listStages(): SandboxAnswer {
  const stages = accountPipelines.flatMap(({ id: pipeline, stages }) =>
    stages
      .filter(({ end }) => end === undefined)
      .map(({ id, name }, index) => ({ id, name, pipeline_id: pipeline, order_nr: index, is_deleted: false })),
  );
  return { status: 200, body: { success: true, data: stages.toReversed(), additional_data: { next_cursor: null } } };
}

function listPipelines(): SandboxAnswer {
  const data = accountPipelines.map(({ id, name }) => ({ id, name, is_deleted: false }));
  return { status: 200, body: { success: true, data, additional_data: { next_cursor: null } } };
}

function search({ store, query, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const term = (query.get('term') ?? '').toLowerCase();
  if (term.length < 2) return refuse(400, 'term must be at least 2 characters');
  const isHit = ({ body }: VendorRecord): boolean =>
    type === 'persons'
      ? listOf(body.emails).some(({ value }) => String(value).toLowerCase() === term)
      : String(body.name).toLowerCase() === term;
  const items = store
    .searchable(type)
    .filter(isHit)
    .slice(0, Number(query.get('limit') ?? 100))
    .map((record) => ({ result_score: 1, item: searchItem(store, record) }));
  return { status: 200, body: { success: true, data: { items }, additional_data: { next_cursor: null } } };
}

/** Finds organizations and persons by a part of a name, an address or a custom field. */
function searchItems({ store, query }: SandboxCall): SandboxAnswer {
  const term = (query.get('term') ?? '').toLowerCase();
  const types = (query.get('item_types') ?? 'person,organization').split(',');
  const items = types
    .flatMap((type) => store.searchable(`${type}s`))
    .filter(({ body }) => textsIn(body).some((value) => value.toLowerCase().includes(term)))
    .slice(0, Number(query.get('limit') ?? 100))
    .map((record) => ({ result_score: 1, item: searchItem(store, record) }));
  return { status: 200, body: { success: true, data: { items }, additional_data: { next_cursor: null } } };
}

const textsIn = ({ name, emails, custom_fields: own }: Fields): string[] =>
  [name, ...listOf(emails).map(({ value }) => value), ...Object.values(fieldsOf(own))].map(String);

/** A record as searches show it: addresses as texts, and a person's organization. */
function searchItem(store: RecordStore, { id, type, body }: VendorRecord): Fields {
  const organization = store.get('organizations', body.org_id);
  return compact({
    id: Number(id),
    type: type.slice(0, -1),
    name: body.name,
    emails: type === 'persons' ? listOf(body.emails).map(({ value }) => String(value)) : undefined,
    organization: organization && { id: Number(organization.id), name: organization.body.name },
    custom_fields: Object.values(fieldsOf(body.custom_fields)).map(String),
  });
}

/** Lists the newest records first, page by page. */
function list({ store, query, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const records = store.list(type).filter(type === 'persons' ? personFilter(store, query) : recordFilter(query));
  const [from, limit] = [Number(query.get('cursor') ?? 0), Math.min(500, Number(query.get('limit') ?? 100))];
  const next = from + limit < records.length ? String(from + limit) : null;
  const isByChange = query.get('sort_by') === 'update_time';
  const sorted = isByChange ? records.toSorted((a, b) => a.updatedAt - b.updatedAt) : records.toReversed();
  const data = sorted.slice(from, from + limit).map((record) => show(record, false));
  return { status: 200, body: { success: true, data, additional_data: { next_cursor: next } } };
}

type RecordFilter = (record: VendorRecord) => boolean;

function personFilter(store: RecordStore, query: URLSearchParams): RecordFilter {
  const deal = query.get('deal_id');
  return ({ id }) => deal === null || isOfDeal(store, id, deal);
}

function recordFilter(query: URLSearchParams): RecordFilter {
  const since = Date.parse(query.get('updated_since') ?? '1970-01-01T00:00:00Z');
  const [person, deal] = [query.get('person_id'), query.get('deal_id')];
  return ({ body, updatedAt }) => {
    const people = [body.person_id, ...listOf(body.participants).map(({ person_id }) => person_id)];
    return (
      updatedAt >= since &&
      (person === null || people.some((id) => String(id) === person)) &&
      (deal === null || String(body.deal_id) === deal)
    );
  };
}

/** Whether a person is the deal's own person, or a participant of the deal. */
function isOfDeal(store: RecordStore, person: string, deal: string): boolean {
  const body = store.get('deals', deal)?.body ?? {};
  const participants = store.list('participants').filter((participant) => String(participant.body.deal_id) === deal);
  return [body.person_id, ...participants.map((participant) => participant.body.person_id)].some(
    (id) => String(id) === person,
  );
}

/** Keeps each upload, also a repeated one. */
function uploadFile({ store, fields }: SandboxCall): SandboxAnswer {
  const file = fileIn(fields);
  const { activity_id: activity, person_id: person, deal_id: deal } = fields;
  if (file === undefined || isRefusedName(file.name)) return refuse(400, 'file is not valid');
  if (activity !== undefined && store.get('activities', activity) === undefined) return refuse(400, 'no such activity');
  const record = store.insert('files', { ...file, activity_id: Number(activity), person_id: person, deal_id: deal });
  return { status: 201, body: { success: true, data: fileOf(record) } };
}

function listFiles({ store, query, parameters: { kind, id } }: SandboxCall): SandboxAnswer {
  const field = kind === 'persons' ? 'person_id' : 'deal_id';
  const files = store.list('files').filter(({ body }) => body[field] === id);
  const [start, limit] = [Number(query.get('start') ?? 0), Math.min(100, Number(query.get('limit') ?? 100))];
  const pagination = {
    start,
    limit,
    more_items_in_collection: start + limit < files.length,
    next_start: start + limit,
  };
  // Pipedrive writes null for an empty list.
  const page = files.slice(start, start + limit).map(fileOf);
  return {
    status: 200,
    body: { success: true, data: page.length === 0 ? null : page, additional_data: { pagination } },
  };
}

const fileOf = ({ id, body: { name, activity_id } }: VendorRecord): Fields => ({ id: Number(id), name, activity_id });

const references = { org_id: 'organizations', person_id: 'persons', deal_id: 'deals' };

/** Why Pipedrive rejects a record, in its own words. */
function problemOf(store: RecordStore, fields: Fields): string | undefined {
  if (fields.stage_id !== undefined && !isAccountStage(fields.stage_id))
    return 'Validation failed: stage_id: not found';
  return referenceProblem(store, fields) ?? textProblem(fields);
}

function referenceProblem(store: RecordStore, fields: Fields): string | undefined {
  const isKept = (target: string, id: unknown): boolean =>
    typeof id === 'number' && store.get(target, id) !== undefined;
  for (const [name, target] of Object.entries(references))
    if (fields[name] !== undefined && !isKept(target, fields[name])) return `field '${name}' names nothing`;
  if (fields.owner_id !== undefined && fields.owner_id !== userId) return "field 'owner_id' names nobody";
  return listOf(fields.participants).every(({ person_id }) => isKept('persons', person_id))
    ? undefined
    : "field 'participants' names nobody";
}

function textProblem(fields: Fields): string | undefined {
  const wrong = ['name', 'title', 'subject'].find((name) => fields[name] !== undefined && !isText(fields[name]));
  if (wrong !== undefined) return `field '${wrong}' is empty or too long`;
  if (Buffer.byteLength(String(fields.note ?? '')) > maxNoteBytes) return "field 'note' is too long";
  return listOf(fields.emails).every(({ value }) => isText(value)) ? undefined : "field 'emails' wants values";
}

function show({ id, type, body, createdAt, updatedAt }: VendorRecord, hasStatus: boolean) {
  const { marketing_status: status, ...others } = body;
  const { stage_id: stageId = firstAccountStage } = body;
  const ofDeal = { status: 'open', stage_id: stageId, pipeline_id: pipelineOfStage(stageId).id };
  return {
    id: Number(id),
    ...(type === 'deals' && ofDeal),
    ...others,
    ...compact({ marketing_status: hasStatus && status !== undefined ? status : undefined }),
    add_time: new Date(createdAt).toISOString(),
    update_time: new Date(updatedAt).toISOString(),
  };
}

const refuse = (status: number, error: string): SandboxAnswer => ({
  status,
  body: { success: false, error, code: status === 401 ? 'ERR_UNAUTHORIZED' : 'ERR_SCHEMA_VALIDATION_FAILED' },
});
