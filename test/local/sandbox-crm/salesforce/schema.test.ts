import { createRecordStore, type RecordStore } from '../../../../local/sandbox-crm/record-store.ts';
import {
  describe as describeObject,
  fieldOf,
  fieldsOf,
  makeUnique,
  schemaError,
  uniqueFields,
} from '../../../../local/sandbox-crm/salesforce/schema.ts';

describe('describe of an object', () => {
  const described = (object: string, name: string) =>
    describeObject(object).fields.find((field) => field.name === name);

  it.each([
    ['a text', 'Contact', 'LastName', { type: 'string', length: 80, nillable: false }],
    ['a field that is not required', 'Contact', 'FirstName', { type: 'string', length: 40, nillable: true }],
    ['a field that is not a text', 'Contact', 'HasOptedOutOfEmail', { type: 'boolean', length: 0 }],
    ['an address', 'Contact', 'Home_Email__c', { type: 'email', length: 80 }],
    ['a read-only field', 'Lead', 'IsConverted', { createable: false }],
    ['the external id', 'Task', 'Postern_Key__c', { externalId: true, unique: true }],
  ])('describes %s', (_, object, name, expected) => {
    expect(described(object, name)).toMatchObject(expected);
  });

  it('leaves out the fields that the user does not see, and tells unique ones', () => {
    const { fields } = describeObject('Contact', ['Region__c'], ['Postern_Key__c', 'Phone']);

    expect(fields.map(({ name }) => name)).not.toContain('Region__c');
    expect(fields.flatMap(({ name, unique }) => (unique ? [name] : []))).toEqual(['Phone', 'Postern_Key__c']);
  });
});

describe('fieldOf', () => {
  it.each([
    ['Task', 'Subject', 255],
    ['Opportunity', 'Account.Website', 255],
    ['OpportunityContactRole', 'Contact.Email', 80],
    ['Task', 'Nope', undefined],
    ['Task', 'Nope.Email', undefined],
    ['Nope', 'Subject', undefined],
  ])('has the field %s.%s', (object, field, length) => {
    expect(fieldOf(object, field)?.length).toBe(length);
  });

  it('has fields of the org itself on every object', () => {
    expect(fieldsOf('Lead').Region__c).toEqual({ type: 'string', length: 40 });
  });
});

describe('schemaError', () => {
  let store: RecordStore;
  beforeEach(() => {
    store = createRecordStore(':memory:');
  });
  afterEach(() => store.close());

  const errorOf = (object: string, values: object) => schemaError(store, object, { ...values }, false);

  it.each([
    ['Contact', { Nope: 'x' }, 'INVALID_FIELD'],
    ['Lead', { IsConverted: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['Contact', { LastName: 'x'.repeat(81) }, 'STRING_TOO_LONG'],
    ['Contact', { Email: 'root@localhost' }, 'INVALID_EMAIL_ADDRESS'],
    ['EmailMessage', { FromAddress: '"a b"@x.example' }, 'INVALID_EMAIL_ADDRESS'],
    ['EmailMessage', { Status: '9' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['EmailMessage', { Incoming: 'yes' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['EmailMessage', { MessageDate: 'today' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['EmailMessage', { Postern_Trust__c: '30' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['Task', { ActivityDate: '2026' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['Task', { WhoId: '003000000009999AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['Task', { OwnerId: '005000000009999AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['ContentVersion', { PathOnClient: 'a.js' }, 'FIELD_INTEGRITY_EXCEPTION'],
  ])('refuses %s %j with %s', (object, values, errorCode) => {
    expect(errorOf(object, values)).toMatchObject({ errorCode, fields: [Object.keys(values)[0]] });
  });

  it.each([
    ['Contact', { LastName: 'L', Email: 'ada@x.example', HasOptedOutOfEmail: true, Postern_Suppressed_For__c: null }],
    ['EmailMessage', { Status: '0', Incoming: true, MessageDate: '2026-11-20T09:00:00.000Z', Postern_Trust__c: 30 }],
    ['Task', { ActivityDate: '2026-11-20', OwnerId: '005000000007001AAA' }],
  ])('takes %s %j', (object, values) => {
    expect(errorOf(object, values)).toBeUndefined();
  });

  it('needs required fields of new records', () => {
    expect(schemaError(store, 'Lead', { LastName: 'L' }, true)).toEqual({
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['Company'],
    });
  });

  it('relates nothing to a converted lead, and no task to a lead and a record at once', () => {
    const account = store.insert('Account', { Name: 'A' });
    const lead = store.insert('Lead', { LastName: 'L' });
    const converted = store.insert('Lead', { LastName: 'L', IsConverted: true });

    expect(errorOf('Task', { WhoId: lead.id })).toBeUndefined();
    expect(errorOf('Task', { WhoId: converted.id })?.errorCode).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    expect(errorOf('Task', { WhoId: lead.id, WhatId: account.id })?.errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
  });

  it('keeps further fields unique where the org wants that', () => {
    makeUnique(store, 'EmailMessage', 'Postern_Thread_Key__c');

    expect(uniqueFields(store, 'EmailMessage')).toEqual(['Postern_Key__c', 'Postern_Thread_Key__c']);
    expect(uniqueFields(store, 'Task')).toEqual(['Postern_Key__c']);
  });
});
