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
import { parseSelect } from './soql.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  Tasks: ['Subject', 'Due_Date', 'Description', 'Who_Id', 'What_Id', '$se_module', 'Owner'],
  Contacts: [
    'id',
    'Email',
    'Secondary_Email',
    'Last_Name',
    'First_Name',
    'Lead_Source',
    'Account_Name',
    'Email_Opt_Out',
    'Phone',
    'Region',
    'Owner',
  ],
  Leads: ['id', 'Email', 'Last_Name', 'Email_Opt_Out'],
  Accounts: ['id', 'Account_Name', 'Website'],
  Deals: ['id', 'Deal_Name', 'Stage', 'Postern_Thread_Key', 'Contact_Name', 'Account_Name', 'Owner'],
};
const mandatory: Readonly<Record<string, string>> = {
  Tasks: 'Subject',
  Contacts: 'Last_Name',
  Leads: 'Last_Name',
  Accounts: 'Account_Name',
  Deals: 'Deal_Name',
};
const lookups: Readonly<Record<string, string>> = {
  Account_Name: 'Accounts',
  Contact_Name: 'Contacts',
  Who_Id: 'Contacts',
  What_Id: 'Deals',
};

/**
 * Zoho CRM's API v8, as far as a mail needs it: upserts go by what a search shows, so that two at once make two records,
 * and tokens are handed out at the same host.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/
 */
export const zoho: FakeVendor = {
  tooMany: { status: 429, body: { code: 'TOO_MANY_REQUESTS', status: 'error', message: 'too many', details: {} } },
  answer(store, request) {
    const { method, path, headers, body } = request;
    if (path === '/oauth/v2/token' && method === 'POST')
      return { status: 200, body: { access_token: `1000.${store.now()}`, expires_in: 3600, token_type: 'Bearer' } };
    if (!headers.authorization?.startsWith('Zoho-oauthtoken ')) return refuse(401, 'INVALID_TOKEN');
    const [, crm, version, module = '', ...rest] = path.split('/');
    if (`${crm}/${version}` !== 'crm/v8') return refuse(404, 'INVALID_URL_PATTERN');
    if (module === 'org') return { status: 200, body: { org: [{ id: '1' }] } };
    if (module === 'settings' && rest[0] === 'fields' && method === 'POST') return makeField(store, request);
    if (module === 'settings' && rest[0] === 'fields') return describe(store, request.query.get('module') ?? '');
    if (module === 'coql' && method === 'POST') return coql(store, fieldsOf(body));
    if (module === 'actions' && rest[0] === 'email_available') return emailAvailable(store, request);
    if (known[module] === undefined) return refuse(404, 'INVALID_MODULE');
    if (rest.length === 0 && method === 'POST') return write(store, module, fieldsOf(body), 'insert');
    const found = rest.length === 1 && method === 'GET' ? store.get(module, rest[0]) : undefined;
    if (found !== undefined)
      return { status: 200, body: { data: [pick(found, ['id', ...(request.query.get('fields') ?? '').split(',')])] } };
    if (module === 'Deals' && rest[1] === 'Contact_Roles' && method === 'GET')
      return rolesOf(store, request, rest[0] ?? '');
    if (rest[1] === 'Tasks' && method === 'GET') return tasksOf(store, rest[0] ?? '');
    if (rest[0] === 'upsert' && method === 'POST') return write(store, module, fieldsOf(body), 'upsert');
    if (rest.length === 0 && method === 'PUT') return write(store, module, fieldsOf(body), 'update');
    if (rest[1] === 'actions' && rest[2] === 'associate_email' && method === 'POST')
      return associate(store, module, rest[0] ?? '', fieldsOf(body));
    return refuse(404, 'INVALID_URL_PATTERN');
  },
};

