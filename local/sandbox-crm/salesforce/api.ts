import { compact } from '../../../lambdas/compact.ts';
import type { FakeRecord, FakeStore } from '../fake-store.ts';
import { type FakeAnswer, type FakeRequest, type FakeVendor, type Fields, fieldsOf, isUser } from '../fake-vendor.ts';
import { passesAlerts, ruleRefusal } from '../salesforce-rules.ts';
import { parseSelect } from '../soql.ts';
import { historyRows, track } from './history.ts';
import { describe, lengthOf, objects, prefixes } from './schema.ts';
import { hiddenFields, setUpAnswer } from './set-up.ts';

const key = 'Postern_Key__c';

/**
 * Salesforce's REST API, as far as a mail needs it: external ids are unique, an EmailMessage may not be changed, a
 * composite is done whole or not at all, and tokens are handed out at the same host.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/
 */
export const salesforce: FakeVendor = {
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
    return route(store, request);
  },
};

/** A request, or a part of one, whose headers are its own. */
type Routed = Omit<FakeRequest, 'headers'> & { readonly headers: Fields };

function route(store: FakeStore, { method, path, query, body, headers }: Routed): FakeAnswer {
  const found = /^\/services\/data\/v\d+\.0(\/.*)$/.exec(path)?.[1];
  if (found === undefined) return refuse(404, 'NOT_FOUND');
  const prepared = setUpAnswer(store, method, found, fieldsOf(body));
  if (prepared !== undefined) return prepared;
  const [, area, object = '', ...rest] = found.split('/');
  if (area === 'limits') return { status: 200, body: { DailyApiRequests: { Max: 100_000, Remaining: 99_000 } } };
  if (area === 'query' && method === 'GET') {
    const [soql, from] = object === '' ? [query.get('q') ?? '', 0] : pageNamed(object);
    return select(store, soql, from);
  }
  if (area === 'composite' && object === 'sobjects' && method === 'PATCH') return updateMany(store, fieldsOf(body));
  if (area === 'composite' && object === 'graph' && method === 'POST') return graph(store, fieldsOf(body));
  if (area === 'composite' && method === 'POST') return composite(store, fieldsOf(body));
  if (area !== 'sobjects' || objects[object] === undefined) return refuse(404, 'NOT_FOUND');
  if (method === 'GET' && rest[0] === 'describe')
    return { status: 200, body: describe(object, hiddenFields(store, object)) };
  const mayPass = passesAlerts(headers);
  if (method === 'POST' && rest.length === 0) return insert(store, object, fieldsOf(body), mayPass);
  if (method === 'PATCH' && rest.length === 2) return upsert(store, object, rest[1]!, fieldsOf(body), mayPass);
  const record = rest[0] === key ? byKey(store, object, rest[1]) : store.get(object, rest[0]);
  if (record === undefined) return refuse(404, 'NOT_FOUND');
  if (method === 'PATCH') {
    const wrong = check(store, object, fieldsOf(body), false);
    if (wrong !== undefined) return wrong;
    track(store, record, store.update(record, fieldsOf(body)));
    return { status: 204 };
  }
  if (method !== 'GET') return refuse(405, 'METHOD_NOT_ALLOWED');
  const names = (query.get('fields') ?? '').split(',').filter(Boolean);
  const values = Object.fromEntries(
    names.map((name) => [name, name === 'Id' ? record.id : (record.body[name] ?? null)]),
  );
  return { status: 200, body: { attributes: { type: object }, Id: record.id, ...values } };
}

const byKey = (store: FakeStore, object: string, value: unknown): FakeRecord | undefined =>
  store.list(object).find(({ body }) => value !== undefined && body[key] === value);

function insert(store: FakeStore, object: string, fields: Fields, mayPassAlerts: boolean): FakeAnswer {
  const wrong = check(store, object, fields, true);
  if (wrong !== undefined) return wrong;
  const holder = byKey(store, object, fields[key]);
  if (holder !== undefined)
    return refuse(400, 'DUPLICATE_VALUE', {
      message: `duplicate value found: ${key} duplicates value on record with id: ${holder.id}`,
    });
  const broken = ruleRefusal(store, object, fields, mayPassAlerts);
  if (broken !== undefined) return broken;
  const made = store.insert(object, fields, (nth) => `${prefixes[object]}${String(nth).padStart(12, '0')}AAA`);
  return { status: 201, body: { id: made.id, success: true, errors: [] } };
}

