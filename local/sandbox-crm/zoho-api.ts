import { type Fields, fieldsOf, listOf, textsOf } from '../fields.ts';
import { path } from '../router.ts';
import { type ContractViolation, violationOf } from './contract.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import {
  answerBy,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  type VendorRoutes,
} from './sandbox-vendor.ts';
import { parseSelect, type Select } from './soql.ts';
import { fileIn, isRefusedName } from './stored-file.ts';
import { zohoContract } from './zoho-contract.ts';
import { known, lookups, mandatory, moduleId, problemOf, type RecordResult, stageValues } from './zoho-schema.ts';

/**
 * Zoho CRM's API v8, as far as a mail needs it. An upsert matches only records that a search shows, so that two upserts at
 * once create two records. Tokens come from the same host.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/
 */
export const zoho: SandboxVendor = {
  tooMany: { status: 429, body: { code: 'TOO_MANY_REQUESTS', status: 'error', message: 'too many', details: {} } },
  answer(store, request) {
    const { method, path: requested, headers } = request;
    if (method === 'POST' && requested === '/oauth/v2/token')
      return { status: 200, body: { access_token: `1000.${store.now()}`, expires_in: 3600, token_type: 'Bearer' } };
    if (!headers.authorization?.startsWith('Zoho-oauthtoken ')) return refuse(401, 'INVALID_TOKEN');
    const violation = violationOf(zohoContract, request);
    if (violation !== undefined) return refuseViolation(violation);
    return answerBy(routes, store, request) ?? refuse(404, 'INVALID_URL_PATTERN');
  },
};

const recordsPath = `/crm/v8/:module(${Object.keys(known).join('|')})`;
const routes: VendorRoutes = [
  ['*', path('/crm/v8/org'), readOrganization],
  ['GET', path('/crm/v8/settings/modules'), listModules],
  ['POST', path('/crm/v8/settings/fields'), createField],
  ['*', path('/crm/v8/settings/fields'), describeFields],
  ['POST', path('/crm/v8/coql'), queryByCoql],
  ['*', path('/crm/v8/actions/email_available'), findEmail],
  ['POST', path('/crm/v8/files'), uploadFile],
  ['POST', path(recordsPath), insertRecords],
  ['PUT', path(recordsPath), updateRecords],
  ['POST', path(`${recordsPath}/upsert`), upsertRecords],
  ['GET', path(`${recordsPath}/:id`), readRecord],
  ['GET', path('/crm/v8/Deals/:id/Contact_Roles'), listContactRoles],
  ['GET', path('/crm/v8/Deals/:id/Stage_History'), listStageHistory],
  ['GET', path(`${recordsPath}/:id/Tasks`), listTasks],
  ['POST', path(`${recordsPath}/:id/actions/associate_email`), associateEmail],
];
const isOfKnownModule = new RegExp(`/crm/(?!v8)|/crm/v8/(?:${Object.keys(known).join('|')})(?:/|$)`);

function listModules(): SandboxAnswer {
  const modules = Object.keys(known).map((name) => ({ api_name: name, id: moduleId(name) }));
  return { status: 200, body: { modules } };
}

function readOrganization(): SandboxAnswer {
  return { status: 200, body: { org: [{ id: '1' }] } };
}

/** Creates a field in an account that lacks it; `hidden` holds the fields that an account lacks. */
function createField({ store, query, fields: { fields } }: SandboxCall): SandboxAnswer {
  const [field] = listOf(fields);
  const name = String(field?.field_label ?? '').replaceAll(' ', '_');
  const hidden = store.list('hidden').find(({ body }) => body.module === query.get('module') && body.name === name);
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

function describeFields({ store, query }: SandboxCall): SandboxAnswer {
  const module = query.get('module') ?? '';
  const hidden = store.list('hidden').flatMap(({ body }) => (body.module === module ? [body.name] : []));
  const fields = known[module]
    ?.filter((name) => !hidden.includes(name))
    .map((name) => ({
      api_name: name,
      data_type: name === 'Email_Opt_Out' ? 'boolean' : 'text',
      field_read_only: name === 'id',
      system_mandatory: name === mandatory[module],
      ...(name === 'Stage' && { pick_list_values: stageValues }),
    }));
  return fields === undefined ? refuse(400, 'INVALID_MODULE') : { status: 200, body: { fields } };
}

function queryByCoql({ store, fields: { select_query: text } }: SandboxCall): SandboxAnswer {
  try {
    const { fields, from, limit, orderBy, matches } = parseSelect(String(text));
    if (known[from] === undefined) return refuse(400, 'INVALID_QUERY');
    const found = inOrder(store.searchable(from).map(withTimes).filter(matches), orderBy).slice(0, limit);
    if (found.length === 0) return { status: 204 };
    const data = found.map((record) => ({ ...pick(record, fields), ...pickThrough(store, record, fields) }));
    return { status: 200, body: { data, info: { count: found.length } } };
  } catch {
    return refuse(400, 'INVALID_QUERY');
  }
}

function inOrder(records: readonly VendorRecord[], orderBy: Select['orderBy']): VendorRecord[] {
  if (orderBy === undefined) return [...records];
  const { field, isDescending } = orderBy;
  const keyOf = ({ body }: VendorRecord): string => String(body[field]);
  return records.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)) * (isDescending ? -1 : 1));
}

