import { randomUUID } from 'node:crypto';
import { compact } from '../../lambdas/compact.ts';
import { type Fields, fieldsOf, listOf } from '../fields.ts';
import { path } from '../router.ts';
import { closeContract } from './close-contract.ts';
import { list, show } from './close-list.ts';
import { listPipelines, listStatusChanges, noteStatusChange } from './close-statuses.ts';
import { emailText, violationOf } from './contract.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import {
  answerBy,
  isUser,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  unknownField,
  type VendorRoutes,
} from './sandbox-vendor.ts';
import { fileIn, isRefusedName } from './stored-file.ts';

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
    'in_reply_to_id',
  ],
};
const prefixes: Readonly<Record<string, string>> = {
  lead: 'lead',
  contact: 'cont',
  opportunity: 'oppo',
  task: 'task',
  email: 'acti',
};

/** The sandbox's only user. */
const userId = 'user_7001';

/**
 * Close's API, as far as a mail needs it: no field is unique, the search lags, and Close would send an e-mail with the
 * status `outbox`.
 *
 * @see https://developer.close.com/
 */
export const close: SandboxVendor = {
  tooMany: {
    status: 429,
    headers: { ratelimit: 'limit=20, remaining=0, reset=1' },
    body: { error: { rate_reset: 1, rate_limit: 20, message: 'API call count exceeded' } },
  },
  answer(store, request) {
    const isStorage = request.path.startsWith('/storage/');
    if (!isStorage && !request.headers.authorization?.startsWith('Basic '))
      return { status: 401, body: { error: 'Unauthorized' } };
    const violation = violationOf(closeContract, request);
    if (violation?.kind === 'route') return absent;
    if (violation !== undefined) return refuse(violation.field, 'is not valid');
    return answerBy(routes, store, request) ?? absent;
  },
};

/** Activities, as e-mails are, have a path of two parts. */
const recordsPath = `/api/v1{/activity}?/:type(${Object.keys(known).join('|')})`;
const routes: VendorRoutes = [
  ['GET', path('/api/v1/me/'), readUser],
  ['POST', path('/api/v1/data/search/'), search],
  ['POST', path('/api/v1/unsubscribe/email/'), unsubscribe],
  ['GET', path('/api/v1/pipeline/'), listPipelines],
  ['GET', path('/api/v1/activity/status_change/opportunity/'), listStatusChanges],
  ['POST', path('/api/v1/files/upload/'), nameStorage],
  ['POST', path('/storage/:id'), storeFile],
  ['POST', path(`${recordsPath}/`), create],
  ['GET', path(`${recordsPath}/`), list],
  ['GET', path(`${recordsPath}/:id/`), read],
  ['PUT', path(`${recordsPath}/:id/`), update],
];

const absent: SandboxAnswer = { status: 404, body: { error: 'Empty query: entity does not exist' } };
const refuse = (field: string, problem: string): SandboxAnswer => ({
  status: 400,
  body: { 'field-errors': { [field]: problem }, errors: [] },
});

function readUser(): SandboxAnswer {
  return { status: 200, body: { id: 'user_1' } };
}

/** A lead is shown with its contacts, and a contact with the state of its addresses. */
function read({ store, parameters }: SandboxCall): SandboxAnswer {
  const record = store.get(parameters.type ?? '', parameters.id);
  if (record === undefined) return absent;
  return { status: 200, body: showWhole(store, record) };
}

function update({ store, fields, parameters }: SandboxCall): SandboxAnswer {
  const record = store.get(parameters.type ?? '', parameters.id);
  if (record === undefined) return absent;
  const stranger = unknownField(fields, known[record.type]!);
  if (stranger !== undefined) return refuse(stranger, 'is not known');
  noteStatusChange(store, record, fields);
  return { status: 200, body: show(store.update(record, fields)) };
}

function showWhole(store: RecordStore, record: VendorRecord): Fields {
  if (record.type === 'lead') return withContacts(store, record);
  return record.type === 'contact' ? showContact(store, record) : show(record);
}

const withContacts = (store: RecordStore, lead: VendorRecord): Fields => ({
  ...show(lead),
  contacts: store
    .list('contact')
    .filter(({ body }) => body.lead_id === lead.id)
    .map(show),
});

/** Creates a record, and with a lead the contacts in it. */
function create({ store, fields, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  const wrong = invalidField(store, type, fields);
  if (wrong !== undefined) return refuse(wrong, 'is not valid');
  const { contacts, ...ownFields } = fields;
  const record = store.insert(type, ownFields, () => newId(prefixes[type]!));
  const inside = listOf(contacts).map((contact) =>
    store.insert('contact', { ...contact, lead_id: record.id }, () => newId('cont')),
  );
  return {
    status: 200,
    body: { ...show(record), ...compact({ contacts: type === 'lead' ? inside.map(show) : undefined }) },
  };
}

const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** The first field that Close does not take. */
function invalidField(store: RecordStore, type: string, fields: Fields): string | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return stranger;
  if (type !== 'lead' && store.get('lead', fields.lead_id) === undefined) return 'lead_id';
  if (fields.contact_id !== undefined && store.get('contact', fields.contact_id) === undefined) return 'contact_id';
  const stranded = ['user_id', 'assigned_to'].find(
    (name) => fields[name] !== undefined && !isUser(fields[name], userId),
  );
  if (!areStored(store, fields.attachments)) return 'attachments';
  return stranded ?? (type === 'email' ? invalidEmailField(fields) : undefined) ?? invalidAddress(fields);
}

