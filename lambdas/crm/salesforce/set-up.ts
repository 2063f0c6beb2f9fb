import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call, keyField, query } from './api.ts';

/** A field of ours. */
interface OwnField {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly length: number;
  readonly isKey?: true;
  readonly isOptional?: true;
}

const keyOf = (object: string): OwnField => ({ object, name: keyField, label: 'Postern key', length: 64, isKey: true });
const ofMail = (name: string, label: string, length: number): OwnField => ({
  object: 'EmailMessage',
  name,
  label,
  length,
  isOptional: true,
});
const ours: readonly OwnField[] = [
  ...['Account', 'Contact', 'Opportunity', 'EmailMessage', 'Task'].map(keyOf),
  // Of files.
  { ...keyOf('ContentVersion'), isOptional: true },
  ofMail('Postern_Event_Id__c', 'Postern event id', 64),
  ofMail('Postern_Thread_Key__c', 'Postern thread key', 80),
  ofMail('Postern_Kind__c', 'Postern mail kind', 40),
  ofMail('Postern_Mapping_Version__c', 'Postern mapping version', 60),
];

const described = z.object({
  fields: z.array(z.object({ name: z.string(), createable: z.boolean(), unique: z.optional(z.boolean()) })),
});
const made = z.object({ id: z.string() });
/** Fields that the user may write, by object; an object that the org does not have is not there. */
type Visible = ReadonlyMap<string, ReadonlyMap<string, { readonly unique?: boolean | undefined }>>;

/**
 * Looks for our fields, and makes those that are missing, with a permission set *Postern* for the connection's user: a field
 * that is made by an API is hidden from everybody else and from that user, too.
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
  const missing = ours.filter((field) => before.value.get(field.object)?.has(field.name) === false);
  if (!mayMake || missing.length === 0)
    return { ...before, value: itemsOf(before.value, (field) => ({ ...nameAndNeed(field), state: 'missing' })) };

  const reasons = new Map<OwnField, string>();
  for (const field of missing) {
    const created = await makeField(http, version, field);
    if (created.kind !== 'ok') reasons.set(field, failureReason(created));
  }
  const allowed = await allow(http, version, missing);
  const after = await visibleFields(http, version);
  if (after.kind !== 'ok') return after;
  const why = allowed.kind === 'ok' ? 'it does not show' : failureReason(allowed);
  const value = itemsOf(after.value, (field) => ({
    ...nameAndNeed(field),
    state: 'refused',
    reason: reasons.get(field) ?? why,
  })).map((item): SetUpItem => {
    const isNew = item.state === 'there' && missing.some((field) => nameOf(field) === item.name);
    return isNew ? { ...item, state: 'made' } : item;
  });
  return { kind: 'ok', value, how: 'updated' };

  /** Of objects that the org has; a task's key is needed for the tasks of rules, or where mails are tasks. */
  function nameAndNeed(field: OwnField): Pick<SetUpItem, 'name' | 'isOptional'> {
    const isOptional =
      field.isOptional ?? (field.object === 'Task' && before.kind === 'ok' && before.value.has('EmailMessage'));
    return compact({ name: nameOf(field), isOptional: isOptional || undefined });
  }

  function itemsOf(visible: Visible, otherwise: (field: OwnField) => SetUpItem): SetUpItem[] {
    return ours.flatMap((field) => {
      const fields = visible.get(field.object);
      if (fields === undefined) return [];
      const found = fields.get(field.name);
      if (found === undefined) return [otherwise(field)];
      if (field.isKey && found.unique !== true)
        return [{ ...nameAndNeed(field), state: 'refused', reason: 'it is there, and not an external id and unique' }];
      return [{ ...nameAndNeed(field), state: 'there' }];
    });
  }
}

const nameOf = ({ object, name }: OwnField): string => `${object}.${name}`;

async function visibleFields(http: CrmHttp, version: string): Promise<Outcome<Visible>> {
  const visible = new Map<string, Map<string, { readonly unique?: boolean | undefined }>>();
  for (const object of new Set(ours.map((field) => field.object))) {
    const path = `/services/data/${version}/sobjects/${object}/describe`;
    const found = await call(http, { method: 'GET', path }, described);
    if (found.kind === 'absent') continue;
    if (found.kind !== 'ok') return asFailure(found);
    const writable = found.value.fields.filter(({ createable }) => createable);
    visible.set(object, new Map(writable.map((field) => [field.name, field])));
  }
  return { kind: 'ok', value: visible, how: 'existing' };
}

async function makeField(http: CrmHttp, version: string, field: OwnField): Promise<Outcome<unknown>> {
  const { object, name, label, length, isKey = false } = field;
  // Fields of tasks are those of all activities.
  const FullName = `${object === 'Task' ? 'Activity' : object}.${name}`;
  const Metadata = { label, type: 'Text', length, externalId: isKey, unique: isKey, caseSensitive: false };
  const path = `/services/data/${version}/tooling/sobjects/CustomField`;
  const created = await call(http, { method: 'POST', path, body: { FullName, Metadata } }, made);
  if (created.kind === 'ok') return created;
  const failure = asFailure(created);
  // It is there, and hidden.
  const isThere = failure.kind === 'rejected' && failure.code === 'DUPLICATE_DEVELOPER_NAME';
  return isThere ? { kind: 'ok', value: undefined, how: 'existing' } : failure;
}

/** Lets the connection's user see and write them. What is allowed already is refused as a duplicate, which is as good. */
async function allow(http: CrmHttp, version: string, fields: readonly OwnField[]): Promise<Outcome<unknown>> {
  const base = `/services/data/${version}`;
  const insert = async (object: string, body: Readonly<Record<string, unknown>>) => {
    const created = await call(http, { method: 'POST', path: `${base}/sobjects/${object}`, body }, made);
    return created.kind === 'conflict' ? ({ kind: 'ok', value: { id: '' }, how: 'existing' } as const) : created;
  };
  const known = await query(http, version, "SELECT Id FROM PermissionSet WHERE Name = 'Postern' LIMIT 1");
  if (known.kind !== 'ok') return known;
  let PermissionSetId = known.value[0]?.Id;
  if (PermissionSetId === undefined) {
    const created = await insert('PermissionSet', { Name: 'Postern', Label: 'Postern' });
    if (created.kind !== 'ok') return asFailure(created);
    PermissionSetId = created.value.id;
  }
  for (const { object, name } of fields) {
    const permission = { ParentId: PermissionSetId, SobjectType: object, Field: `${object}.${name}` };
    const granted = await insert('FieldPermissions', { ...permission, PermissionsRead: true, PermissionsEdit: true });
    // One that could not be made cannot be allowed either; its own reason is told.
    if (granted.kind !== 'ok' && granted.kind !== 'rejected') return asFailure(granted);
  }
  const who = await call(http, { method: 'GET', path: `${base}/` }, z.object({ identity: z.string() }));
  if (who.kind !== 'ok') return asFailure(who);
  const AssigneeId = who.value.identity.split('/').at(-1);
  const assigned = await insert('PermissionSetAssignment', { AssigneeId, PermissionSetId });
  return assigned.kind === 'ok' ? assigned : asFailure(assigned);
}