/** A record with the times that Zoho keeps of it. */
const withTimes = (record: VendorRecord): VendorRecord => ({
  ...record,
  body: { ...record.body, Created_Time: timeOf(record.createdAt), Modified_Time: timeOf(record.updatedAt) },
});

/** Fields with a dot lie in the record that a look-up leads to. */
const pickThrough = (store: RecordStore, { body }: VendorRecord, fields: readonly string[]): Fields =>
  Object.fromEntries(
    fields
      .filter((name) => name.includes('.'))
      .map((name) => {
        const [look = '', inner = ''] = name.split('.');
        return [name, store.get(lookups[look] ?? '', fieldsOf(body[look]).id)?.body[inner] ?? null];
      }),
  );

const pick = ({ id, body }: VendorRecord, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((name) => [name, name === 'id' ? id : (body[name] ?? null)]));

/** Without the record, the answer is the one to an unknown URL. */
function readRecord({ store, query, parameters: { module = '', id } }: SandboxCall): SandboxAnswer {
  const record = store.get(module, id);
  if (record === undefined) return refuse(404, 'INVALID_URL_PATTERN');
  return { status: 200, body: { data: [pick(record, ['id', ...(query.get('fields') ?? '').split(',')])] } };
}

/** Lists the contacts that have a role in a deal. Zoho requires `fields`, and answers 204 when there are no contacts. */
function listContactRoles({ store, query, parameters: { id } }: SandboxCall): SandboxAnswer {
  const fields = query.get('fields')?.split(',');
  if (fields === undefined) return refuse(400, 'REQUIRED_PARAM_MISSING');
  const ids = store.list('Contact_Roles').flatMap(({ body }) => (body.deal === id ? [body.contact] : []));
  const contacts = ids.flatMap((contact) => store.get('Contacts', contact) ?? []);
  return listed(contacts, ['id', ...fields]);
}

/** The first stage of a deal, and a row for every change. */
function listStageHistory({ store, query, parameters: { id } }: SandboxCall): SandboxAnswer {
  const fields = query.get('fields')?.split(',') ?? [];
  const deal = store.get('Deals', id);
  if (deal === undefined) return refuse(404, 'INVALID_URL_PATTERN');
  const first = { ...deal, body: { Modified_Time: timeOf(deal.createdAt) } };
  const rows = store.list('Stage_History').filter(({ body }) => body.deal === id);
  return listed([first, ...rows], ['id', ...fields]);
}

function listTasks({ store, parameters: { id } }: SandboxCall): SandboxAnswer {
  const tasks = store
    .list('Tasks')
    .filter(({ body }) => [body.Who_Id, body.What_Id].some((about) => fieldsOf(about).id === id));
  return listed(tasks, ['id', 'Description']);
}

/** A related list: 204 when it is empty. */
function listed(records: readonly VendorRecord[], fields: readonly string[]): SandboxAnswer {
  if (records.length === 0) return { status: 204 };
  const data = records.map((record) => pick(record, fields));
  return { status: 200, body: { data, info: { more_records: false } } };
}

function insertRecords(call: SandboxCall): SandboxAnswer {
  const { store } = call;
  return writeRecords(call, (fields, module) => {
    return problemOf(store, module, fields, true) ?? insertOne(store, module, fields);
  });
}

function upsertRecords(call: SandboxCall): SandboxAnswer {
  const { store } = call;
  const uniqueFields = textsOf(call.fields.duplicate_check_fields);
  return writeRecords(call, (fields, module) => {
    const problem = problemOf(store, module, fields, true);
    if (problem !== undefined) return problem;
    const holder = store
      .searchable(module)
      .find((record) => uniqueFields.some((name) => isSameText(record.body[name], fields[name])));
    return holder === undefined ? insertOne(store, module, fields) : updateOne(store, holder, fields);
  });
}

