import { fieldsOf } from '../../fields.ts';
import { path } from '../../router.ts';
import type { RecordStore } from '../record-store.ts';
import type { SandboxAnswer, SandboxCall, VendorRoutes } from '../sandbox-vendor.ts';
import { objectContracts } from './object-contracts.ts';
import { refuse } from './refusal.ts';
import { dataPath, fieldsOf as fieldsOfObject, userId } from './schema.ts';

/** Fields that the user does not see: the org lacks them, or nobody has allowed them yet. */
export const hiddenFields = (store: RecordStore, object: string): string[] =>
  store.list('HiddenField').flatMap(({ body }) => (body.object === object ? [String(body.name)] : []));

/** Takes a field from the org, as an org is before its set-up. */
export const hideField = (store: RecordStore, object: string, name: string): void =>
  void store.insert('HiddenField', { object, name, isMade: false });

/**
 * Requests that create a field and let a user see it.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_customfield.htm
 */
export const setUpRoutes: VendorRoutes = [
  ['GET', path(`${dataPath}/`), readIdentity],
  ['POST', path(`${dataPath}/tooling/sobjects/CustomField`), createField],
  ['POST', path(`${dataPath}/sobjects/FieldPermissions`), allowField],
  ['POST', path(`${dataPath}/sobjects/PermissionSet`), (call) => createOnce(call, 'PermissionSet')],
  ['POST', path(`${dataPath}/sobjects/PermissionSetAssignment`), assignPermissionSet],
];

function readIdentity(): SandboxAnswer {
  return { status: 200, body: { identity: `https://login.salesforce.com/id/00D000000000001AAA/${userId}` } };
}

/** The name of a field is `Account.Field__c`, or `Activity.Field__c` for tasks. */
function createField({ store, fields: { FullName, Metadata } }: SandboxCall): SandboxAnswer {
  const [parent = '', name = ''] = String(FullName).split('.');
  const object = parent === 'Activity' ? 'Task' : parent;
  const { type } = fieldsOf(Metadata);
  const field = parent !== 'Task' && objectContracts[object] !== undefined ? fieldsOfObject(object)[name] : undefined;
  const wanted = field?.type === 'double' ? 'Number' : 'Text';
  if (field === undefined || type !== wanted) return refuse(400, 'FIELD_INTEGRITY_EXCEPTION');
  const hidden = store.list('HiddenField').find(({ body }) => body.object === object && body.name === name);
  if (hidden === undefined || hidden.body.isMade === true) return refuse(400, 'DUPLICATE_DEVELOPER_NAME');
  store.update(hidden, { isMade: true });
  return created(`00N${object}`);
}

function allowField({ store, fields }: SandboxCall): SandboxAnswer {
  const { ParentId, SobjectType, Field, PermissionsRead, PermissionsEdit } = fields;
  const hidden = store.list('HiddenField').find(({ body }) => `${body.object}.${body.name}` === Field);
  if (store.get('PermissionSet', ParentId) === undefined || String(Field).split('.')[0] !== SobjectType)
    return refuse(400, 'INVALID_CROSS_REFERENCE_KEY');
  if (hidden === undefined) return refuse(400, 'DUPLICATE_VALUE');
  if (hidden.body.isMade !== true || PermissionsRead !== true || PermissionsEdit !== true)
    return refuse(400, 'INVALID_FIELD_FOR_INSERT_UPDATE');
  store.remove(hidden);
  return created(`01k${Field}`);
}

function assignPermissionSet(call: SandboxCall): SandboxAnswer {
  const isOfUser = call.fields.AssigneeId === userId;
  return createOnce(call, 'PermissionSetAssignment', isOfUser ? undefined : refuse(400, 'INVALID_CROSS_REFERENCE_KEY'));
}

/** Creates a record that no record equals. @param refusal the answer when the new record is wrong */
function createOnce({ store, fields }: SandboxCall, object: string, refusal?: SandboxAnswer): SandboxAnswer {
  const isDuplicate = store
    .list(object)
    .some((record) => Object.entries(fields).every(([name, value]) => record.body[name] === value));
  if (isDuplicate) return refuse(400, 'DUPLICATE_VALUE');
  return refusal ?? created(store.insert(object, fields).id);
}

const created = (id: string): SandboxAnswer => ({ status: 201, body: { id, success: true, errors: [] } });
