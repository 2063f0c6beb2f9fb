import { compact } from '../../lambdas/compact.ts';
import type { FakeRecord, FakeStore } from './fake-store.ts';
import {
  type FakeAnswer,
  type FakeRequest,
  type FakeVendor,
  type Fields,
  fieldsOf,
  isText,
  isUser,
  unknownField,
} from './fake-vendor.ts';

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

/**
 * Zendesk Sell's API, as far as a mail needs it: nothing is unique, the search lags, and a client without a name of its
 * own is refused.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/
 */
export const zendeskSell: FakeVendor = {
  tooMany: { status: 429, body: { errors: [{ error: { code: 'too_many_requests' } }] } },
  answer(store, request) {
    const { method, path, headers } = request;
    if (!headers.authorization?.startsWith('Bearer ')) return refuse(401, 'invalid_credentials');
    if (!headers['user-agent'] || headers['user-agent'] === 'node') return refuse(400, 'invalid_user_agent');
    if (path === '/v3/contacts/search' && method === 'POST') return search(store, fieldsOf(request.body));
    const [, version, type = '', id, inner] = path.split('/');
    if (version !== 'v2') return refuse(404, 'not_found');
    if (type === 'users') return { status: 200, body: { data: { id: 1 }, meta: { type: 'user' } } };
    if (known[type] === undefined) return refuse(404, 'not_found');
    if (inner !== undefined) return associatedContacts(store, request, type, id, inner);
    if (method === 'POST' && id === undefined) return create(store, type, fieldsOf(fieldsOf(request.body).data));
    const changed = id === undefined ? undefined : store.get(type, id);
    if (method === 'PUT' && changed !== undefined)
      return { status: 200, body: envelope(store.update(changed, fieldsOf(fieldsOf(request.body).data))) };
    if (method !== 'GET') return refuse(405, 'not_allowed');
    if (id === undefined) return list(store, type, request);
    const record = store.get(type, id);
    return record === undefined ? refuse(404, 'not_found') : { status: 200, body: envelope(record) };
  },
};

/** @see https://developer.zendesk.com/api-reference/sales-crm/resources/associated-contacts/ */
function associatedContacts(
  store: FakeStore,
  { method }: FakeRequest,
  type: string,
  deal: string | undefined,
  inner: string,
): FakeAnswer {
  if (type !== 'deals' || inner !== 'associated_contacts' || store.get('deals', deal) === undefined)
    return refuse(404, 'not_found');
  if (method !== 'GET') return refuse(405, 'not_allowed');
  const items = store
    .list('associated_contacts')
    .filter(({ body }) => String(body.deal_id) === deal)
    .map(({ body }) => ({
      data: { contact_id: body.contact_id, role: 'involved' },
      meta: { type: 'associated_contact' },
    }));
  return { status: 200, body: { items, meta: { type: 'collection', count: items.length } } };
}

function create(store: FakeStore, type: string, fields: Fields): FakeAnswer {
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return refuse(422, wrong.code, wrong.field);
  return { status: 200, body: envelope(store.insert(type, fields)) };
}

function check(store: FakeStore, type: string, fields: Fields): { code: string; field: string } | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return { code: 'unknown_field', field: stranger };
  if (type === 'contacts') {
    const name = fields.is_organization === true ? 'name' : 'last_name';
    if (!isText(fields[name])) return { code: 'blank', field: name };
  }
  if (fields.owner_id !== undefined && !isUser(fields.owner_id)) return { code: 'invalid', field: 'owner_id' };
  if (type === 'deals' && !isText(fields.name)) return { code: 'blank', field: 'name' };
  if (fields.contact_id !== undefined && store.get('contacts', fields.contact_id) === undefined)
    return { code: 'invalid_reference', field: 'contact_id' };
  if (type !== 'notes' && type !== 'tasks') return undefined;
  const target = `${String(fields.resource_type)}s`;
  if (!['contacts', 'deals', 'leads'].includes(target) || store.get(target, fields.resource_id) === undefined)
    return { code: 'invalid_reference', field: 'resource_id' };
  return isText(fields.content, 65_535) ? undefined : { code: 'too_long', field: 'content' };
}

