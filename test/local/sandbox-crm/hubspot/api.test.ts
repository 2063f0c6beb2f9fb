import { answerHubspot } from '../../../../local/sandbox-crm/hubspot/api.ts';
import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';
import { bodyOf } from '../vendor.ts';

const contacts = '/crm/objects/2026-09/contacts';
const properties = '/crm/properties/2026-09/contacts';

describe('answerHubspot', () => {
  let store: HubspotStore;

  beforeEach(() => {
    store = createHubspotStore(':memory:');
  });

  afterEach(() => store.close());

  const ask = (method: string, target: string, body?: unknown, authorization: string | undefined = 'Bearer t') => {
    const { pathname: path, searchParams: query } = new URL(target, 'http://hubspot');
    return answerHubspot(store, { method, path, query, authorization, body });
  };
  const create = (email: string): string =>
    String(bodyOf(ask('POST', contacts, { properties: { email }, associations: [] })).id);

  it.each([
    ['without a token', 'GET', `${contacts}/1`, '', 401, 'Authentication credentials not found.'],
    [
      'to another version',
      'GET',
      '/crm/objects/2025-01/contacts',
      undefined,
      404,
      'No route for GET /crm/objects/2025-01/contacts',
    ],
    ['with an unknown method', 'DELETE', `${contacts}/1`, undefined, 404, `No route for DELETE ${contacts}/1`],
    ['for a missing record', 'GET', `${contacts}/1`, undefined, 404, 'Object not found. objectId are usually numeric.'],
    ['for a missing property', 'GET', `${properties}/nope`, undefined, 404, 'Property does not exist'],
  ])('rejects a request %s', (_, method, path, authorization, status, message) => {
    expect(ask(method, path, undefined, authorization)).toMatchObject({ status, body: { status: 'error', message } });
  });

  it.each([
    [{ properties: { nope: '1' } }, 'PROPERTY_DOESNT_EXIST'],
    [{ properties: { hs_object_id: '1' } }, 'READ_ONLY_VALUE'],
    [{ properties: { email: 1 } }, 'INVALID_TYPE'],
    [{ properties: { email: 'ada' } }, 'INVALID_EMAIL'],
    [{ properties: { hubspot_owner_id: '1' } }, 'INVALID_OPTION'],
    [{ properties: {}, associations: undefined }, 'MISSING_ASSOCIATIONS'],
    [{ properties: {}, associations: [{ to: { id: '1' }, types: [] }] }, 'INVALID_JSON'],
    [{ properties: {}, colour: 'red' }, 'INVALID_JSON'],
  ])('rejects a contact %j', (body, code) => {
    expect(ask('POST', contacts, { associations: [], ...body })).toMatchObject({
      status: 400,
      body: { category: 'VALIDATION_ERROR', errors: [{ code }] },
    });
  });

  it('creates, reads and updates a contact, and keeps its address unique', () => {
    const id = create('ada@example.org');

    expect(ask('GET', `${contacts}/ada%40example.org?idProperty=email`)).toMatchObject({ status: 200, body: { id } });
    expect(ask('PATCH', `${contacts}/${id}`, { properties: { firstname: 'Ada' } })).toMatchObject({
      body: { properties: { firstname: 'Ada', email: 'ada@example.org' } },
    });
    expect(ask('POST', contacts, { properties: { email: 'ADA@example.org' }, associations: [] })).toMatchObject({
      status: 409,
      body: { message: `Contact already exists. Existing ID: ${id}` },
    });
  });

  it('associates two records, and shows the association from both', () => {
    const contact = create('ada@example.org');
    const company = String(
      bodyOf(ask('POST', '/crm/objects/2026-09/companies', { properties: { name: 'Firm' }, associations: [] })).id,
    );
    const associate = (to: string) => ask('PUT', `${contacts}/${contact}/associations/default/companies/${to}`).status;

    expect([associate('1'), associate(company)]).toEqual([404, 200]);
    expect(ask('GET', `${contacts}/${contact}?associations=companies`).body).toMatchObject({
      associations: { companies: { results: [{ id: company, type: 'contact_to_company' }] } },
    });
    expect(ask('GET', `/crm/objects/2026-09/companies/${company}?associations=contacts`).body).toMatchObject({
      associations: { contacts: { results: [{ id: contact }] } },
    });
  });

  it('answers batches record by record', () => {
    const ada = { properties: { email: 'ada@example.org' }, associations: [] };
    const batch = (call: string, inputs: unknown, more: object = {}) =>
      ask('POST', `${contacts}/batch/${call}`, { inputs, ...more });

    expect(batch('create', [ada, ada])).toMatchObject({ status: 207, body: { numErrors: 1, results: [{}] } });
    const upsert = { id: 'ada@example.org', idProperty: 'email', properties: { firstname: 'Ada' } };
    expect(batch('upsert', [upsert])).toMatchObject({ status: 200, body: { results: [{ new: false }] } });
    expect(batch('upsert', [{ ...upsert, idProperty: 'firstname' }]).status).toBe(400);
    const read = { idProperty: 'email', properties: [], propertiesWithHistory: [] };
    expect(batch('read', [{ id: 'ada@example.org' }, { id: 'x' }], read)).toMatchObject({
      status: 207,
      body: { results: [{ properties: { firstname: 'Ada' } }], numErrors: 1 },
    });
    expect(batch('read', []).status).toBe(400);
  });

  it('searches by an indexed property, page by page', () => {
    const [ada, bob] = [create('ada@example.org'), create('bob@example.org')];
    const search = (more: object) =>
      ask('POST', `${contacts}/search`, {
        filterGroups: [
          { filters: [{ propertyName: 'email', operator: 'IN', values: ['ada@example.org', 'bob@example.org'] }] },
        ],
        ...more,
      });

    expect(search({ limit: 1 }).body).toMatchObject({
      total: 2,
      results: [{ id: ada }],
      paging: { next: { after: '1' } },
    });
    expect(search({ limit: 1, after: '1' }).body).toMatchObject({ results: [{ id: bob }] });
    expect(search({ filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ', value: '1' }] }] }).status).toBe(
      400,
    );
  });

  it('creates a property in a group, and lists it with those of HubSpot', () => {
    const group = () => ask('POST', `${properties}/groups`, { name: 'postern', label: 'Postern' }).status;
    const property = (name: string, more: object = {}) =>
      ask('POST', properties, { name, label: name, type: 'string', fieldType: 'text', groupName: 'postern', ...more });

    expect(property('postern_id')).toMatchObject({ body: { errors: [{ code: 'GROUP_DOESNT_EXIST' }] } });
    expect([group(), group()]).toEqual([201, 409]);
    expect(property('Postern')).toMatchObject({ body: { errors: [{ code: 'INVALID_PROPERTY_NAME' }] } });
    expect([property('postern_id').status, property('postern_id').status]).toEqual([201, 409]);
    expect(ask('GET', `${properties}/postern_id`).body).toMatchObject({ name: 'postern_id', hasUniqueValue: false });
    expect(JSON.stringify(ask('GET', properties).body)).toContain('postern_id');
    const statuses = Array.from(
      { length: 10 },
      (_, index) => property(`unique_${index}`, { hasUniqueValue: true }).status,
    );
    expect(statuses.at(-1)).toBe(400);
  });

  it('takes a private file once', () => {
    const upload = (more: object = {}) =>
      ask('POST', '/files/2026-03/files', {
        file: { name: 'a.pdf', bytes: Buffer.from('pdf') },
        folderPath: '/postern',
        options: JSON.stringify({ access: 'PRIVATE', duplicateValidationStrategy: 'RETURN_EXISTING' }),
        ...more,
      });
    const first = upload();

    expect(first.status).toBe(201);
    expect(upload()).toEqual(first);
    expect(upload({ options: '{"access":"PUBLIC"}' }).status).toBe(400);
    expect(upload({ file: { name: 'a.exe', bytes: Buffer.from('x') } }).status).toBe(400);
    expect(upload({ file: { name: 'a.pdf', bytes: Buffer.alloc(0) } }).status).toBe(400);
  });
});
