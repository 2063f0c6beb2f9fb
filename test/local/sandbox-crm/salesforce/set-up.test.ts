import { salesforce } from '../../../../local/sandbox-crm/salesforce/api.ts';
import { hiddenFields, hideField } from '../../../../local/sandbox-crm/salesforce/set-up.ts';
import { bodyOf, openVendor, type VendorUnderTest } from '../vendor.ts';

const base = '/services/data/v68.0';
const userId = '005000000007001AAA';

describe('setUpRoutes', () => {
  let crm: VendorUnderTest;

  beforeEach(() => {
    crm = openVendor(salesforce, { authorization: 'Bearer 00D!t' });
    hideField(crm.store, 'Contact', 'Postern_Key__c');
  });

  const createField = (FullName: string, Metadata: object = { label: 'A field', type: 'Text', length: 64 }) =>
    crm.ask('POST', `${base}/tooling/sobjects/CustomField`, { FullName, Metadata });
  const allowField = (ParentId: unknown, more: object = {}) =>
    crm.ask('POST', `${base}/sobjects/FieldPermissions`, {
      ParentId,
      SobjectType: 'Contact',
      Field: 'Contact.Postern_Key__c',
      PermissionsRead: true,
      PermissionsEdit: true,
      ...more,
    });

  it('names the user of the org', () => {
    expect(JSON.stringify(crm.ask('GET', `${base}/`).body)).toContain(userId);
  });

  it('shows a field only after somebody has created and allowed it', () => {
    const set = bodyOf(crm.ask('POST', `${base}/sobjects/PermissionSet`, { Name: 'Postern', Label: 'Postern' })).id;

    expect(allowField(set)).toMatchObject({ body: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] });
    expect(createField('Contact.Postern_Key__c').status).toBe(201);
    expect(hiddenFields(crm.store, 'Contact')).toEqual(['Postern_Key__c']);
    expect(allowField('0PS').status).toBe(400);
    expect(allowField(set, { PermissionsEdit: false }).status).toBe(400);
    expect(allowField(set).status).toBe(201);
    expect(hiddenFields(crm.store, 'Contact')).toEqual([]);
    expect(allowField(set)).toMatchObject({ body: [{ errorCode: 'DUPLICATE_VALUE' }] });
  });

  it.each([
    ['a field that is there', 'Contact.Postern_Event_Id__c', undefined, 'DUPLICATE_DEVELOPER_NAME'],
    ['an unknown field', 'Contact.Nope__c', undefined, 'FIELD_INTEGRITY_EXCEPTION'],
    ['a field of a task under its own name', 'Task.Postern_Key__c', undefined, 'FIELD_INTEGRITY_EXCEPTION'],
    ['a field without a length', 'Contact.Postern_Key__c', { label: 'X', type: 'Text' }, 'JSON_PARSER_ERROR'],
    [
      'a number as a text',
      'EmailMessage.Postern_Trust__c',
      { label: 'X', type: 'Text', length: 3 },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
  ])('rejects %s', (_, name, metadata, errorCode) => {
    expect(createField(name, metadata)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('assigns a permission set to the user, once', () => {
    const assign = (AssigneeId: string) =>
      crm.ask('POST', `${base}/sobjects/PermissionSetAssignment`, { AssigneeId, PermissionSetId: '0PS' }).status;

    expect([assign('005000000009999AAA'), assign(userId), assign(userId)]).toEqual([400, 201, 400]);
  });
});