/** A field of an account that nobody prepared; `hidden` holds those that were taken away. */
function makeField(store: FakeStore, { query, body }: FakeRequest): FakeAnswer {
  const [field] = (fieldsOf(body).fields ?? []) as Fields[];
  const name = String(field?.field_label ?? '').replaceAll(' ', '_');
  const hidden = store.list('hidden').find((one) => one.body.module === query.get('module') && one.body.name === name);
  if (hidden === undefined || field?.data_type !== 'text')
    return {
      status: 400,
      body: { fields: [{ status: 'error', code: 'DUPLICATE_DATA', message: 'refused', details: {} }] },
    };
  store.remove(hidden);
  return {
    status: 201,
    body: { fields: [{ status: 'success', code: 'SUCCESS', message: 'field created', details: { id: '1' } }] },
  };
}

function describe(store: FakeStore, module: string): FakeAnswer {
  const hidden = store.list('hidden').flatMap(({ body }) => (body.module === module ? [body.name] : []));
  const fields = known[module]
    ?.filter((name) => !hidden.includes(name))
    .map((name) => ({
      api_name: name,
      data_type: name === 'Email_Opt_Out' ? 'boolean' : 'text',
      field_read_only: name === 'id',
      system_mandatory: name === mandatory[module],
    }));
  return fields === undefined ? refuse(400, 'INVALID_MODULE') : { status: 200, body: { fields } };
}

function coql(store: FakeStore, { select_query: text }: Fields): FakeAnswer {
  try {
    const { fields, from, limit, matches } = parseSelect(String(text));
    if (known[from] === undefined) return refuse(400, 'INVALID_QUERY');
    const found = store.searchable(from).filter(matches).slice(0, limit);
    if (found.length === 0) return { status: 204 };
    const data = found.map((record) => ({ ...pick(record, fields), ...pickThrough(store, record, fields) }));
    return { status: 200, body: { data, info: { count: found.length } } };
  } catch {
    return refuse(400, 'INVALID_QUERY');
  }
}

/** Fields with a dot lie in the record that a look-up leads to. */
const pickThrough = (store: FakeStore, { body }: FakeRecord, fields: readonly string[]): Fields =>
  Object.fromEntries(
    fields
      .filter((name) => name.includes('.'))
      .map((name) => {
        const [look = '', inner = ''] = name.split('.');
        return [name, store.get(lookups[look] ?? '', fieldsOf(body[look]).id)?.body[inner] ?? null];
      }),
  );

const pick = ({ id, body }: FakeRecord, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((name) => [name, name === 'id' ? id : (body[name] ?? null)]));

/** Contacts with a role in a deal; 204 when there are none, and fields have to be named. */
function rolesOf(store: FakeStore, { query }: FakeRequest, deal: string): FakeAnswer {
  const fields = query.get('fields')?.split(',');
  if (fields === undefined) return refuse(400, 'REQUIRED_PARAM_MISSING');
  const ids = store.list('Contact_Roles').flatMap(({ body }) => (body.deal === deal ? [body.contact] : []));
  const found = ids.flatMap((id) => store.get('Contacts', id) ?? []);
  if (found.length === 0) return { status: 204 };
  return {
    status: 200,
    body: { data: found.map((one) => pick(one, ['id', ...fields])), info: { more_records: false } },
  };
}

/** 204 when there are none. */
function tasksOf(store: FakeStore, id: string): FakeAnswer {
  const found = store
    .list('Tasks')
    .filter(({ body }) => [body.Who_Id, body.What_Id].some((about) => fieldsOf(about).id === id));
  if (found.length === 0) return { status: 204 };
  const data = found.map((record) => pick(record, ['id', 'Description']));
  return { status: 200, body: { data, info: { more_records: false } } };
}

