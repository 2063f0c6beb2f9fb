import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, keyField } from './api.ts';
import { allowFields } from './permissions.ts';

/** A field of ours. */
interface OwnField {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  /** In characters. */
  readonly length: number;
  readonly isKey?: true;
  readonly isOptional?: true;
}

const keyOf = (object: string): OwnField => ({ object, name: keyField, label: 'Postern key', length: 64, isKey: true });
const mailField = (name: string, label: string, length: number): OwnField => ({
  object: 'EmailMessage',
  name,
  label,
  length,
  isOptional: true,
});
const ours: readonly OwnField[] = [
  ...['Account', 'Contact', 'Opportunity', 'EmailMessage', 'Task'].map(keyOf),
  // Only uploads of attachments need it.
  { ...keyOf('ContentVersion'), isOptional: true },
  mailField('Postern_Event_Id__c', 'Postern event id', 64),
  mailField('Postern_Thread_Key__c', 'Postern thread key', 80),
  mailField('Postern_Kind__c', 'Postern mail kind', 40),
  mailField('Postern_Mapping_Version__c', 'Postern mapping version', 60),
];

const describeAnswer = z.object({
  fields: z.array(z.object({ name: z.string(), createable: z.boolean(), unique: z.optional(z.boolean()) })),
});
const createAnswer = z.object({ id: z.string() });
/** Fields that the user may write, by object; an object that the org does not have is absent. */
type VisibleFields = ReadonlyMap<string, ReadonlyMap<string, { readonly unique?: boolean | undefined }>>;

/**
 * Looks for our fields, and makes missing ones, with a permission set *Postern* for the connection's user: a field
 * that an API makes is hidden from everybody, that user included.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_customfield.htm
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_fieldpermissions.htm
 */
export async function setUpSalesforce(
  http: CrmHttp,
  version: string,
  mayMake: boolean,
): Promise<Outcome<readonly SetUpItem[]>> {
  const before = await visibleFields(http, version);
  if (before.kind !== 'ok') return before;
  const missing = ours.filter(({ object, name }) => before.value.get(object)?.has(name) === false);
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
    return { state: whenPresent(field) };
  };
  return ours.flatMap((field) => {
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
  for (const object of new Set(ours.map((field) => field.object))) {
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
  const { object, name, label, length, isKey = false } = field;
  // Fields of tasks are those of all activities.
  const FullName = `${object === 'Task' ? 'Activity' : object}.${name}`;
  const Metadata = { label, type: 'Text', length, externalId: isKey, unique: isKey, caseSensitive: false };
  const path = `/services/data/${version}/tooling/sobjects/CustomField`;
  const answer = await call(http, { method: 'POST', path, body: { FullName, Metadata } }, createAnswer);
  if (answer.kind === 'ok') return answer;
  const failure = asFailure(answer);
  // The field exists, and it is hidden.
  const isHidden = failure.kind === 'rejected' && failure.code === 'DUPLICATE_DEVELOPER_NAME';
  return isHidden ? ok(undefined) : failure;
}