function updateRecords(call: SandboxCall): SandboxAnswer {
  const { store } = call;
  return writeRecords(call, (fields, module) => {
    const problem = problemOf(store, module, fields, false);
    if (problem !== undefined) return problem;
    const holder = store.get(module, fields.id);
    return holder === undefined
      ? { status: 'error', code: 'INVALID_DATA', message: 'the id is invalid', details: { api_name: 'id' } }
      : updateOne(store, holder, fields);
  });
}

/** Writes each record of a call by itself: 202 when Zoho rejects at least one of them. */
function writeRecords(
  { fields: { data }, parameters: { module = '' } }: SandboxCall,
  write: (fields: Fields, module: string) => RecordResult,
): SandboxAnswer {
  const results = listOf(data).map((entry) => write(entry, module));
  return { status: results.every(({ status }) => status === 'success') ? 200 : 202, body: { data: results } };
}

const insertOne = (store: RecordStore, module: string, fields: Fields): RecordResult =>
  successOf('insert', store.insert(module, fields, idOf));

function updateOne(store: RecordStore, holder: VendorRecord, fields: Fields): RecordResult {
  const record = store.update(holder, fields);
  if (record.body.Stage !== holder.body.Stage) noteStage(store, record);
  return successOf('update', record);
}

/** Zoho writes its times with the offset of the account. */
const timeOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');

function noteStage(store: RecordStore, { id, type, body: { Stage } }: VendorRecord): void {
  if (type === 'Deals' && Stage !== undefined)
    store.insert('Stage_History', { deal: id, Stage, Modified_Time: timeOf(store.now()) });
}

const successOf = (action: 'insert' | 'update', { id }: VendorRecord): RecordResult => ({
  status: 'success',
  code: 'SUCCESS',
  action,
  message: 'done',
  details: { id },
});

const idOf = (serial: number): string => `57250170000${String(serial).padStart(7, '0')}`;
const isSameText = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();

/** Stores a file, which nobody sees until a mail names it. */
function uploadFile({ store, fields }: SandboxCall): SandboxAnswer {
  const file = fileIn(fields);
  if (file === undefined || isRefusedName(file.name)) return refuse(400, 'INVALID_DATA');
  const { id } = store.insert('files', { ...file }, (serial) => `f${serial}`);
  const details = { name: file.name, id };
  return { status: 200, body: { data: [{ status: 'success', code: 'SUCCESS', message: 'uploaded', details }] } };
}

function associateEmail({ store, fields, parameters: { module = '', id = '' } }: SandboxCall): SandboxAnswer {
  if (store.get(module, id) === undefined) return refuse(400, 'INVALID_DATA');
  const mail = listOf(fields.Emails)[0] ?? {};
  if (listOf(mail.attachments).some((file) => store.get('files', file.id) === undefined))
    return refuse(400, 'INVALID_DATA');
  const linked = fieldsOf(mail.linked_record);
  const linkedModule = fieldsOf(linked.module);
  const name = String(linkedModule.api_name);
  if (store.get(name, linked.id) === undefined || linkedModule.id !== moduleId(name))
    return refuse(400, 'INVALID_DATA');
  const email = store.insert('Emails', { ...mail, parent: { module, id } }, (serial) => `msg${serial}`);
  const details = { message_id: email.id };
  return { status: 201, body: { Emails: [{ status: 'success', code: 'SUCCESS', message: 'done', details }] } };
}

/** Finds an e-mail by its Message-ID, with its record. The parameter's name is misspelled in Zoho's API, too. */
function findEmail({ store, query }: SandboxCall): SandboxAnswer {
  const messageId = query.get('orginal_message_id');
  const email = store.list('Emails').find(({ body }) => body.original_message_id === messageId);
  if (email === undefined) return { status: 200, body: { available: false } };
  const { module, id } = fieldsOf(email.body.parent);
  const record = { module: { api_name: module, id: moduleId(String(module)) }, id };
  return { status: 200, body: { available: true, record, linked_record: email.body.linked_record } };
}

/** Zoho's code for a request that breaks the contract. */
function refuseViolation({ kind, field }: ContractViolation): SandboxAnswer {
  if (kind === 'route') return refuse(404, isOfKnownModule.test(field) ? 'INVALID_URL_PATTERN' : 'INVALID_MODULE');
  if (kind === 'missing')
    return refuse(400, field.includes('.') ? 'MANDATORY_NOT_FOUND' : 'REQUIRED_PARAM_MISSING', field);
  return refuse(400, 'INVALID_DATA', field);
}

const refuse = (status: number, code: string, field?: string): SandboxAnswer => ({
  status,
  body: { code, status: 'error', message: 'refused', details: field === undefined ? {} : { api_name: field } },
});
