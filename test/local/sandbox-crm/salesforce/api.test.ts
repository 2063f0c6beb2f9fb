import { salesforce } from '../../../../local/sandbox-crm/salesforce/api.ts';
import { addDuplicateRule, addValidationRule } from '../../../../local/sandbox-crm/salesforce-rules.ts';
import { bodyOf, openVendor, type VendorUnderTest } from '../vendor.ts';

const base = '/services/data/v68.0';

describe('salesforce', () => {
  let crm: VendorUnderTest;

  beforeEach(() => {
    crm = openVendor(salesforce, { authorization: 'Bearer 00D!t' });
  });

  const create = (object: string, fields: object): string =>
    String(bodyOf(crm.ask('POST', `${base}/sobjects/${object}`, fields)).id);

  it('hands out a token to a client without one', () => {
    const answer = crm.ask('POST', '/services/oauth2/token', undefined, {});

    expect(answer).toMatchObject({ status: 200, body: { access_token: expect.stringMatching(/^00D!/) } });
  });

  it.each([
    ['without a token', 'GET', `${base}/limits`, {}, 401, 'INVALID_SESSION_ID'],
    ['outside of the API', 'GET', '/services/data', undefined, 404, 'NOT_FOUND'],
    ['for an unknown object', 'POST', `${base}/sobjects/Invoice__c`, undefined, 404, 'NOT_FOUND'],
    ['for a missing record', 'GET', `${base}/sobjects/Contact/003`, undefined, 404, 'NOT_FOUND'],
    ['for an unknown key', 'GET', `${base}/sobjects/Contact/Postern_Key__c/k`, undefined, 404, 'NOT_FOUND'],
    ['with a method that the API lacks', 'PUT', `${base}/sobjects/Contact/003`, undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['without parts', 'POST', `${base}/composite`, undefined, 400, 'JSON_PARSER_ERROR'],
    ['without graphs', 'POST', `${base}/composite/graph`, undefined, 400, 'JSON_PARSER_ERROR'],
  ])('rejects a request %s', (_, method, path, headers, status, errorCode) => {
    expect(crm.ask(method, path, undefined, headers)).toMatchObject({ status, body: [{ errorCode }] });
  });

  it.each([
    ['Contact', { LastName: 'L', Nope: 1 }, 'INVALID_FIELD', ['Nope']],
    ['Contact', { LastName: 'x'.repeat(81) }, 'STRING_TOO_LONG', ['LastName']],
    ['Contact', { LastName: 'L', OwnerId: '005' }, 'INVALID_CROSS_REFERENCE_KEY', ['OwnerId']],
    ['Contact', { LastName: 'L', AccountId: '001' }, 'INVALID_CROSS_REFERENCE_KEY', ['AccountId']],
    ['Contact', { Email: 'a@b' }, 'INVALID_EMAIL_ADDRESS', ['Email']],
    ['Contact', { Email: 'a@b.example' }, 'REQUIRED_FIELD_MISSING', ['LastName']],
    ['ContentVersion', { PathOnClient: 'a.js', VersionData: '' }, 'FIELD_INTEGRITY_EXCEPTION', ['PathOnClient']],
  ])('rejects a %s with a wrong field', (object, fields, errorCode, names) => {
    expect(crm.ask('POST', `${base}/sobjects/${object}`, fields)).toMatchObject({
      status: 400,
      body: [{ errorCode, fields: names }],
    });
  });

  it('keeps an external id unique, and upserts by it', () => {
    const byKey = `${base}/sobjects/Contact/Postern_Key__c/k1`;

    expect(crm.ask('PATCH', byKey, { LastName: 'L' })).toMatchObject({ status: 201, body: { created: true } });
    expect(crm.ask('PATCH', byKey, { LastName: 'M' })).toMatchObject({ status: 200, body: { created: false } });
    expect(crm.ask('POST', `${base}/sobjects/Contact`, { LastName: 'N', Postern_Key__c: 'k1' })).toMatchObject({
      body: [{ errorCode: 'DUPLICATE_VALUE' }],
    });
    expect(crm.ask('GET', `${byKey}?fields=LastName,Phone`).body).toMatchObject({ LastName: 'M', Phone: null });
  });

  it('does not let an EmailMessage change', () => {
    const byKey = `${base}/sobjects/EmailMessage/Postern_Key__c/k1`;

    expect([crm.ask('PATCH', byKey, {}).status, crm.ask('PATCH', byKey, {}).status]).toEqual([201, 400]);
  });

  it('updates and reads a record by its id', () => {
    const id = create('Contact', { LastName: 'L' });
    const path = `${base}/sobjects/Contact/${id}`;

    expect(crm.ask('PATCH', path, { Phone: '1' })).toEqual({ status: 204 });
    expect(crm.ask('PATCH', path, { Nope: '1' }).status).toBe(400);
    expect(crm.ask('GET', `${path}?fields=Id,Phone`).body).toEqual({
      attributes: { type: 'Contact' },
      Id: id,
      Phone: '1',
    });
  });

  it('applies the rules of the org', () => {
    addDuplicateRule(crm.store, 'Account', 'alert');
    addValidationRule(crm.store, 'Contact', 'Email', 'spam');
    create('Account', { Name: 'Firm' });
    const createTwin = (headers: object) =>
      crm.ask('POST', `${base}/sobjects/Account`, { Name: 'Firm' }, { authorization: 'Bearer 00D!t', ...headers });

    expect(createTwin({})).toMatchObject({ status: 400, body: [{ errorCode: 'DUPLICATES_DETECTED' }] });
    expect(createTwin({ 'sforce-duplicate-rule-header': 'allowSave=true' }).status).toBe(201);
    expect(crm.ask('POST', `${base}/sobjects/Contact`, { LastName: 'L', Email: 'spam@x.example' })).toMatchObject({
      body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }],
    });
  });

  describe('composite requests', () => {
    const part = (referenceId: string, object: string, body: object) => ({
      method: 'POST',
      url: `${base}/sobjects/${object}`,
      referenceId,
      body,
    });
    const account = part('account', 'Account', { Name: 'Firm' });
    const contact = part('contact', 'Contact', { LastName: 'L', AccountId: '@{account.id}' });
    const wrong = part('wrong', 'Contact', {});

    it('fills the id of an earlier part in', () => {
      crm.ask('POST', `${base}/composite`, { allOrNone: true, compositeRequest: [account, contact] });
      const [kept] = crm.store.list('Account');

      expect(crm.store.list('Contact')).toMatchObject([{ body: { AccountId: kept?.id } }]);
    });

    it('takes every record back when a part of a whole fails', () => {
      const answer = crm.ask('POST', `${base}/composite`, { allOrNone: true, compositeRequest: [account, wrong] });

      expect(answer.body).toMatchObject({
        compositeResponse: [
          { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
          { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
        ],
      });
      expect(crm.store.list('Account')).toEqual([]);
    });

    it('keeps the other parts when the parts stand for themselves', () => {
      crm.ask('POST', `${base}/composite`, { allOrNone: false, compositeRequest: [wrong, account] });

      expect(crm.store.list('Account')).toHaveLength(1);
    });

    it('answers each graph by itself', () => {
      const answer = crm.ask('POST', `${base}/composite/graph`, {
        graphs: [
          { graphId: 'a', compositeRequest: [wrong] },
          { graphId: 'b', compositeRequest: [account] },
        ],
      });

      expect(answer.body).toMatchObject({ graphs: [{ isSuccessful: false }, { isSuccessful: true }] });
      expect(crm.store.list('Account')).toHaveLength(1);
    });

    it('updates many records in one call', () => {
      const id = create('Contact', { LastName: 'L' });
      const records = [id, '003000000009999AAA'].map((each) => ({
        id: each,
        attributes: { type: 'Contact' },
        Phone: '1',
      }));

      expect(crm.ask('PATCH', `${base}/composite/sobjects`, { records }).body).toMatchObject([
        { id, success: true },
        { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
      ]);
    });
  });
});
