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
  deals: ['name', 'contact_id', 'value', 'currency', 'stage_id', 'tags', 'owner_id', 'custom_fields'],
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
    const [, version, type = '', id] = path.split('/');
    if (version !== 'v2') return refuse(404, 'not_found');
    if (type === 'users') return { status: 200, body: { data: { id: 1 }, meta: { type: 'user' } } };
    if (known[type] === undefined) return refuse(404, 'not_found');
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
  const found = store.list(type).filter(({ body }) => filters.every(([name, value]) => String(body[name]) === value));
  const [number, size] = [Number(query.get('page') ?? 1), Math.min(100, Number(query.get('per_page') ?? 25))];
  const items = found
    .toReversed()
    .slice((number - 1) * size, number * size)
    .map(envelope);
  return { status: 200, body: { items, meta: { type: 'collection', count: items.length } } };
}

function search(store: FakeStore, { items }: Fields): FakeAnswer {
  if (!Array.isArray(items)) return refuse(400, 'bad_request');
  const answers = items.map((item) => {
    const { data, per_page: most = 25 } = fieldsOf(item);
    const { filter } = fieldsOf(fieldsOf(data).query);
    const found = store.searchable('contacts').filter(({ body }) => holds(body, fieldsOf(filter)));
    return { items: found.slice(0, Number(most)).map(envelope), meta: { total_count: found.length }, successful: true };
  });
  return { status: 200, body: { items: answers } };
}

function holds(body: Fields, filter: Fields): boolean {
  if (Array.isArray(filter.and)) return filter.and.every((one) => holds(body, fieldsOf(one)));
  if (Array.isArray(filter.or)) return filter.or.some((one) => holds(body, fieldsOf(one)));
  const { attribute, parameter } = fieldsOf(filter.filter);
  const held = String(body[String(fieldsOf(attribute).name)] ?? '').toLowerCase();
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
    errors: [{ error: { resource: 'contact', code, ...(field && { field }), message: 'refused' }, meta: {} }],
    meta: { type: 'errors', http_status: String(status) },
  },
});
