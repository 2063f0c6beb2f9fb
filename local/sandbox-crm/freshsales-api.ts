import { compact } from '../../lambdas/compact.ts';
import { type Fields, fieldsOf, listOf } from '../fields.ts';
import { path } from '../router.ts';
import { firstAccountStage } from './account-stages.ts';
import { type ContractViolation, violationOf } from './contract.ts';
import { freshsalesContract } from './freshsales-contract.ts';
import { listPipelines, listStages, stageFields, stageProblem } from './freshsales-stages.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import {
  answerBy,
  isText,
  isUser,
  type SandboxAnswer,
  type SandboxCall,
  type SandboxVendor,
  unknownField,
  type VendorRoutes,
} from './sandbox-vendor.ts';

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

/** The sandbox's only user. */
const userId = '7001';

/**
 * The API of Freshsales (Freshworks CRM), as far as a mail needs it: an address is unique only for the upsert, and only
 * among the records in the search index.
 *
 * @see https://developers.freshworks.com/crm/api/
 */
export const freshsales: SandboxVendor = {
  tooMany: {
    status: 429,
    headers: { 'retry-after': '1' },
    body: { errors: { code: 429, message: ['Rate limit exceeded'] } },
  },
  answer(store, request) {
    if (!request.headers.authorization?.startsWith('Token token=')) return { status: 401, body: { login: 'failed' } };
    const violation = violationOf(freshsalesContract, request);
    if (violation?.kind === 'route') return absent;
    if (violation !== undefined) return refuse(wordsOf(violation));
    return answerBy(routes, store, request) ?? absent;
  },
};

/** Freshsales' words for a request that breaks the contract. */
function wordsOf({ kind, field }: ContractViolation): string {
  const name = field.split('.').at(-1);
  return kind === 'missing' ? `${name} is mandatory` : `invalid field ${name}`;
}

const recordsPath = `/:plural(${Object.keys(types).join('|')})`;
const routes: VendorRoutes = [
  ['GET', path('/selector/sales_activity_types'), listActivityTypes],
  ['GET', path('/selector/deal_stages'), listStages],
  ['GET', path('/selector/deal_pipelines'), listPipelines],
  ['GET', path('/selector/lead_sources'), listLeadSources],
  ['POST', path('/filtered_search/:type'), search],
  ['POST', path(recordsPath), create],
  ['POST', path(`${recordsPath}/upsert`), upsert],
  ['GET', path(`${recordsPath}/:id/deals`), listDeals],
  ['GET', path(`${recordsPath}/:id/activities`), listActivities],
  ['GET', path(`${recordsPath}/:id`), read],
  ['PUT', path(`${recordsPath}/:id`), update],
];

/** The singular name of a call's object type: answers hold records under it. */
const typeOf = ({ parameters: { plural = '' } }: SandboxCall): string => types[plural]!;

const absent: SandboxAnswer = { status: 404, body: { errors: { code: 404, message: ['Not found'] } } };
const refuse = (message: string): SandboxAnswer => ({
  status: 400,
  body: { errors: { code: 400, message: [message] } },
});

const activityTypes = [
  { id: 7, name: 'Phone' },
  { id: 8, name: 'Email' },
];

function listActivityTypes(): SandboxAnswer {
  return { status: 200, body: { sales_activity_types: activityTypes } };
}

function listLeadSources(): SandboxAnswer {
  return { status: 200, body: { lead_sources: ['Web', 'Email'].map((name, index) => ({ id: 30 + index, name })) } };
}

function create(call: SandboxCall): SandboxAnswer {
  const type = typeOf(call);
  return insert(call.store, type, fieldsOf(call.fields[type]));
}

function insert(store: RecordStore, type: string, fields: Fields): SandboxAnswer {
  const problem = problemOf(store, type, fields);
  return problem === undefined ? { status: 201, body: { [type]: show(store.insert(type, fields)) } } : refuse(problem);
}

function upsert(call: SandboxCall): SandboxAnswer {
  const [{ store }, type] = [call, typeOf(call)];
  const { emails } = fieldsOf(call.fields.unique_identifier);
  if (!isText(emails)) return refuse('unique_identifier is mandatory');
  const fields = fieldsOf(call.fields[type]);
  const problem = problemOf(store, type, fields);
  if (problem !== undefined) return refuse(problem);
  const holder = store
    .searchable(type)
    .find((record) => addressesOf(record.body.emails).some((address) => isSameText(address, emails)));
  if (holder === undefined) return insert(store, type, fields);
  return { status: 200, body: { [type]: show(store.update(holder, fields)) } };
}

const tasksOf = (store: RecordStore, type: string, id: string): Fields[] =>
  store
    .list('task')
    .filter(({ body }) => String(body.targetable_type).toLowerCase() === type && String(body.targetable_id) === id)
    .map(show);

/** Records that a deal names, where the query asks for them. */
function besideDeal(store: RecordStore, { body }: VendorRecord, included: readonly string[]): Fields {
  const contacts = valuesOf(body.contacts_added_list).flatMap((id) => store.get('contact', id) ?? []);
  const account = store.get('sales_account', body.sales_account_id);
  return compact({
    contacts: included.includes('contacts') ? contacts.map(showContact) : undefined,
    sales_accounts: included.includes('sales_account') && account ? [show(account)] : undefined,
  });
}

/** The first address as a text, and all addresses as a list. */
const showContact = (contact: VendorRecord): Fields => {
  const addresses = addressesOf(contact.body.emails);
  const emails = addresses.map((value, index) => ({ value, is_primary: index === 0 }));
  return { ...show(contact), email: addresses[0], emails };
};