function list(store: FakeStore, type: string, { query }: FakeRequest): FakeAnswer {
  const filters = ['contact_id', 'resource_type', 'resource_id'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const ids = query.get('ids')?.split(',');
  const found = store
    .list(type)
    .filter(
      ({ id, body }) =>
        (ids === undefined || ids.includes(id)) && filters.every(([name, value]) => String(body[name]) === value),
    );
  const [number, size] = [Number(query.get('page') ?? 1), Math.min(100, Number(query.get('per_page') ?? 25))];
  const items = found
    .toReversed()
    .slice((number - 1) * size, number * size)
    .map(envelope);
  return { status: 200, body: { items, meta: { type: 'collection', count: items.length } } };
}

/**
 * The search's own names of what it can look at, where they differ from the Core API's.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/search/filtering
 */
const searchNames: Readonly<Record<string, string>> = { is_organisation: 'is_organization', display_name: 'name' };
const searchable = ['id', 'version', 'created_at', ...known.contacts!].filter((name) => name !== 'is_organization');
const isSearchable = (name: string): boolean =>
  searchable.includes(name) || searchNames[name] !== undefined || name.startsWith('custom_fields.');

/** @see https://developer.zendesk.com/api-reference/sales-crm/search/query-language */
const partsOfData = ['query', 'per_page', 'cursor', 'hits', 'aggregations', 'suggestions'];
const mostFound = 200;

/** Each query by itself; one that names what is not there is an error of its own, among the others. */
function search(store: FakeStore, { items }: Fields): FakeAnswer {
  if (!Array.isArray(items) || items.length === 0) return refuse(400, 'bad_request');
  if (items.some((item) => unknownField(fieldsOf(item), ['data']) !== undefined)) return refuse(400, 'bad_request');
  return { status: 200, body: { items: items.map((item) => searchOne(store, fieldsOf(fieldsOf(item).data))) } };
}

function searchOne(store: FakeStore, data: Fields): Fields {
  const { query, per_page: most = 50 } = data;
  const { filter, projection = [], ...others } = fieldsOf(query);
  const names = [...(projection as Fields[]).map(({ name }) => String(name)), ...namesIn(fieldsOf(filter))];
  const strange = names.find((name) => !isSearchable(name)) ?? unknownField(data, partsOfData);
  const isWrong = strange !== undefined || unknownField(others, ['sort']) !== undefined;
  if (isWrong || typeof most !== 'number' || most > mostFound)
    return {
      successful: false,
      errors: [{ error: { code: 'invalid', message: `refused: ${strange}` }, meta: { type: 'error' } }],
      meta: { type: 'errors', http_status: '400 Bad Request' },
    };
  const found = store
    .searchable('contacts')
    .filter(({ body }) => filter === undefined || holds(body, fieldsOf(filter)));
  const shown = found.slice(0, most).map(({ id, body }) => {
    const asked = (projection as Fields[]).map(({ name }) => [String(name), heldBy(body, String(name))] as const);
    return { data: { ...Object.fromEntries(asked), id: Number(id), version: 1 }, meta: { type: 'contact' } };
  });
  const meta = { type: 'collection', count: shown.length, total_count: found.length, http_status: '200 OK' };
  return { successful: true, items: shown, meta };
}

/** Attributes that a filter names, whatever it combines. */
function namesIn(filter: Fields): string[] {
  const inner = [filter.and, filter.or, filter.not].filter((part) => part !== undefined).flat();
  const own = filter.filter === undefined ? [] : [String(fieldsOf(fieldsOf(filter.filter).attribute).name)];
  return [...own, ...inner.flatMap((part) => namesIn(fieldsOf(part)))];
}

const heldBy = (body: Fields, name: string): unknown =>
  name.startsWith('custom_fields.')
    ? fieldsOf(body.custom_fields)[name.slice('custom_fields.'.length)]
    : body[searchNames[name] ?? name];

function holds(body: Fields, filter: Fields): boolean {
  if (Array.isArray(filter.and)) return filter.and.every((one) => holds(body, fieldsOf(one)));
  if (Array.isArray(filter.or)) return filter.or.some((one) => holds(body, fieldsOf(one)));
  if (filter.not !== undefined) return !holds(body, fieldsOf(filter.not));
  const { attribute, parameter } = fieldsOf(filter.filter);
  const held = String(heldBy(body, String(fieldsOf(attribute).name)) ?? '').toLowerCase();
  const { eq, any } = fieldsOf(parameter);
  return (Array.isArray(any) ? any : [eq]).some((wanted) => String(wanted).toLowerCase() === held);
}

const envelope = ({ id, type, body, createdAt }: FakeRecord) => ({
  data: { id: Number(id), ...body, created_at: new Date(createdAt).toISOString() },
  meta: { type: type.slice(0, -1) },
});

const refuse = (status: number, code: string, field?: string): FakeAnswer => ({
  status,
  body: {
    errors: [
      { error: compact({ resource: 'contact', code, field: field || undefined, message: 'refused' }), meta: {} },
    ],
    meta: { type: 'errors', http_status: String(status) },
  },
});
