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
  persons: [
    'name',
    'emails',
    'org_id',
    'owner_id',
    'marketing_status',
    'phones',
    'custom_fields',
    'label_ids',
    'job_title',
  ],
  organizations: ['name', 'owner_id', 'custom_fields', 'label_ids', 'website'],
  deals: [
    'title',
    'person_id',
    'org_id',
    'stage_id',
    'pipeline_id',
    'value',
    'owner_id',
    'custom_fields',
    'label_ids',
    'currency',
  ],
  activities: [
    'subject',
    'type',
    'done',
    'due_date',
    'due_time',
    'note',
    'deal_id',
    'org_id',
    'participants',
    'owner_id',
  ],
};
const required: Readonly<Record<string, string>> = {
  persons: 'name',
  organizations: 'name',
  deals: 'title',
  activities: 'subject',
};
const maxNoteBytes = 100_000;

/**
 * Pipedrive's API v2, as far as a mail needs it: nothing is unique, searches lag, lists by parent do not.
 *
 * @see https://developers.pipedrive.com/docs/api/v1
 */
export const pipedrive: FakeVendor = {
  tooMany: {
    status: 429,
    headers: { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    body: { success: false, error: 'request over limit', errorCode: 429 },
  },
  answer(store, request) {
    if (!request.headers['x-api-token']) return refuse(401, 'unauthorized access');
    const [, first, second, type = '', id, ...rest] = request.path.split('/');
    if (`${first}/${second}` !== 'api/v2' || known[type] === undefined || rest.length > 0)
      return refuse(404, 'Unknown method');
    if (id === 'search') return search(store, type, request);
    if (id !== undefined) return one(store, type, id, request);
    if (request.method === 'POST') return create(store, type, fieldsOf(request.body));
    return request.method === 'GET' ? list(store, type, request.query) : refuse(405, 'Method not allowed');
  },
};

function create(store: FakeStore, type: string, fields: Fields): FakeAnswer {
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return refuse(400, wrong);
  if (!isText(fields[required[type]!])) return refuse(400, `${required[type]} is required`);
  // Whoever has no consent on record is not subscribed.
  const defaults = type === 'persons' ? { marketing_status: 'no_consent' } : {};
  const made = store.insert(type, { ...defaults, ...fields });
  return { status: 201, body: { success: true, data: show(made, hasCampaigns(store)) } };
}

/** Takes Campaigns from the account: nobody's marketing status is kept any more. */
export const withoutCampaigns = (store: FakeStore): void => void store.insert('account', { campaigns: false });

/**
 * Only an account with Campaigns takes and shows `marketing_status`.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#updatePerson
 */
const hasCampaigns = (store: FakeStore): boolean => store.list('account').length === 0;

function one(store: FakeStore, type: string, id: string, { method, body, query }: FakeRequest): FakeAnswer {
  const record = store.get(type, id);
  if (record === undefined) return refuse(404, 'Not found');
  const isIncluded = query.get('include_fields')?.split(',').includes('marketing_status') === true;
  if (isIncluded && !hasCampaigns(store)) return refuse(400, 'marketing_status may not be included');
  if (method === 'GET') return { status: 200, body: { success: true, data: show(record, isIncluded) } };
  if (method !== 'PATCH') return refuse(405, 'Method not allowed');
  const fields = fieldsOf(body);
  const wrong = check(store, type, fields);
  if (wrong !== undefined) return refuse(400, wrong);
  // It may be changed once, and a second change is silently none.
  const { marketing_status: status, ...others } = fields;
  const mayChange = status !== undefined && hasCampaigns(store) && record.body.marketing_status !== 'unsubscribed';
  const changed = store.update(record, { ...others, ...compact({ marketing_status: mayChange ? status : undefined }) });
  return { status: 200, body: { success: true, data: show(changed, hasCampaigns(store)) } };
}

function search(store: FakeStore, type: string, { query }: FakeRequest): FakeAnswer {
  const term = (query.get('term') ?? '').toLowerCase();
  if (term.length < 2) return refuse(400, 'term must be at least 2 characters');
  const found = store
    .searchable(type)
    .filter(({ body }) =>
      type === 'persons'
        ? (body.emails as ReadonlyArray<{ value: string }> | undefined)?.some(
            ({ value }) => value.toLowerCase() === term,
          )
        : String(body.name).toLowerCase() === term,
    );
  const items = found
    .slice(0, Number(query.get('limit') ?? 100))
    .map((record) => ({ result_score: 1, item: show(record, false) }));
  return { status: 200, body: { success: true, data: { items }, additional_data: { next_cursor: null } } };
}

function list(store: FakeStore, type: string, query: URLSearchParams): FakeAnswer {
  const since = Date.parse(query.get('updated_since') ?? '1970-01-01T00:00:00Z');
  const person = query.get('person_id');
  const deal = query.get('deal_id');
  const found = store.list(type).filter(({ id, body, updatedAt }) => {
    const people = [
      body.person_id,
      ...((body.participants ?? []) as Array<{ person_id: number }>).map((p) => p.person_id),
    ];
    if (type === 'persons') return deal === null || isOfDeal(store, id, deal);
    return (
      updatedAt >= since &&
      (person === null || people.some((id) => String(id) === person)) &&
      (deal === null || String(body.deal_id) === deal)
    );
  });
  const [from, limit] = [Number(query.get('cursor') ?? 0), Math.min(500, Number(query.get('limit') ?? 100))];
  const next = from + limit < found.length ? String(from + limit) : null;
  const data = found
    .toReversed()
    .slice(from, from + limit)
    .map((record) => show(record, false));
  return { status: 200, body: { success: true, data, additional_data: { next_cursor: next } } };
}

/** The deal's own person, and those that people added to it. */
function isOfDeal(store: FakeStore, person: string, deal: string): boolean {
  const body = store.get('deals', deal)?.body ?? {};
  const others = store.list('participants').filter((one) => String(one.body.deal_id) === deal);
  return [body.person_id, ...others.map((one) => one.body.person_id)].some((id) => String(id) === person);
}

function check(store: FakeStore, type: string, fields: Fields): string | undefined {
  const stranger = unknownField(fields, known[type]!);
  if (stranger !== undefined) return `unknown field '${stranger}'`;
  for (const [name, target] of [
    ['org_id', 'organizations'],
    ['person_id', 'persons'],
    ['deal_id', 'deals'],
  ] as const) {
    if (fields[name] === undefined) continue;
    if (typeof fields[name] !== 'number' || store.get(target, fields[name]) === undefined)
      return `field '${name}' names nothing`;
  }
  if (fields.owner_id !== undefined && !(typeof fields.owner_id === 'number' && isUser(fields.owner_id)))
    return "field 'owner_id' names nobody";
  for (const participant of (fields.participants ?? []) as ReadonlyArray<Fields>)
    if (typeof participant.person_id !== 'number' || store.get('persons', participant.person_id) === undefined)
      return "field 'participants' names nobody";
  for (const name of ['name', 'title', 'subject'])
    if (fields[name] !== undefined && !isText(fields[name])) return `field '${name}' is empty or too long`;
  if (Buffer.byteLength(String(fields.note ?? '')) > maxNoteBytes) return "field 'note' is too long";
  const emails = (fields.emails ?? []) as ReadonlyArray<Fields>;
  return emails.every(({ value }) => isText(value)) ? undefined : "field 'emails' wants values";
}

function show({ id, body, createdAt, updatedAt }: FakeRecord, hasStatus: boolean) {
  const { marketing_status: status, ...others } = body;
  return {
    id: Number(id),
    ...others,
    ...compact({ marketing_status: hasStatus && status !== undefined ? status : undefined }),
    add_time: new Date(createdAt).toISOString(),
    update_time: new Date(updatedAt).toISOString(),
  };
}

const refuse = (status: number, error: string): FakeAnswer => ({
  status,
  body: { success: false, error, code: status === 401 ? 'ERR_UNAUTHORIZED' : 'ERR_SCHEMA_VALIDATION_FAILED' },
});
