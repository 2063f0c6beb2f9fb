import { createRecordStore, type RecordStore } from '../../../local/sandbox-crm/record-store.ts';
import {
  addDuplicateRule,
  addValidationRule,
  passesAlerts,
  ruleRefusal,
} from '../../../local/sandbox-crm/salesforce-rules.ts';

describe('passesAlerts', () => {
  it.each([
    ['Sforce-Duplicate-Rule-Header', 'allowSave=true', true],
    ['sforce-duplicate-rule-header', 'includeRecordDetails=false; allowSave=true', true],
    ['Sforce-Duplicate-Rule-Header', 'allowSave=true; runAsCurrentUser=true', true],
    ['Sforce-Duplicate-Rule-Header', 'allowSave=false', false],
    ['Sforce-Duplicate-Rule-Header', 'disallowSave=true', false],
    ['Another-Header', 'allowSave=true', false],
  ])('reads %s: %s as %s', (name, value, expected) => {
    expect(passesAlerts({ [name]: value })).toBe(expected);
  });
});

describe('ruleRefusal', () => {
  let store: RecordStore;

  beforeEach(() => {
    store = createRecordStore(':memory:');
  });

  afterEach(() => store.close());

  const ada = { FirstName: 'Ada', LastName: 'Lovelace' };
  const duplicate = (allowSave: boolean) => ({
    status: 400,
    body: [{ errorCode: 'DUPLICATES_DETECTED', duplicateResult: { allowSave, duplicateRuleEntityType: 'Contact' } }],
  });

  it('accepts every record of an org without rules', () => {
    store.insert('Contact', ada);

    expect(ruleRefusal(store, 'Contact', ada, false)).toBeUndefined();
  });

  it('refuses a duplicate with an alert that a client may pass', () => {
    store.insert('Contact', ada);
    addDuplicateRule(store, 'Contact', 'alert');

    expect(ruleRefusal(store, 'Contact', ada, false)).toMatchObject(duplicate(true));
    expect(ruleRefusal(store, 'Contact', ada, true)).toBeUndefined();
  });

  it('refuses a duplicate that is blocked, even when the client passes alerts', () => {
    store.insert('Contact', ada);
    addDuplicateRule(store, 'Contact', 'block');

    expect(ruleRefusal(store, 'Contact', ada, true)).toMatchObject(duplicate(false));
  });

  it.each([
    ['another first name', 'Contact', { ...ada, FirstName: 'Augusta' }],
    ['no first name', 'Contact', { LastName: 'Lovelace' }],
    ['another object', 'Account', { Name: 'Lovelace' }],
  ])('accepts a record with %s', (_, object, fields) => {
    store.insert('Contact', ada);
    addDuplicateRule(store, 'Contact', 'block');

    expect(ruleRefusal(store, object, fields, false)).toBeUndefined();
  });

  it('names the field that holds the text of a validation rule', () => {
    addValidationRule(store, 'Task', 'Subject', 'urgent');

    expect(ruleRefusal(store, 'Task', { Subject: 'Very urgent' }, false)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Subject'] }],
    });
    expect(ruleRefusal(store, 'Task', { Subject: 'Whenever' }, false)).toBeUndefined();
    expect(ruleRefusal(store, 'Contact', { Subject: 'Very urgent' }, false)).toBeUndefined();
  });
});