/** @see https://developer.close.com/api/overview/changelog/2025/12/17 for the sender */
function invalidEmailField({ status, sender }: Fields): string | undefined {
  // Close would send a mail with any of its other statuses: nothing of ours may use them.
  if (status !== 'inbox' && status !== 'sent') return 'status';
  if (sender === undefined) return status === 'inbox' ? 'sender' : undefined;
  return emailText.safeParse(addressIn(String(sender))).success ? undefined : 'sender';
}

/** The address of a mailbox, between angle brackets or alone (RFC 5322 §3.4). */
function addressIn(mailbox: string): string {
  const start = mailbox.lastIndexOf('<');
  return start === -1 ? mailbox : mailbox.slice(start + 1, mailbox.endsWith('>') ? -1 : undefined);
}

function invalidAddress(fields: Fields): 'emails' | undefined {
  const addresses = [fields, ...listOf(fields.contacts)].flatMap(({ emails }) => listOf(emails));
  return addresses.every(({ email }) => /^[^\s@]+@[^\s@]+$/.test(String(email))) ? undefined : 'emails';
}

/** Conditions as trees of `and`, `or`, `has_related` and fields. */
function search({ store, fields: { query, _limit: limit = 100 } }: SandboxCall): SandboxAnswer {
  const type = typeOf(query);
  if (type === undefined) return { status: 400, body: { 'field-errors': { query: 'wants an object_type' } } };
  const records = store.searchable(type).filter((record) => holds(store, record, fieldsOf(query)));
  const data = records.slice(0, Number(limit)).map((record) => ({ __object_type: type, ...showFound(store, record) }));
  return { status: 200, body: { data, cursor: null } };
}

const showFound = (store: RecordStore, record: VendorRecord): Fields =>
  record.type === 'lead' ? withContacts(store, record) : show(record);

/** The object type that a query names, wherever in the tree. */
function typeOf(query: unknown): string | undefined {
  const { type, object_type: objectType, queries } = fieldsOf(query);
  if (type === 'object_type') return String(objectType);
  return listOf(queries).map(typeOf).find(Boolean);
}

function holds(store: RecordStore, record: VendorRecord, query: Fields): boolean {
  const queries = listOf(query.queries);
  switch (query.type) {
    case 'object_type':
      return true;
    case 'and':
      return queries.every((part) => holds(store, record, part));
    case 'or':
      return queries.some((part) => holds(store, record, part));
    case 'has_related':
      return relatedTo(store, record, String(query.related_object_type)).some((related) =>
        holds(store, related, fieldsOf(query.related_query)),
      );
    case 'field_condition':
      return meets(record, query);
    default:
      return false;
  }
}

/** Exact values compare whole; a phrase by the words of a value, so that it also matches a longer domain. */
function meets({ body }: VendorRecord, { field, condition }: Fields): boolean {
  const { mode, value } = fieldsOf(condition);
  const current = String(body[String(fieldsOf(field).field_name)] ?? '').toLowerCase();
  const wanted = String(value).toLowerCase();
  return mode === 'exact_value' ? current === wanted : ` ${wordsIn(current)} `.includes(` ${wordsIn(wanted)} `);
}

/** The words of a value, as an index of texts has them. */
const wordsIn = (value: string): string =>
  value
    .split(/[^a-z\d]+/)
    .join(' ')
    .trim();

function relatedTo(store: RecordStore, { id, body, type }: VendorRecord, related: string): VendorRecord[] {
  if (related === 'contact') return store.searchable('contact').filter((contact) => contact.body.lead_id === id);
  return listOf(body.emails).map((email) => ({ id: '', type, body: email, createdAt: 0, updatedAt: 0 }));
}

/** Names the place of an upload. */
function nameStorage({ store, base = '', fields: { filename } }: SandboxCall): SandboxAnswer {
  if (isRefusedName(String(filename))) return refuse('filename', 'is not allowed');
  const { id } = store.insert('uploads', { filename }, () => newId('file'));
  const download = { url: `https://app.close.com/go/file/${id}` };
  return { status: 200, body: { upload: { url: `${base}/storage/${id}`, fields: { key: id } }, download } };
}

/** Amazon's storage takes a form whose fields are those that Close has named. */
function storeFile({ store, fields, parameters: { id = '' } }: SandboxCall): SandboxAnswer {
  const [slot, file] = [store.get('uploads', id), fileIn(fields)];
  if (slot === undefined || file === undefined || fields.key !== id) return { status: 403 };
  store.update(slot, { bytes: file.bytes });
  return { status: 201 };
}

/** Whether every file that a mail names has been stored. */
const areStored = (store: RecordStore, attachments: unknown): boolean =>
  listOf(attachments).every(({ url }) => store.get('uploads', String(url).split('/').at(-1))?.body.bytes !== undefined);

function unsubscribe({ store, fields: { email } }: SandboxCall): SandboxAnswer {
  const isKept = store.list('unsubscribed').some(({ body }) => body.email === email);
  if (!isKept) store.insert('unsubscribed', { email });
  return { status: 201, body: { email } };
}

/** A contact shows which of its addresses are unsubscribed. */
function showContact(store: RecordStore, contact: VendorRecord): Fields {
  const list = new Set(store.list('unsubscribed').map(({ body }) => String(body.email).toLowerCase()));
  const emails = listOf(contact.body.emails).map((entry) => ({
    ...entry,
    is_unsubscribed: list.has(String(entry.email).toLowerCase()),
  }));
  return { ...show(contact), emails };
}
