import { zendeskSell } from '../../../local/sandbox-crm/zendesk-sell-api.ts';
import { bodyOf, openVendor, searchLagMs, type VendorUnderTest } from './vendor.ts';

const client = { authorization: 'Bearer t', 'user-agent': 'postern' };

describe('zendeskSell', () => {
  let crm: VendorUnderTest;
  let contact: number;

  beforeEach(() => {
    crm = openVendor(zendeskSell, client);
    contact = idOf(crm.ask('POST', '/v2/contacts', { data: { last_name: 'Lovelace', email: 'ada@example.org' } }));
  });

  const idOf = (answer: Parameters<typeof bodyOf>[0]): number => (bodyOf(answer).data as { id: number }).id;

  it.each([
    ['without a token', 'GET', '/v2/users/self', { 'user-agent': 'postern' }, 401],
    ['without a user agent of its own', 'GET', '/v2/users/self', { ...client, 'user-agent': 'node' }, 400],
    ['to another version', 'GET', '/v1/contacts', client, 404],
    ['for an unknown type', 'GET', '/v2/invoices', client, 404],
    ['for a missing record', 'GET', '/v2/contacts/1', client, 404],
    ['for the contacts of a missing deal', 'GET', '/v2/deals/1/associated_contacts', client, 404],
    ['with a method that the API lacks', 'DELETE', '/v2/contacts', client, 405],
  ])('rejects a request %s', (_, method, path, headers, status) => {
    expect(crm.ask(method, path, undefined, headers).status).toBe(status);
  });

  it.each([
    ['contacts', { last_name: 'L', nope: 1 }, 'unknown_field', 'nope'],
    ['contacts', {}, 'blank', 'last_name'],
    ['contacts', { is_organization: true }, 'blank', 'name'],
    ['contacts', { last_name: 'L', owner_id: 1 }, 'invalid', 'owner_id'],
    ['contacts', { last_name: 'L', email: 'jörg@example.org' }, 'schema', 'email'],
    ['deals', { contact_id: 1 }, 'blank', 'name'],
    ['deals', { name: 'D' }, 'blank', 'contact_id'],
    ['deals', { name: 'D', contact_id: 1 }, 'invalid_reference', 'contact_id'],
    ['notes', { resource_type: 'contact', resource_id: 1, content: 'x' }, 'invalid_reference', 'resource_id'],
  ])('rejects %s with a wrong field', (type, data, code, field) => {
    expect(crm.ask('POST', `/v2/${type}`, { data })).toMatchObject({
      status: 422,
      body: { errors: [{ error: { code, field } }] },
    });
  });

  it('takes a note of at most 65,535 characters', () => {
    const note = (content: string) =>
      crm.ask('POST', '/v2/notes', { data: { resource_type: 'contact', resource_id: contact, content } }).status;

    expect([note('x'.repeat(65_535)), note('x'.repeat(65_536))]).toEqual([200, 422]);
  });

  it('updates and reads a record', () => {
    expect(crm.ask('PUT', `/v2/contacts/${contact}`, { data: { title: 'Dr' } }).status).toBe(200);
    expect(crm.ask('GET', `/v2/contacts/${contact}`).body).toMatchObject({
      data: { id: contact, title: 'Dr' },
      meta: { type: 'contact' },
    });
  });

  it('lists the newest records first, by ids and by parent', () => {
    const deals = ['A', 'B', 'C'].map((name) =>
      idOf(crm.ask('POST', '/v2/deals', { data: { name, contact_id: contact } })),
    );
    const names = (query: string) => crm.ask('GET', `/v2/deals?${query}`).body;

    expect(names(`contact_id=${contact}&per_page=2`)).toMatchObject({
      items: [{ data: { name: 'C' } }, { data: { name: 'B' } }],
    });
    expect(names('per_page=2&page=2')).toMatchObject({ items: [{ data: { name: 'A' } }] });
    expect(names(`ids=${deals[0]}`)).toMatchObject({ items: [{ data: { name: 'A' } }] });
    crm.store.insert('associated_contacts', { deal_id: deals[0], contact_id: contact });
    expect(crm.ask('GET', `/v2/deals/${deals[0]}/associated_contacts`).body).toMatchObject({
      items: [{ data: { contact_id: contact } }],
    });
  });

  describe('search', () => {
    const is = (name: string, value: string) => ({ filter: { attribute: { name }, parameter: { eq: value } } });
    const search = (filter: object, more: object = {}) =>
      crm.ask('POST', '/v3/contacts/search', {
        items: [{ data: { query: { filter, projection: [{ name: 'email' }] }, ...more } }],
      });

    it('shows a new record after the lag of the index', () => {
      const byAddress = () => search(is('email', 'ADA@example.org')).body;

      expect(byAddress()).toMatchObject({ items: [{ successful: true, items: [] }] });
      crm.passes(searchLagMs);
      expect(byAddress()).toMatchObject({ items: [{ items: [{ data: { id: contact, email: 'ada@example.org' } }] }] });
    });

    it.each([
      ['and', { and: [is('email', 'ada@example.org'), is('last_name', 'lovelace')] }, 1],
      ['or', { or: [is('email', 'nobody'), is('last_name', 'lovelace')] }, 1],
      ['not', { not: is('last_name', 'lovelace') }, 0],
      ['any', { filter: { attribute: { name: 'email' }, parameter: { any: ['x', 'ada@example.org'] } } }, 1],
    ])('combines conditions by %s', (_, filter, count) => {
      crm.passes(searchLagMs);

      expect(search(filter).body).toMatchObject({ items: [{ meta: { total_count: count } }] });
    });

    it.each([
      ['an unknown attribute', is('nope', 'x'), {}],
      ['a page that is too large', is('email', 'x'), { per_page: 201 }],
      ['an unknown part', is('email', 'x'), { nope: 1 }],
    ])('fails the query with %s alone', (_, filter, more) => {
      expect(search(filter, more)).toMatchObject({ status: 200, body: { items: [{ successful: false }] } });
    });

    it('rejects a search without a query', () => {
      expect(crm.ask('POST', '/v3/contacts/search', { items: [] }).status).toBe(400);
    });
  });
});
