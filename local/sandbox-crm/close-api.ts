import { randomUUID } from 'node:crypto';
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
  lead: ['name', 'url', 'description', 'contacts', 'status_id'],
  contact: ['lead_id', 'name', 'title', 'emails', 'phones', 'custom.cf_region', 'custom.cf_owner'],
  opportunity: ['lead_id', 'contact_id', 'note', 'status_id', 'value', 'confidence', 'user_id'],
  task: ['_type', 'lead_id', 'text', 'date', 'is_complete', 'assigned_to'],
  email: [
    'status',
    'lead_id',
    'contact_id',
    'sender',
    'to',
    'cc',
    'bcc',
    'subject',
    'body_text',
    'body_html',
    'activity_at',
    'attachments',
  ],
};
const prefixes: Readonly<Record<string, string>> = {
  lead: 'lead',
  contact: 'cont',
  opportunity: 'oppo',
  task: 'task',
  email: 'acti',
};

/**
 * Close's API, as far as a mail needs it: nothing is unique, the search lags, and an e-mail with the status `outbox` would
 * be sent.
 *
 * @see https://developer.close.com/
 */
export const close: FakeVendor = {
  tooMany: {
    status: 429,
    headers: { ratelimit: 'limit=20, remaining=0, reset=1' },
    body: { error: { rate_reset: 1, rate_limit: 20, message: 'API call count exceeded' } },
  },
  answer(store, request) {
    const { method, path, headers } = request;
    if (!headers.authorization?.startsWith('Basic ')) return { status: 401, body: { error: 'Unauthorized' } };
    const body = fieldsOf(request.body);
    if (!path.startsWith('/api/v1/') || !path.endsWith('/')) return absent;
    const parts = path.slice('/api/v1/'.length, -1).split('/');
    const route = `${method} ${parts.join('/')}`;
    if (route === 'GET me') return { status: 200, body: { id: 'user_1' } };
    if (route === 'POST data/search') return search(store, body);
    if (route === 'POST unsubscribe/email') return unsubscribe(store, body);
    const type = parts[0] === 'activity' ? parts[1]! : parts[0]!;
    const rest = parts.slice(parts[0] === 'activity' ? 2 : 1);
    if (known[type] === undefined) return absent;
    if (method === 'POST' && rest.length === 0) return create(store, type, body);
    if (method === 'GET' && rest.length === 0) return list(store, type, request);
    const record = store.get(type, rest[0]);
    if (record === undefined || (method !== 'GET' && method !== 'PUT')) return absent;
    if (method === 'GET') return { status: 200, body: type === 'lead' ? withContacts(store, record) : show(record) };
    const stranger = unknownField(body, known[type]!);
    if (stranger !== undefined)
      return { status: 400, body: { 'field-errors': { [stranger]: 'is not known' }, errors: [] } };
    return { status: 200, body: show(store.update(record, body)) };
  },
};

/** A lead is shown with the contacts in it. */
const withContacts = (store: FakeStore, lead: FakeRecord): Fields => ({
  ...show(lead),
  contacts: store
    .list('contact')
    .filter(({ body }) => body.lead_id === lead.id)
    .map(show),
});

const absent: FakeAnswer = { status: 404, body: { error: 'Empty query: entity does not exist' } };

function create(store: FakeStore, type: string, fields: Fields): FakeAnswer {
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return { status: 400, body: { 'field-errors': { [wrong]: 'is not valid' }, errors: [] } };
  const idOf = (): string => `${prefixes[type]}_${randomUUID().replaceAll('-', '')}`;
  const { contacts, ...own } = fields;
  const made = store.insert(type, own, idOf);
  const inside = ((contacts ?? []) as Fields[]).map((contact) =>
    store.insert('contact', { ...contact, lead_id: made.id }, () => `cont_${randomUUID().replaceAll('-', '')}`),
  );
  return {
    status: 200,
    body: { ...show(made), ...compact({ contacts: type === 'lead' ? inside.map(show) : undefined }) },
  };
}