function upsert(store: FakeStore, object: string, value: string, fields: Fields, mayPassAlerts: boolean): FakeAnswer {
  const holder = byKey(store, object, value);
  if (holder === undefined) {
    const made = insert(store, object, { ...fields, [key]: value }, mayPassAlerts);
    return made.status === 201 ? { status: 201, body: { ...(made.body as object), created: true } } : made;
  }
  if (object === 'EmailMessage') return refuse(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  const wrong = check(store, object, fields, false);
  if (wrong !== undefined) return wrong;
  store.update(holder, fields);
  return { status: 200, body: { id: holder.id, success: true, errors: [], created: false } };
}

const maxParts = 25;
const maxQueries = 5;
const maxGraphs = 75;

/** Parts that stand for themselves, or are done all or not at all. */
function composite(store: FakeStore, { compositeRequest, allOrNone }: Fields): FakeAnswer {
  const parts = (compositeRequest ?? []) as Fields[];
  const queries = parts.filter(({ url }) => /\/query|\/composite\/sobjects/.test(String(url)));
  if (parts.length === 0 || parts.length > maxParts || queries.length > maxQueries) return refuse(400, 'INVALID_INPUT');
  return { status: 200, body: { compositeResponse: perform(store, parts, allOrNone === true) } };
}

/** Each graph by itself, whole or not at all. */
function graph(store: FakeStore, { graphs }: Fields): FakeAnswer {
  const all = (graphs ?? []) as Fields[];
  if (all.length === 0 || all.length > maxGraphs) return refuse(400, 'INVALID_INPUT');
  const done = all.map(({ graphId, compositeRequest }) => {
    const compositeResponse = perform(store, (compositeRequest ?? []) as Fields[], true);
    const isSuccessful = compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 300);
    return { graphId, graphResponse: { compositeResponse }, isSuccessful };
  });
  return { status: 200, body: { graphs: done } };
}

