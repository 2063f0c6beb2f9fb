import { batchCreate, batchRead, batchUpsert, create } from '../../../../local/sandbox-crm/hubspot/create.ts';
import type { ApiAnswer } from '../../../../local/sandbox-crm/hubspot/search.ts';
import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';

let store: HubspotStore;

beforeEach(() => {
  store = createHubspotStore(':memory:');
});

afterEach(() => store.close());

const contact = (email: string, more: object = {}) => ({ properties: { email, ...more }, associations: [] });
const refusal = (code: string) => expect.objectContaining({ status: 400, code });
const idOf = ({ body }: ApiAnswer) => (body as { readonly id: string }).id;

describe('create', () => {
  it('creates a record with its associations', () => {
    const ada = idOf(create(store, 'contacts', contact('ada@example.org')));
    const association = { to: { id: ada }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }] };

    const answer = create(store, 'deals', { properties: { dealname: 'D' }, associations: [association] });

    expect(answer).toMatchObject({ status: 201, body: { properties: { dealname: 'D' }, archived: false } });
    expect(store.associated(ada, 'deals').map(({ id }) => id)).toEqual([idOf(answer)]);
  });

  it.each([
    [
      'an email without its time',
      'emails',
      { properties: { hs_email_subject: 'S' }, associations: [] },
      'REQUIRED_FIELD',
    ],
    ['no associations', 'contacts', { properties: { email: 'a@x.org' } }, 'MISSING_ASSOCIATIONS'],
    ['an unknown property', 'contacts', { properties: { nope: '1' }, associations: [] }, 'PROPERTY_DOESNT_EXIST'],
  ] as const)('rejects %s', (_, type, body, code) => {
    expect(() => create(store, type, body)).toThrow(refusal(code));
    expect(store.all(type)).toEqual([]);
  });

  it('rejects a second contact with the same address', () => {
    create(store, 'contacts', contact('ada@example.org'));

    expect(() => create(store, 'contacts', contact('Ada@example.org'))).toThrow(
      expect.objectContaining({ status: 409 }),
    );
  });
});

describe('batchCreate', () => {
  it('creates all records', () => {
    expect(batchCreate(store, 'contacts', { inputs: [contact('a@x.org'), contact('b@x.org')] })).toMatchObject({
      status: 201,
      body: { status: 'COMPLETE', results: [{}, {}] },
    });
  });

  it('reports a rejected record beside the others', () => {
    const inputs = [contact('a@x.org'), contact('a@x.org'), contact('c@x.org')];

    expect(batchCreate(store, 'contacts', { inputs })).toMatchObject({
      status: 207,
      body: { results: [{}, {}], numErrors: 1, errors: [{ category: 'CONFLICT' }] },
    });
  });
});

describe('batchUpsert', () => {
  const upsert = (id: string, properties: object) => ({ id, idProperty: 'email', properties });

  it('creates an unknown record and updates a known record', () => {
    const ada = idOf(create(store, 'contacts', contact('ada@example.org', { firstname: 'A' })));
    const inputs = [upsert('ada@example.org', { firstname: 'Ada' }), upsert('bob@example.org', {})];

    expect(batchUpsert(store, 'contacts', { inputs })).toMatchObject({
      status: 200,
      body: { results: [{ id: ada, new: false, properties: { firstname: 'Ada' } }, { new: true }] },
    });
  });

  it.each([
    ['a property that is not unique', [{ ...upsert('Ada', {}), idProperty: 'firstname' }], 'INVALID_UNIQUE_PROPERTY'],
    ['the same record twice', [upsert('a@x.org', {}), upsert('A@x.org', {})], 'DUPLICATE_IDS'],
  ])('rejects %s and changes nothing', (_, inputs, code) => {
    expect(() => batchUpsert(store, 'contacts', { inputs })).toThrow(refusal(code));
    expect(store.all('contacts')).toEqual([]);
  });
});

describe('batchRead', () => {
  it('reads records by their ids', () => {
    const ada = idOf(create(store, 'contacts', contact('ada@example.org')));

    expect(batchRead(store, 'contacts', { inputs: [{ id: ada }] })).toMatchObject({
      status: 200,
      body: { results: [{ id: ada }] },
    });
  });

  it('reads records by a property, and counts those that are missing', () => {
    const ada = idOf(create(store, 'contacts', contact('ada@example.org')));
    const inputs = [{ id: 'ada@example.org' }, { id: 'bob@example.org' }];

    expect(batchRead(store, 'contacts', { inputs, idProperty: 'email' })).toMatchObject({
      status: 207,
      body: { results: [{ id: ada }], numErrors: 1, errors: [{ category: 'OBJECT_NOT_FOUND' }] },
    });
  });

  it('reads the former values of a property', () => {
    const ada = store.create('contacts', { email: 'ada@example.org' }, []);
    store.update('contacts', ada, { hs_email_optout: 'true' });

    expect(
      batchRead(store, 'contacts', { inputs: [{ id: ada.id }], propertiesWithHistory: ['hs_email_optout'] }).body,
    ).toMatchObject({ results: [{ propertiesWithHistory: { hs_email_optout: [{ value: 'true' }] } }] });
  });

  it('reads at most 50 records with former values, and 100 without', () => {
    const inputs = Array.from({ length: 51 }, (_, index) => ({ id: String(index) }));

    expect(() => batchRead(store, 'contacts', { inputs, propertiesWithHistory: ['email'] })).toThrow(
      refusal('INVALID_INPUTS'),
    );
    expect(batchRead(store, 'contacts', { inputs }).status).toBe(207);
  });
});

describe.each([
  ['batchCreate', batchCreate],
  ['batchUpsert', batchUpsert],
  ['batchRead', batchRead],
])('%s', (_, call) => {
  it.each([
    ['no inputs', undefined],
    ['an empty list', []],
    ['more than 100 inputs', Array.from({ length: 101 }, () => ({}))],
  ])('rejects %s', (_case, inputs) => {
    expect(() => call(store, 'contacts', { inputs })).toThrow(refusal('INVALID_INPUTS'));
  });
});
