import type { FakeStore } from '../fake-store.ts';
import type { FakeAnswer, Fields } from '../fake-vendor.ts';
import { objects } from './schema.ts';

const admin = '005000000007001AAA';

/** Fields that the stand-in's user does not see: `missing`, or made and not allowed yet. */
export const hiddenFields = (store: FakeStore, object: string): string[] =>
  store.list('HiddenField').flatMap(({ body }) => (body.object === object ? [String(body.name)] : []));

/** Takes a field away, as in an org that nobody prepared. */
export const hideField = (store: FakeStore, object: string, name: string): void =>
  void store.insert('HiddenField', { object, name, isMade: false });

/**
 * What makes a field and lets somebody see it: nothing for any other request.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_customfield.htm
 */
export function setUpAnswer(store: FakeStore, method: string, path: string, body: Fields): FakeAnswer | undefined {
  if (method === 'GET' && path === '/')
    return { status: 200, body: { identity: `https://login.salesforce.com/id/00D000000000001AAA/${admin}` } };
  if (method !== 'POST') return undefined;
  if (path === '/tooling/sobjects/CustomField') return makeField(store, body);
  const object = /^\/sobjects\/(PermissionSet|FieldPermissions|PermissionSetAssignment)$/.exec(path)?.[1];
  if (object === undefined) return undefined;
  if (object === 'FieldPermissions') return allowField(store, body);
  const isKnown = store
    .list(object)
    .some((one) => Object.entries(body).every(([name, value]) => one.body[name] === value));
  if (isKnown) return refuse('DUPLICATE_VALUE');
  if (object === 'PermissionSetAssignment' && body.AssigneeId !== admin) return refuse('INVALID_CROSS_REFERENCE_KEY');
  return { status: 201, body: { id: store.insert(object, body).id, success: true, errors: [] } };
}

/** @param body of `Account.Field__c`, or `Activity.Field__c` for tasks */
function makeField(store: FakeStore, { FullName, Metadata }: Fields): FakeAnswer {
  const [of = '', name = ''] = String(FullName).split('.');
  const object = of === 'Activity' ? 'Task' : of;
  const { type, length } = (Metadata ?? {}) as Fields;
  if (of === 'Task' || objects[object]?.lengths[name] === undefined || type !== 'Text' || typeof length !== 'number')
    return refuse('FIELD_INTEGRITY_EXCEPTION');
  const hidden = store.list('HiddenField').find(({ body }) => body.object === object && body.name === name);
  if (hidden === undefined || hidden.body.isMade === true) return refuse('DUPLICATE_DEVELOPER_NAME');
  store.update(hidden, { isMade: true });
  return { status: 201, body: { id: `00N${object}`, success: true, errors: [] } };
}

function allowField(
  store: FakeStore,
  { ParentId, SobjectType, Field, PermissionsRead, PermissionsEdit }: Fields,
): FakeAnswer {
  const hidden = store.list('HiddenField').find(({ body }) => `${body.object}.${body.name}` === Field);
  if (store.get('PermissionSet', ParentId) === undefined || String(Field).split('.')[0] !== SobjectType)
    return refuse('INVALID_CROSS_REFERENCE_KEY');
  if (hidden === undefined) return refuse('DUPLICATE_VALUE');
  if (hidden.body.isMade !== true || PermissionsRead !== true || PermissionsEdit !== true)
    return refuse('INVALID_FIELD_FOR_INSERT_UPDATE');
  store.remove(hidden);
  return { status: 201, body: { id: `01k${Field}`, success: true, errors: [] } };
}

const refuse = (errorCode: string): FakeAnswer => ({ status: 400, body: [{ errorCode, message: 'refused' }] });
