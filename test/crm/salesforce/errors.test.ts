import { judgeError, refusesOneRecord } from '../../../lambdas/crm/salesforce/errors.ts';

describe('judgeError', () => {
  it.each([
    [
      400,
      {
        errorCode: 'DUPLICATE_VALUE',
        message: 'duplicate value found: Postern_Key__c duplicates value on record with id: 003000000000001',
        fields: [],
      },
      { kind: 'conflict', holder: '003000000000001', field: 'Postern_Key__c' },
    ],
    [
      400,
      {
        errorCode: 'DUPLICATE_VALUE',
        message: 'duplicate value found: Customer_No__c duplicates value on record with id: 003000000000001',
      },
      { kind: 'rejected', code: 'DUPLICATE_VALUE', field: 'Customer_No__c' },
    ],
    [
      400,
      { errorCode: 'DUPLICATE_VALUE', message: 'Ada', fields: ['Customer_No__c'] },
      { kind: 'rejected', code: 'DUPLICATE_VALUE', field: 'Customer_No__c' },
    ],
    [
      400,
      { errorCode: 'DUPLICATE_VALUE', message: 'Ada', fields: ['Postern_Key__c'] },
      { kind: 'conflict', field: 'Postern_Key__c' },
    ],
    [400, { errorCode: 'DUPLICATE_VALUE', message: 'unknown holder' }, { kind: 'conflict' }],
    [404, undefined, { kind: 'absent' }],
    [400, { errorCode: 'NOT_FOUND' }, { kind: 'absent' }],
    [400, { errorCode: 'UNABLE_TO_LOCK_ROW' }, { kind: 'throttled', scope: 'concurrency' }],
    [
      400,
      { errorCode: 'INVALID_FIELD', fields: ['x__c'] },
      { kind: 'misconfigured', code: 'INVALID_FIELD', message: 'field x__c' },
    ],
    [
      403,
      { errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'entity type cannot be inserted: Task' },
      { kind: 'misconfigured' },
    ],
    [403, { errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'MyTrigger: Ada' }, { kind: 'rejected' }],
    [403, { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'no right' }, { kind: 'misconfigured' }],
    [
      403,
      { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'insufficient access rights on object id' },
      { kind: 'rejected' },
    ],
    [400, { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['LeadSource'] }, { kind: 'misconfigured' }],
    [
      400,
      { errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Region__c'] },
      { kind: 'rejected', field: 'Region__c' },
    ],
    [
      400,
      { errorCode: 'STRING_TOO_LONG', message: 'Ada', fields: ['LastName'] },
      { kind: 'rejected', code: 'STRING_TOO_LONG', field: 'LastName' },
    ],
    [500, undefined, { kind: 'rejected', code: 'HTTP 500' }],
  ])('judges %i %j by code and field', (status, error, expected) => {
    const failure = judgeError(status, error);

    expect(failure).toMatchObject(expected);
    expect(JSON.stringify(failure)).not.toContain('Ada');
  });
});

describe('judgeError, on a duplicate value of a field that Salesforce does not name', () => {
  it.each(['duplicate value found: <unknown> duplicates value on record with id: 003000000000001', '', undefined])(
    'names no holder, for it may be another record: %j',
    (message) => {
      expect(judgeError(400, { errorCode: 'DUPLICATE_VALUE', message })).toEqual({ kind: 'conflict' });
    },
  );
});

describe('refusesOneRecord', () => {
  it.each([
    [{ errorCode: 'ENTITY_IS_LOCKED' }, true],
    [{ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'MyTrigger' }, true],
    [{ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'entity type cannot be inserted' }, false],
    [{ errorCode: 'INSUFFICIENT_ACCESS' }, false],
    [{ errorCode: 'API_DISABLED_FOR_ORG' }, false],
  ])('tells a record that may not be changed from missing rights: %j', (error, expected) => {
    expect(refusesOneRecord(error)).toBe(expected);
  });
});