function write(store: FakeStore, module: string, body: Fields, how: 'insert' | 'update' | 'upsert'): FakeAnswer {
  const isUpsert = how !== 'update';
  const records = body.data;
  if (!Array.isArray(records) || records.length === 0 || records.length > 100) return refuse(400, 'INVALID_DATA');
  if (!Array.isArray(body.trigger)) return refuse(400, 'MANDATORY_NOT_FOUND');
  const by = (body.duplicate_check_fields ?? []) as string[];
  const data = records.map((entry) => {
    const fields = fieldsOf(entry);
    const wrong = check(store, module, fields, isUpsert);
    if (wrong !== undefined) return { status: 'error', message: 'invalid', ...wrong };
    const holder =
      how === 'insert'
        ? undefined
        : isUpsert
          ? store.searchable(module).find((record) => by.some((name) => same(record.body[name], fields[name])))
          : store.get(module, fields.id);
    if (how === 'update' && holder === undefined)
      return { status: 'error', code: 'INVALID_DATA', message: 'the id is invalid', details: { api_name: 'id' } };
    const record = holder ? store.update(holder, fields) : store.insert(module, fields, idOf);
    const action = holder ? 'update' : 'insert';
    return { status: 'success', code: 'SUCCESS', action, message: 'done', details: { id: record.id } };
  });
  return { status: data.every(({ status }) => status === 'success') ? 200 : 202, body: { data } };
}

const idOf = (nth: number): string => `57250170000${String(nth).padStart(7, '0')}`;
const same = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();

function check(store: FakeStore, module: string, fields: Fields, isUpsert: boolean) {
  const stranger = unknownField(fields, known[module]!);
  if (stranger !== undefined) return { code: 'INVALID_DATA', details: { api_name: stranger } };
  if (fields.Owner !== undefined && !isUser(fieldsOf(fields.Owner).id))
    return { code: 'INVALID_DATA', details: { api_name: 'Owner' } };
  const wanted = mandatory[module]!;
  if (isUpsert && !isText(fields[wanted])) return { code: 'MANDATORY_NOT_FOUND', details: { api_name: wanted } };
  for (const [name, target] of Object.entries(lookups)) {
    const value = fields[name];
    if (value === undefined || typeof value === 'string') continue;
    if (store.get(target, fieldsOf(value).id) === undefined)
      return { code: 'INVALID_DATA', details: { api_name: name } };
  }
  if (fields.Email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(String(fields.Email)))
    return { code: 'INVALID_DATA', details: { api_name: 'Email' } };
  return undefined;
}

function associate(store: FakeStore, module: string, id: string, body: Fields): FakeAnswer {
  if (store.get(module, id) === undefined) return refuse(400, 'INVALID_DATA');
  const mail = fieldsOf((body.Emails as unknown[] | undefined)?.[0]);
  for (const name of ['from', 'to', 'original_message_id', 'sent', 'date_time', 'linked_record'])
    if (mail[name] === undefined) return refuse(400, 'MANDATORY_NOT_FOUND');
  if (String(mail.subject ?? '').length > 250) return refuse(400, 'INVALID_DATA');
  const linked = fieldsOf(mail.linked_record);
  if (store.get(String(fieldsOf(linked.module).api_name), linked.id) === undefined) return refuse(400, 'INVALID_DATA');
  const made = store.insert('Emails', { ...mail, parent: { module, id } }, (nth) => `msg${nth}`);
  const details = { message_id: made.id };
  return { status: 200, body: { Emails: [{ status: 'success', code: 'SUCCESS', message: 'done', details }] } };
}

function emailAvailable(store: FakeStore, { query }: FakeRequest): FakeAnswer {
  const id = query.get('orginal_message_id');
  if (id === null) return refuse(400, 'MANDATORY_NOT_FOUND');
  const found = store.list('Emails').find(({ body }) => body.original_message_id === id);
  return {
    status: 200,
    body: { Emails: compact({ available: found !== undefined, message_id: found ? found.id : undefined }) },
  };
}

const refuse = (status: number, code: string): FakeAnswer => ({
  status,
  body: { code, status: 'error', message: 'refused', details: {} },
});