/** @param isWhole what was made before one failed is taken back */
function perform(store: FakeStore, parts: readonly Fields[], isWhole: boolean) {
  const ids = new Map<string, string>();
  const ends: Array<{ referenceId: string; answer: FakeAnswer }> = [];
  for (const { method, url, referenceId, body, httpHeaders } of parts) {
    const { pathname, searchParams } = new URL(String(url), 'http://salesforce');
    const filled: unknown =
      body === undefined
        ? undefined
        : JSON.parse(JSON.stringify(body).replace(/@\{(\w+)\.id\}/g, (_, name: string) => ids.get(name) ?? ''));
    // Of the headers of the whole request a part has those of the session alone.
    const headers = fieldsOf(httpHeaders);
    const answer = route(store, { method: String(method), path: pathname, query: searchParams, body: filled, headers });
    const id = fieldsOf(answer.body).id;
    if (typeof id === 'string') ids.set(String(referenceId), id);
    ends.push({ referenceId: String(referenceId), answer });
    if (isWhole && answer.status >= 300) break;
  }
  const failed = isWhole ? ends.find(({ answer }) => answer.status >= 300) : undefined;
  for (const { url, referenceId } of failed === undefined ? [] : parts) {
    const made = store.get(String(url).split('/').at(-1) ?? '', ids.get(String(referenceId)));
    if (made !== undefined) store.remove(made);
  }
  return parts.map(({ referenceId }) => {
    const end = ends.find((one) => one.referenceId === referenceId);
    const isOver = failed === undefined || end === failed;
    const halted = [{ errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back' }];
    return {
      referenceId: String(referenceId),
      httpStatusCode: isOver ? end!.answer.status : 400,
      httpHeaders: {},
      body: isOver ? end!.answer.body : halted,
    };
  });
}

function updateMany(store: FakeStore, { records }: Fields): FakeAnswer {
  const ends = ((records ?? []) as Fields[]).map(({ id, attributes, ...fields }) => {
    const record = store.get(String(fieldsOf(attributes).type), id);
    if (record === undefined) return { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] };
    const broken = ruleRefusal(store, record.type, fields, true);
    if (broken !== undefined) {
      const [{ errorCode: statusCode, ...error } = {}] = broken.body as Fields[];
      return { success: false, errors: [{ statusCode, ...error }] };
    }
    track(store, record, store.update(record, fields));
    return { id, success: true, errors: [] };
  });
  return { status: 200, body: ends };
}

/** What `nextRecordsUrl` names. */
const pageNamed = (name: string): readonly [soql: string, from: number] => {
  const dash = name.lastIndexOf('-');
  return [Buffer.from(name.slice(0, dash), 'base64url').toString(), Number(name.slice(dash + 1))];
};

/** What a query can ask for beside the objects of the schema. */
const rowsOf = (store: FakeStore, from: string): FakeRecord[] | undefined => {
  if (from === 'PermissionSet') return store.list(from);
  if (/^(?:Contact|Lead)History$/.test(from)) return historyRows(store, from);
  return objects[from] && store.list(from);
};

const pageSize = 2000;

/** @param from how many rows came before */
function select(store: FakeStore, soql: string, from = 0): FakeAnswer {
  try {
    const { fields, from: object, limit, orderBy, matches } = parseSelect(soql, Number.POSITIVE_INFINITY);
    const rows = rowsOf(store, object);
    if (rows === undefined) return refuse(400, 'INVALID_TYPE');
    const isKnown = (name: string): boolean =>
      name === 'Id' || lengthOf(object, name) !== undefined || objects[object] === undefined;
    const strange = fields.find((name) => !isKnown(name));
    if (strange !== undefined) return refuse(400, 'INVALID_FIELD', { fields: [strange] });
    const found = rows.filter(matches).slice(0, limit);
    if (orderBy !== undefined)
      found.sort((one, other) => String(one.body[orderBy]).localeCompare(String(other.body[orderBy])));
    const records = found.slice(from, from + pageSize).map((record) => shown(store, object, fields, record));
    const done = from + pageSize >= found.length;
    const next = `/services/data/v68.0/query/${Buffer.from(soql).toString('base64url')}-${from + pageSize}`;
    return {
      status: 200,
      body: compact({ totalSize: found.length, done, records, nextRecordsUrl: !done ? next : undefined }),
    };
  } catch {
    return refuse(400, 'MALFORMED_QUERY');
  }
}

/** What the record holds that a reference leads to. */
const leadsTo = (store: FakeStore, object: string, body: FakeRecord['body'], field: string): unknown =>
  store.get(object, body[`${object}Id`])?.body[field] ?? null;

/** Fields with a dot lie in the record that they lead to. */
function shown(store: FakeStore, type: string, fields: readonly string[], { id, body }: FakeRecord): Fields {
  const row: Record<string, unknown> = { attributes: { type } };
  for (const name of fields) {
    const [parent = '', inner] = name.split('.');
    const value = name === 'Id' ? id : (body[name] ?? null);
    if (inner === undefined) row[name] = value;
    else if (body[`${parent}Id`] === undefined)
      row[parent] = value === null ? null : { ...fieldsOf(row[parent]), [inner]: value };
    else row[parent] = { ...fieldsOf(row[parent]), [inner]: leadsTo(store, parent, body, inner) };
  }
  return row;
}

function check(store: FakeStore, object: string, fields: Fields, isNew: boolean): FakeAnswer | undefined {
  const { required, references } = objects[object]!;
  for (const [name, value] of Object.entries(fields)) {
    const length = lengthOf(object, name);
    if (length === undefined || hiddenFields(store, object).includes(name))
      return refuse(400, 'INVALID_FIELD', { fields: [name] });
    if (typeof value === 'string' && length > 0 && value.length > length)
      return refuse(400, 'STRING_TOO_LONG', { fields: [name] });
    if (name === 'PathOnClient' && String(value).endsWith('.js'))
      return refuse(400, 'FIELD_INTEGRITY_EXCEPTION', { fields: [name] });
    if (name === 'OwnerId' && !isUser(value)) return refuse(400, 'INVALID_CROSS_REFERENCE_KEY', { fields: [name] });
    const targets = references[name];
    if (targets !== undefined && !targets.some((target) => store.get(target, value) !== undefined))
      return refuse(400, 'INVALID_CROSS_REFERENCE_KEY', { fields: [name] });
  }
  const missing = required.filter((name) => isNew && !fields[name]);
  return missing.length === 0 ? undefined : refuse(400, 'REQUIRED_FIELD_MISSING', { fields: missing });
}

const refuse = (status: number, errorCode: string, more: object = {}): FakeAnswer => ({
  status,
  body: [{ errorCode, message: 'refused', ...more }],
});
