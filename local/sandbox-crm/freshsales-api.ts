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
  contact: [
    'emails',
    'first_name',
    'last_name',
    'sales_accounts',
    'do_not_disturb',
    'lead_source_id',
    'custom_field',
    'owner_id',
    'work_number',
  ],
  sales_account: ['name', 'website'],
  deal: ['name', 'amount', 'sales_account_id', 'contacts_added_list', 'owner_id', 'deal_stage_id'],
  task: ['title', 'description', 'due_date', 'targetable_type', 'targetable_id', 'owner_id'],
  sales_activity: [
    'sales_activity_type_id',
    'title',
    'notes',
    'start_date',
    'end_date',
    'targetable_type',
    'targetable_id',
    'remote_id',
  ],
};
const plural = (type: string): string => (type === 'sales_activity' ? 'sales_activities' : `${type}s`);
const types: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(known).map((type) => [plural(type), type]),
);

/**
 * The API of Freshsales (Freshworks CRM), as far as a mail needs it: addresses are unique only for its upsert, and only
 * among what is indexed.
 *
 * @see https://developers.freshworks.com/crm/api/
 */
export const freshsales: FakeVendor = {
  tooMany: {
    status: 429,
    headers: { 'retry-after': '1' },
    body: { errors: { code: 429, message: ['Rate limit exceeded'] } },
  },
  answer(store, request) {
    const { method, path, headers } = request;
    if (!headers.authorization?.startsWith('Token token=')) return { status: 401, body: { login: 'failed' } };
    const [, first = '', second, third] = path.split('/');
    const body = fieldsOf(request.body);
    if (path === '/selector/sales_activity_types' && method === 'GET')
      return {
        status: 200,
        body: {
          sales_activity_types: [
            { id: 7, name: 'Phone' },
            { id: 8, name: 'Email' },
          ],
        },
      };
    if (first === 'filtered_search' && method === 'POST') return search(store, second ?? '', body);
    const type = types[first];
    if (type === undefined) return absent;
    if (method === 'POST' && second === 'upsert') return upsert(store, type, body);
    if (method === 'POST' && second === undefined) return create(store, type, fieldsOf(body[type]));
    if (third !== undefined) return listOf(store, type, second ?? '', third, request.query);
    const record = store.get(type, second);
    return record === undefined ? absent : one(store, record, type, request);
  },
};

const absent: FakeAnswer = { status: 404, body: { errors: { code: 404, message: ['Not found'] } } };
const refuse = (message: string): FakeAnswer => ({ status: 400, body: { errors: { code: 400, message: [message] } } });

function create(store: FakeStore, type: string, fields: Fields): FakeAnswer {
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return refuse(wrong);
  return { status: 201, body: { [type]: show(store.insert(type, fields)) } };
}

function upsert(store: FakeStore, type: string, body: Fields): FakeAnswer {
  const { emails } = fieldsOf(body.unique_identifier);
  if (!isText(emails)) return refuse('unique_identifier is mandatory');
  const fields = fieldsOf(body[type]);
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return refuse(wrong);
  const holder = store.searchable(type).find((record) => same(record.body.emails, emails));
  if (holder === undefined) return create(store, type, fields);
  return { status: 200, body: { [type]: show(store.update(holder, fields)) } };
}

const tasksOf = (store: FakeStore, type: string, id: string): Fields[] =>
  store
    .list('task')
    .filter(({ body }) => String(body.targetable_type).toLowerCase() === type && String(body.targetable_id) === id)
    .map(show);

/** Records that a deal names, beside it, where they are asked for. */
function besideDeal(store: FakeStore, { body }: FakeRecord, included: readonly string[]): Fields {
  const contacts = ((body.contacts_added_list ?? []) as unknown[]).flatMap((id) => store.get('contact', id) ?? []);
  const account = store.get('sales_account', body.sales_account_id);
  return compact({
    contacts: included.includes('contacts') ? contacts.map(shownContact) : undefined,
    sales_accounts: included.includes('sales_account') && account ? [show(account)] : undefined,
  });
}

/** The first address as a text, all of them as a list. */
const shownContact = (contact: FakeRecord): Fields => {
  const { emails, ...others } = show(contact);
  return { ...others, email: emails, emails: [{ value: emails, is_primary: true }] };
};