function check(store: FakeStore, type: string, fields: Fields): string | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return stranger;
  if (type !== 'lead' && store.get('lead', fields.lead_id) === undefined) return 'lead_id';
  if (fields.contact_id !== undefined && store.get('contact', fields.contact_id) === undefined) return 'contact_id';
  for (const name of ['user_id', 'assigned_to']) if (fields[name] !== undefined && !isUser(fields[name])) return name;
  if (type === 'email') {
    if (!['inbox', 'draft', 'scheduled', 'outbox', 'sent'].includes(String(fields.status))) return 'status';
    // Nobody may send anything.
    if (fields.status !== 'inbox' && fields.status !== 'sent') return 'status';
    if (!isText(fields.sender, 1000)) return 'sender';
    if (String(fields.subject ?? '').length > 1000) return 'subject';
  }
  for (const { emails } of [fields, ...((fields.contacts ?? []) as Fields[])])
    for (const { email } of (emails ?? []) as Fields[]) if (!/^[^\s@]+@[^\s@]+$/.test(String(email))) return 'emails';
  return undefined;
}

function list(store: FakeStore, type: string, { query }: FakeRequest): FakeAnswer {
  const lead = query.get('lead_id');
  const [from, to] = [query.get('activity_at__gte'), query.get('activity_at__lte')];
  const found = store.list(type).filter(({ body }) => {
    const at = String(body.activity_at ?? '');
    return (lead === null || body.lead_id === lead) && (from === null || at >= from) && (to === null || at <= to);
  });
  const [skip, limit] = [Number(query.get('_skip') ?? 0), Math.min(100, Number(query.get('_limit') ?? 100))];
  const data = found.slice(skip, skip + limit).map(show);
  return { status: 200, body: { data, has_more: skip + limit < found.length } };
}

/** Conditions as trees of `and`, `or`, `has_related` and fields. */
function search(store: FakeStore, { query, _limit: limit = 100 }: Fields): FakeAnswer {
  const type = typeOf(query);
  if (type === undefined) return { status: 400, body: { 'field-errors': { query: 'wants an object_type' } } };
  const found = store.searchable(type).filter((record) => holds(store, record, fieldsOf(query)));
  const data = found.slice(0, Number(limit)).map((record) => ({ __object_type: type, ...show(record) }));
  return { status: 200, body: { data, cursor: null } };
}

function typeOf(query: unknown): string | undefined {
  const { type, object_type: own, queries = [] } = fieldsOf(query);
  if (type === 'object_type') return String(own);
  return (queries as unknown[]).map(typeOf).find(Boolean);
}

function holds(store: FakeStore, record: FakeRecord, query: Fields): boolean {
  const queries = (query.queries ?? []) as unknown[];
  switch (query.type) {
    case 'object_type':
      return true;
    case 'and':
      return queries.every((one) => holds(store, record, fieldsOf(one)));
    case 'or':
      return queries.some((one) => holds(store, record, fieldsOf(one)));
    case 'has_related':
      return relatedTo(store, record, String(query.related_object_type)).some((one) =>
        holds(store, one, fieldsOf(query.related_query)),
      );
    case 'field_condition': {
      const { field_name: name } = fieldsOf(query.field);
      const { mode, value } = fieldsOf(query.condition);
      const held = String(record.body[String(name)] ?? '').toLowerCase();
      const wanted = String(value).toLowerCase();
      return mode === 'exact_value' ? held === wanted : held.split(/[/:]+/).includes(wanted);
    }
    default:
      return false;
  }
}

function relatedTo(store: FakeStore, { id, body, type }: FakeRecord, related: string): FakeRecord[] {
  if (related === 'contact') return store.searchable('contact').filter((contact) => contact.body.lead_id === id);
  const emails = (body.emails ?? []) as Fields[];
  return emails.map((email) => ({ id: '', type, body: email, createdAt: 0, updatedAt: 0 }));
}

function unsubscribe(store: FakeStore, { email }: Fields): FakeAnswer {
  if (!isText(email)) return { status: 400, body: { 'field-errors': { email: 'is not valid' } } };
  const known = store.list('unsubscribed').find(({ body }) => body.email === email);
  if (known === undefined) store.insert('unsubscribed', { email });
  return { status: 200, body: { email } };
}

const show = ({ id, body, createdAt }: FakeRecord): Fields => ({
  id,
  ...body,
  date_created: new Date(createdAt).toISOString(),
});