/** A contact is written with one address, and may have several. */
const addressesOf = (emails: unknown): unknown[] =>
  Array.isArray(emails) ? emails.map(({ value }) => value) : [emails];

function read(call: SandboxCall): SandboxAnswer {
  const [{ store }, type] = [call, typeOf(call)];
  const record = store.get(type, call.parameters.id);
  if (record === undefined) return absent;
  const included = call.query.get('include')?.split(',') ?? [];
  const tasks = included.includes('tasks') ? { tasks: tasksOf(store, type, record.id) } : {};
  return { status: 200, body: { [type]: show(record), ...tasks, ...besideDeal(store, record, included) } };
}

function update(call: SandboxCall): SandboxAnswer {
  const [{ store }, type] = [call, typeOf(call)];
  const record = store.get(type, call.parameters.id);
  if (record === undefined) return absent;
  const fields = fieldsOf(call.fields[type]);
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return refuse(`invalid field ${stranger}`);
  const problem = stageProblem(fields);
  if (problem !== undefined) return refuse(problem);
  return { status: 200, body: { [type]: show(store.update(record, { ...fields, ...stageFields(store, fields) })) } };
}

function listDeals(call: SandboxCall): SandboxAnswer {
  const { store, parameters, query } = call;
  if (store.get(typeOf(call), parameters.id) === undefined) return absent;
  const deals = store
    .list('deal')
    .filter(({ body }) => valuesOf(body.contacts_added_list).map(String).includes(parameters.id!));
  return pageOf('deals', deals, query);
}

function listActivities(call: SandboxCall): SandboxAnswer {
  const [{ store, parameters, query }, type] = [call, typeOf(call)];
  if (store.get(type, parameters.id) === undefined) return absent;
  const target = type === 'contact' ? 'Contact' : 'Deal';
  const activities = store
    .list('sales_activity')
    .filter(({ body }) => body.targetable_type === target && String(body.targetable_id) === parameters.id);
  return pageOf('sales_activities', activities, query);
}

function pageOf(name: string, records: readonly VendorRecord[], query: URLSearchParams): SandboxAnswer {
  const [number, size] = [Number(query.get('page') ?? 1), Math.min(100, Number(query.get('per_page') ?? 25))];
  const shown = records.slice((number - 1) * size, number * size).map(show);
  const totalPages = Math.max(1, Math.ceil(records.length / size));
  return { status: 200, body: { [name]: shown, meta: { total_pages: totalPages, total: records.length } } };
}

function search({ store, fields: { filter_rule: rules }, parameters: { type = '' } }: SandboxCall): SandboxAnswer {
  if (known[type] === undefined || !Array.isArray(rules)) return refuse('filter_rule is mandatory');
  const records = store.searchable(type).filter(({ body }) =>
    listOf(rules).every(({ attribute, value }) => {
      const current = attribute === 'contact_email.email' ? addressesOf(body.emails) : [body[String(attribute)]];
      return [value].flat().some((wanted) => current.some((text) => isSameText(text, wanted)));
    }),
  );
  return { status: 200, body: { [plural(type)]: records.slice(0, 25).map(show), meta: { total: records.length } } };
}

const valuesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isSameText = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();

/** Why Freshsales rejects a record, in its own words. */
function problemOf(store: RecordStore, type: string, fields: Fields): string | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return `invalid field ${stranger}`;
  if (fields.owner_id !== undefined && !isUser(fields.owner_id, userId)) return 'Owner does not exist';
  if (type === 'contact' && !isText(fields.last_name)) return 'last_name is mandatory';
  if ((type === 'sales_account' || type === 'deal') && !isText(fields.name)) return 'name is mandatory';
  return (
    danglingOf(store, fields) ??
    (type === 'task' ? taskProblem(store, fields) : undefined) ??
    (type === 'sales_activity' ? activityProblem(store, fields) : undefined)
  );
}

/** A record that the fields name and that does not exist. */
function danglingOf(store: RecordStore, fields: Fields): string | undefined {
  if (listOf(fields.sales_accounts).some(({ id }) => store.get('sales_account', id) === undefined))
    return 'sales account does not exist';
  return valuesOf(fields.contacts_added_list).some((id) => store.get('contact', id) === undefined)
    ? 'contact does not exist'
    : undefined;
}

function taskProblem(store: RecordStore, fields: Fields): string | undefined {
  if (!isText(fields.title) || !isText(fields.due_date)) return 'title and due_date are mandatory';
  return targetProblem(store, fields);
}

function activityProblem(store: RecordStore, fields: Fields): string | undefined {
  if (activityTypes.every(({ id }) => id !== fields.sales_activity_type_id)) return 'no such activity type';
  if (!isText(fields.title)) return 'title is mandatory, and takes 255 characters';
  if (String(fields.notes ?? '').length > 65_535) return 'notes are too long';
  return targetProblem(store, fields);
}

function targetProblem(store: RecordStore, fields: Fields): string | undefined {
  const target = fields.targetable_type === 'Contact' ? 'contact' : 'deal';
  return store.get(target, fields.targetable_id) === undefined ? 'the target does not exist' : undefined;
}

const show = ({ id, type, body, createdAt }: VendorRecord): Fields => ({
  id: Number(id),
  ...(type === 'deal' ? { deal_stage_id: firstAccountStage, deal_pipeline_id: 1 } : {}),
  ...body,
  created_at: new Date(createdAt).toISOString(),
});