function one(store: FakeStore, record: FakeRecord, type: string, { method, body, query }: FakeRequest): FakeAnswer {
  if (method === 'GET') {
    const included = query.get('include')?.split(',') ?? [];
    const tasks = included.includes('tasks') ? { tasks: tasksOf(store, type, record.id) } : {};
    return { status: 200, body: { [type]: show(record), ...tasks, ...besideDeal(store, record, included) } };
  }
  const fields = fieldsOf(fieldsOf(body)[type]);
  const wrong = unknownField(fields, known[type]!);
  if (method !== 'PUT' || wrong !== undefined) return refuse(`invalid field ${wrong}`);
  return { status: 200, body: { [type]: show(store.update(record, fields)) } };
}

function listOf(store: FakeStore, type: string, id: string, what: string, query: URLSearchParams): FakeAnswer {
  const page = (name: string, found: readonly FakeRecord[]): FakeAnswer => {
    const [number, size] = [Number(query.get('page') ?? 1), Math.min(100, Number(query.get('per_page') ?? 25))];
    const shown = found.slice((number - 1) * size, number * size).map(show);
    const total = Math.max(1, Math.ceil(found.length / size));
    return { status: 200, body: { [name]: shown, meta: { total_pages: total, total: found.length } } };
  };
  if (store.get(type, id) === undefined) return absent;
  if (what === 'deals') {
    const found = store
      .list('deal')
      .filter(({ body }) => ((body.contacts_added_list ?? []) as number[]).map(String).includes(id));
    return page('deals', found);
  }
  if (what !== 'activities') return absent;
  const target = type === 'contact' ? 'Contact' : 'Deal';
  const found = store
    .list('sales_activity')
    .filter(({ body }) => body.targetable_type === target && String(body.targetable_id) === id);
  return page('sales_activities', found);
}

function search(store: FakeStore, type: string, { filter_rule: rules }: Fields): FakeAnswer {
  if (known[type] === undefined || !Array.isArray(rules)) return refuse('filter_rule is mandatory');
  const found = store.searchable(type).filter(({ body }) =>
    rules.every((rule) => {
      const { attribute, value } = fieldsOf(rule);
      const held = attribute === 'contact_email.email' ? body.emails : body[String(attribute)];
      return [value].flat().some((wanted) => same(held, wanted));
    }),
  );
  return { status: 200, body: { [plural(type)]: found.slice(0, 25).map(show), meta: { total: found.length } } };
}

const same = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();

function check(store: FakeStore, type: string, fields: Fields): string | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return `invalid field ${stranger}`;
  if (fields.owner_id !== undefined && !isUser(fields.owner_id)) return 'Owner does not exist';
  if (type === 'contact' && !isText(fields.last_name)) return 'last_name is mandatory';
  if ((type === 'sales_account' || type === 'deal') && !isText(fields.name)) return 'name is mandatory';
  for (const { id } of (fields.sales_accounts ?? []) as Fields[])
    if (store.get('sales_account', id) === undefined) return 'sales account does not exist';
  for (const id of (fields.contacts_added_list ?? []) as unknown[])
    if (store.get('contact', id) === undefined) return 'contact does not exist';
  if (type === 'task') {
    if (!isText(fields.title) || !isText(fields.due_date)) return 'title and due_date are mandatory';
    const target = fields.targetable_type === 'Contact' ? 'contact' : 'deal';
    return store.get(target, fields.targetable_id) === undefined ? 'the target does not exist' : undefined;
  }
  if (type !== 'sales_activity') return undefined;
  if (fields.sales_activity_type_id !== 8 && fields.sales_activity_type_id !== 7) return 'no such activity type';
  if (!isText(fields.title)) return 'title is mandatory, and takes 255 characters';
  if (String(fields.notes ?? '').length > 65_535) return 'notes are too long';
  const target = fields.targetable_type === 'Contact' ? 'contact' : 'deal';
  return store.get(target, fields.targetable_id) === undefined ? 'the target does not exist' : undefined;
}

const show = ({ id, body, createdAt }: FakeRecord): Fields => ({
  id: Number(id),
  ...body,
  created_at: new Date(createdAt).toISOString(),
});
