import { type Fields, fieldsOf, listOf } from '../../fields.ts';
import { path } from '../../router.ts';
import { violationOf } from '../contract.ts';
import type { RecordStore, VendorRecord } from '../record-store.ts';
import { passesAlerts, ruleRefusal } from '../salesforce-rules.ts';
import {
  answerBy,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  type VendorRoutes,
} from '../sandbox-vendor.ts';
import { salesforceContract } from './contract.ts';
import { track } from './history.ts';
import { objectContracts } from './object-contracts.ts';
import { readNextPage, select } from './query.ts';
import { refuse } from './refusal.ts';
import { dataPath, describe, keyField as key, schemaError, uniqueFields } from './schema.ts';
import { hiddenFields, setUpRoutes } from './set-up.ts';
import { isClosedStage, stageFields } from './stages.ts';

/**
 * Salesforce's REST API, as far as a mail needs it: external ids are unique, an EmailMessage may not be changed, and a
 * composite is done whole or not at all. Tokens come from the same host.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/
 */
export const salesforce: SandboxVendor = {
  tooMany: {
    status: 403,
    body: [
      { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.' },
    ],
  },
  answer(store, request) {
    if (request.path === '/services/oauth2/token' && request.method === 'POST')
      return { status: 200, body: { access_token: `00D!${store.now()}`, token_type: 'Bearer' } };
    if (!request.headers.authorization?.startsWith('Bearer 00D!')) return refuse(401, 'INVALID_SESSION_ID');
    return answerData(store, request);
  },
};

const recordsPath = `${dataPath}/sobjects/:object(${Object.keys(objectContracts).join('|')})`;
const routes: VendorRoutes = [
  ...setUpRoutes,
  ['*', path(`${dataPath}/limits{/}?`), readLimits],
  ['GET', path(`${dataPath}/query{/}?`), ({ store, query }) => select(store, query.get('q') ?? '')],
  ['GET', path(`${dataPath}/query/:page`), readNextPage],
  ['PATCH', path(`${dataPath}/composite/sobjects`), updateMany],
  ['POST', path(`${dataPath}/composite/graph`), answerGraphs],
  ['POST', path(`${dataPath}/composite`), answerComposite],
  ['GET', path(`${recordsPath}/describe`), describeObject],
  ['POST', path(recordsPath), create],
  ['PATCH', path(`${recordsPath}/:field/:value`), upsert],
  ['PATCH', path(`${recordsPath}/:id`), update],
  ['GET', path(`${recordsPath}/${key}/:value`), readByKey],
  ['GET', path(`${recordsPath}/:id`), readById],
  ['*', path(`${recordsPath}/:id`), () => refuse(405, 'METHOD_NOT_ALLOWED')],
];

/** Answers a request, or a part of a composite request with its own headers. The contract refuses what Salesforce does not document. */
function answerData(store: RecordStore, request: Parameters<typeof answerBy>[2]): SandboxAnswer {
  const violation = violationOf(salesforceContract, request);
  if (violation === undefined || violation.kind === 'route')
    return answerBy(routes, store, request) ?? refuse(404, 'NOT_FOUND');
  return refuse(400, violation.kind === 'query' ? 'MALFORMED_QUERY' : 'JSON_PARSER_ERROR', {
    fields: [violation.field],
  });
}

function readLimits(): SandboxAnswer {
  return { status: 200, body: { DailyApiRequests: { Max: 100_000, Remaining: 99_000 } } };
}

function describeObject({ store, parameters: { object = '' } }: SandboxCall): SandboxAnswer {
  return { status: 200, body: describe(object, hiddenFields(store, object), uniqueFields(store, object)) };
}

function readById({ store, query, parameters: { object = '', id } }: SandboxCall): SandboxAnswer {
  return read(store.get(object, id), query);
}

function readByKey({ store, query, parameters: { object = '', value } }: SandboxCall): SandboxAnswer {
  return read(recordByKey(store, object, value), query);
}

function read(record: VendorRecord | undefined, query: URLSearchParams): SandboxAnswer {
  if (record === undefined) return refuse(404, 'NOT_FOUND');
  const names = (query.get('fields') ?? '').split(',').filter(Boolean);
  const { id: Id, body } = record;
  const shown: Fields = { ...body, Id, IsClosed: isClosedStage(body.StageName) };
  const values = names.map((name) => [name, shown[name] ?? null]);
  return {
    status: 200,
    body: { attributes: { type: record.type }, Id: record.id, ...Object.fromEntries(values) },
  };
}

const isConverted = ({ type, body }: VendorRecord): boolean => type === 'Lead' && body.IsConverted === true;

function update({ store, fields, parameters: { object = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(object, id);
  if (record === undefined) return refuse(404, 'NOT_FOUND');
  if (isConverted(record)) return refuse(400, 'CANNOT_UPDATE_CONVERTED_LEAD');
  const refusal = schemaRefusal(store, object, fields, false);
  if (refusal !== undefined) return refusal;
  track(store, record, store.update(record, { ...fields, ...stageFields(store, record, fields) }));
  return { status: 204 };
}

const recordByKey = (store: RecordStore, object: string, value: unknown): VendorRecord | undefined =>
  store.list(object).find(({ body }) => value !== undefined && body[key] === value);

function create({ store, fields, headers, parameters: { object = '' } }: SandboxCall): SandboxAnswer {
  return insert(store, object, fields, passesAlerts(headers));
}

function insert(store: RecordStore, object: string, fields: Fields, mayPassAlerts: boolean): SandboxAnswer {
  const refusal = schemaRefusal(store, object, fields, true);
  if (refusal !== undefined) return refusal;
  const duplicate = duplicateRefusal(store, object, fields);
  if (duplicate !== undefined) return duplicate;
  const broken = ruleRefusal(store, object, fields, mayPassAlerts);
  if (broken !== undefined) return broken;
  const { prefix } = objectContracts[object]!;
  const { id } = store.insert(object, fields, (serial) => `${prefix}${String(serial).padStart(12, '0')}AAA`);
  return { status: 201, body: { id, success: true, errors: [] } };
}

/** The refusal of a value that is unique and taken; it names the field and the record. */
function duplicateRefusal(store: RecordStore, object: string, fields: Fields): SandboxAnswer | undefined {
  for (const name of uniqueFields(store, object)) {
    const isTaken = ({ body }: VendorRecord): boolean => fields[name] !== undefined && body[name] === fields[name];
    const holder = store.list(object).find(isTaken);
    if (holder === undefined) continue;
    const message = `duplicate value found: ${name} duplicates value on record with id: ${holder.id}`;
    return refuse(400, 'DUPLICATE_VALUE', { message, fields: [] });
  }
  return undefined;
}

function upsert({ store, fields, headers, parameters: { object = '', value = '' } }: SandboxCall): SandboxAnswer {
  const holder = recordByKey(store, object, value);
  if (holder === undefined) {
    const answer = insert(store, object, { ...fields, [key]: value }, passesAlerts(headers));
    return answer.status === 201 ? { status: 201, body: { ...fieldsOf(answer.body), created: true } } : answer;
  }
  if (object === 'EmailMessage') return refuse(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  if (isConverted(holder)) return refuse(400, 'CANNOT_UPDATE_CONVERTED_LEAD');
  const refusal = schemaRefusal(store, object, fields, false);
  if (refusal !== undefined) return refusal;
  store.update(holder, fields);
  return { status: 200, body: { id: holder.id, success: true, errors: [], created: false } };
}

/** Answers parts by themselves, or with `allOrNone` all or none of them. */
function answerComposite({ store, fields: { compositeRequest, allOrNone } }: SandboxCall): SandboxAnswer {
  return { status: 200, body: { compositeResponse: perform(store, listOf(compositeRequest), allOrNone === true) } };
}

/** Answers each graph by itself, whole or not at all. */
function answerGraphs({ store, fields }: SandboxCall): SandboxAnswer {
  const results = listOf(fields.graphs).map(({ graphId, compositeRequest }) => {
    const compositeResponse = perform(store, listOf(compositeRequest), true);
    const isSuccessful = compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 300);
    return { graphId, graphResponse: { compositeResponse }, isSuccessful };
  });
  return { status: 200, body: { graphs: results } };
}

/** Performs the parts of a composite in their order. @param isWhole takes every record back when one part fails */
function perform(store: RecordStore, parts: readonly Fields[], isWhole: boolean) {
  const ids = new Map<string, string>();
  const results: PartResult[] = [];
  for (const part of parts) {
    const result = performPart(store, part, ids);
    results.push(result);
    if (isWhole && result.answer.status >= 300) break;
  }
  const failed = isWhole ? results.find(({ answer }) => answer.status >= 300) : undefined;
  if (failed !== undefined) takeBack(store, parts, ids);
  return parts.map(({ referenceId }) => {
    const result = results.find((candidate) => candidate.referenceId === referenceId);
    const isOver = result !== undefined && (failed === undefined || result === failed);
    return {
      referenceId: String(referenceId),
      httpStatusCode: isOver ? result.answer.status : 400,
      httpHeaders: {},
      body: isOver ? result.answer.body : haltedBody,
    };
  });
}

const haltedBody = [{ errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back' }];

interface PartResult {
  readonly referenceId: string;
  readonly answer: SandboxAnswer;
}

/** Performs one part; `@{name.id}` in its body is the id from an earlier part. */
function performPart(
  store: RecordStore,
  { method, url, referenceId, body, httpHeaders }: Fields,
  ids: Map<string, string>,
): PartResult {
  const { pathname, searchParams } = new URL(String(url), 'http://salesforce');
  const filled: unknown =
    body === undefined
      ? undefined
      : JSON.parse(JSON.stringify(body).replace(/@\{(\w+)\.id\}/g, (_, name: string) => ids.get(name) ?? ''));
  const request = { method: String(method), path: pathname, query: searchParams, body: filled };
  // A part shares only the session with the headers of the whole request.
  const answer = answerData(store, { ...request, headers: fieldsOf(httpHeaders) });
  const id = fieldsOf(answer.body).id;
  if (typeof id === 'string') ids.set(String(referenceId), id);
  return { referenceId: String(referenceId), answer };
}

/** Removes the records that the parts of a failed composite created. */
function takeBack(store: RecordStore, parts: readonly Fields[], ids: ReadonlyMap<string, string>): void {
  for (const { url, referenceId } of parts) {
    const record = store.get(String(url).split('/').at(-1) ?? '', ids.get(String(referenceId)));
    if (record !== undefined) store.remove(record);
  }
}

function updateMany({ store, fields: { records } }: SandboxCall): SandboxAnswer {
  return { status: 200, body: listOf(records).map((record) => updateOfMany(store, record)) };
}

function updateOfMany(store: RecordStore, { id, attributes, ...fields }: Fields): Fields {
  const record = store.get(String(fieldsOf(attributes).type), id);
  if (record === undefined) return { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] };
  const broken = schemaRefusal(store, record.type, fields, false) ?? ruleRefusal(store, record.type, fields, true);
  if (broken !== undefined) {
    const [{ errorCode: statusCode, ...error } = {}] = listOf(broken.body);
    return { success: false, errors: [{ statusCode, ...error }] };
  }
  track(store, record, store.update(record, fields));
  return { id, success: true, errors: [] };
}

/** The org's refusal of a record that its schema does not allow. @param isNew whether required fields must be there */
function schemaRefusal(store: RecordStore, object: string, fields: Fields, isNew: boolean): SandboxAnswer | undefined {
  const hidden = hiddenFields(store, object).find((name) => name in fields);
  if (hidden !== undefined) return refuse(400, 'INVALID_FIELD', { fields: [hidden] });
  const error = schemaError(store, object, fields, isNew);
  if (error === undefined) return undefined;
  const { errorCode, ...more } = error;
  return refuse(400, errorCode, more);
}
