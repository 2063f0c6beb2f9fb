import { checkAssociation, checkProperties, checkUnique } from '../../../../local/sandbox-crm/hubspot/checks.ts';
import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';

let store: HubspotStore;

beforeEach(() => {
  store = createHubspotStore(':memory:');
});

afterEach(() => store.close());

const refusal = (code: string) => expect.objectContaining({ status: 400, code });

describe('checkProperties', () => {
  it.each([
    ['contacts', { email: 'ada@example.org', firstname: '', hubspot_owner_id: '7001' }],
    ['deals', { amount: '12.50', dealstage: 'closedwon' }],
    ['tasks', { hs_timestamp: '2026-11-20T12:00:00Z' }],
    ['tasks', { hs_timestamp: '1795780800000' }],
    ['emails', { hs_email_headers: '{"from":{},"to":[],"cc":[],"bcc":[]}' }],
  ] as const)('accepts %s with %j', (type, values) => {
    expect(checkProperties(store, type, values)).toEqual(values);
  });

  it.each([
    ['contacts', 'nope', '1', 'PROPERTY_DOESNT_EXIST'],
    ['contacts', 'hs_object_id', '1', 'READ_ONLY_VALUE'],
    ['contacts', 'firstname', 1, 'INVALID_TYPE'],
    ['contacts', 'firstname', 'a'.repeat(65_537), 'PROPERTY_VALUE_TOO_LONG'],
    ['contacts', 'email', 'ada', 'INVALID_EMAIL'],
    ['contacts', 'hubspot_owner_id', '7002', 'INVALID_OPTION'],
    ['deals', 'amount', 'twelve', 'INVALID_NUMBER'],
    ['tasks', 'hs_timestamp', 'tomorrow', 'INVALID_DATE'],
    ['emails', 'hs_email_headers', '{"to":[]}', 'INVALID_JSON'],
    ['emails', 'hs_email_headers', 'to: ada', 'INVALID_JSON'],
  ] as const)('rejects the property %s.%s with its own code', (type, name, value, code) => {
    expect(() => checkProperties(store, type, { [name]: value })).toThrow(refusal(code));
  });

  it('knows the properties of the account', () => {
    store.addProperty('deals', { name: 'postern_id', label: 'Id', type: 'string' });

    expect(checkProperties(store, 'deals', { postern_id: '1' })).toEqual({ postern_id: '1' });
  });
});

describe('checkAssociation', () => {
  const dealToContact = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 };

  it('names the type and id of the associated record', () => {
    const { id } = store.create('contacts', { email: 'ada@example.org' }, []);

    expect(checkAssociation(store, 'deals', { to: { id }, types: [dealToContact] })).toEqual([
      { type: 'contacts', id },
    ]);
  });

  it.each([
    ['no types', [], 'INVALID_ASSOCIATION'],
    ['a type from another object', [{ ...dealToContact, associationTypeId: 279 }], 'INVALID_ASSOCIATION_TYPE'],
    ['an unknown type', [{ ...dealToContact, associationTypeId: 1 }], 'INVALID_ASSOCIATION_TYPE'],
    ['a type of the user', [{ ...dealToContact, associationCategory: 'USER_DEFINED' }], 'INVALID_ASSOCIATION_TYPE'],
    ['a record that does not exist', [dealToContact], 'ASSOCIATION_OBJECT_NOT_FOUND'],
  ])('rejects %s', (_, types, code) => {
    expect(() => checkAssociation(store, 'deals', { to: { id: '1' }, types })).toThrow(refusal(code));
  });
});

describe('checkUnique', () => {
  it('accepts a new value, and the value of the record itself', () => {
    const ada = store.create('contacts', { email: 'ada@example.org' }, []);

    expect(() => checkUnique(store, 'contacts', { email: 'bob@example.org' })).not.toThrow();
    expect(() => checkUnique(store, 'contacts', { email: 'ada@example.org' }, ada.id)).not.toThrow();
  });

  it('answers 409 with the id of the contact that has the address', () => {
    const ada = store.create('contacts', { email: 'ada@example.org' }, []);

    expect(() => checkUnique(store, 'contacts', { email: 'ADA@example.org' })).toThrow(
      expect.objectContaining({ status: 409, category: 'CONFLICT', message: expect.stringContaining(ada.id) }),
    );
  });

  it('names the property of any other unique value that exists', () => {
    store.addProperty('deals', { name: 'postern_id', label: 'Id', type: 'string', hasUniqueValue: true });
    store.create('deals', { postern_id: '1' }, []);

    expect(() => checkUnique(store, 'deals', { postern_id: '1' })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'CONFLICTING_UNIQUE_VALUE',
        message: expect.stringContaining('postern_id'),
      }),
    );
  });
});
