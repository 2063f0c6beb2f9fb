import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call } from './api.ts';
import { type OwnField, ownFields } from './own-fields.ts';
import { allowFields } from './permissions.ts';

const describeAnswer = z.object({
  fields: z.array(z.object({ name: z.string(), createable: z.boolean(), unique: z.optional(z.boolean()) })),
});
const createAnswer = z.object({ id: z.string() });
/** Fields that the user may write, by object; an object that the org does not have is absent. */
type VisibleFields = ReadonlyMap<string, ReadonlyMap<string, { readonly unique?: boolean | undefined }>>;

/** Attempts of a request of the set-up whose end is not known. */
const maxTries = 5;

/** Repeats a request with an unclear end: each of the set-up may be repeated at any time, for what is there is as good. */
const persistent =
  (http: CrmHttp): CrmHttp =>
  async (request) => {
    let result = await http(request);
    for (let tries = 1; result.kind === 'unknown' && tries < maxTries; tries += 1) result = await http(request);
    return result;
  };

/**
 * Looks for our fields, and makes missing ones, with a permission set *Postern* for the connection's user: a field
 * that an API makes is hidden from everybody, that user included. A set-up that stopped on the way goes on with what is still
 * missing.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_customfield.htm
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_fieldpermissions.htm
 */
export async function setUpSalesforce(
  client: CrmHttp,
  version: string,
  mayMake: boolean,
): Promise<Outcome<readonly SetUpItem[]>> {
  // A person waits for it, and would have to start it again.
  const http = mayMake ? persistent(client) : client;
  const before = await visibleFields(http, version);
  if (before.kind !== 'ok') return before;
  const missing = ownFields.filter(({ object, name }) => before.value.get(object)?.has(name) === false);
  if (!mayMake || missing.length === 0) return ok(itemsOf(before.value, () => ({ state: 'missing' })));

  const reasons = new Map<OwnField, string>();
  for (const field of missing) {
    const result = await makeField(http, version, field);
    if (result.kind !== 'ok') reasons.set(field, failureReason(result));
  }
  const allowed = await allowFields(http, version, missing);
  const otherReason = allowed.kind === 'ok' ? 'it does not show' : failureReason(allowed);
  return mapOk(await visibleFields(http, version), (after) =>
    itemsOf(
      after,
      (field) => ({ state: 'refused', reason: reasons.get(field) ?? otherReason }),
      (field) => (missing.includes(field) ? 'made' : 'there'),
    ),
  );
}

/**
 * The items of objects that the org has.
 *
 * @param whenAbsent the state of a field that the user does not see
 * @param whenPresent the state of a field with the right properties
 */
function itemsOf(
  visible: VisibleFields,
  whenAbsent: (field: OwnField) => Pick<SetUpItem, 'state' | 'reason'>,
  whenPresent: (field: OwnField) => SetUpItem['state'] = () => 'there',
): SetUpItem[] {
  const stateOf = (field: OwnField, fields: NonNullable<ReturnType<VisibleFields['get']>>) => {
    const current = fields.get(field.name);
    if (current === undefined) return whenAbsent(field);
    if (field.isKey && current.unique !== true)
      return { state: 'refused', reason: 'it is there, and not an external id and unique' } as const;
    if (!field.isKey && current.unique === true)
      return {
        state: 'refused',
        reason: 'it is there, and unique: records share its value, so it stays empty',
      } as const;
    return { state: whenPresent(field) };
  };
  return ownFields.flatMap((field) => {
    const fields = visible.get(field.object);
    if (fields === undefined) return [];
    const isOptional = isOptionalIn(visible, field) || undefined;
    return [compact({ name: `${field.object}.${field.name}`, isOptional, ...stateOf(field, fields) })];
  });
}

/** A task's key is needed only for the tasks of rules, or where mails are tasks. */
const isOptionalIn = (visible: VisibleFields, { object, isOptional }: OwnField): boolean =>
  isOptional ?? (object === 'Task' && visible.has('EmailMessage'));

async function visibleFields(http: CrmHttp, version: string): Promise<Outcome<VisibleFields>> {
  const visible = new Map<string, Map<string, { readonly unique?: boolean | undefined }>>();
  for (const object of new Set(ownFields.map((field) => field.object))) {
    const path = `/services/data/${version}/sobjects/${object}/describe`;
    const answer = await call(http, { method: 'GET', path }, describeAnswer);
    if (answer.kind === 'absent') continue;
    if (answer.kind !== 'ok') return asFailure(answer);
    const writable = answer.value.fields.filter(({ createable }) => createable);
    visible.set(object, new Map(writable.map((field) => [field.name, field])));
  }
  return ok(visible);
}

async function makeField(http: CrmHttp, version: string, field: OwnField): Promise<Outcome<unknown>> {
  const { object, name } = field;
  // Fields of tasks are those of all activities.
  const FullName = `${object === 'Task' ? 'Activity' : object}.${name}`;
  const Metadata = metadataOf(field);
  const path = `/services/data/${version}/tooling/sobjects/CustomField`;
  const answer = await call(http, { method: 'POST', path, body: { FullName, Metadata } }, createAnswer);
  if (answer.kind === 'ok') return answer;
  const failure = asFailure(answer);
  // The field exists, and it is hidden.
  const isHidden = failure.kind === 'rejected' && failure.code === 'DUPLICATE_DEVELOPER_NAME';
  return isHidden ? ok(undefined) : failure;
}

/** @see https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm */
function metadataOf({ label, length, type, isKey: isUnique }: OwnField) {
  if (type === 'Number') return { label, type, precision: length, scale: 0 };
  return {
    label,
    type: 'Text',
    length,
    externalId: isUnique === true,
    unique: isUnique === true,
    caseSensitive: false,
  };
}
