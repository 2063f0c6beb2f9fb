import { pipedrive, withoutCampaigns } from '../../../local/sandbox-crm/pipedrive-api.ts';
import { bodyOf, openVendor, searchLagMs, type VendorUnderTest } from './vendor.ts';

describe('pipedrive', () => {
  let crm: VendorUnderTest;
  let person: number;

  beforeEach(() => {
    crm = openVendor(pipedrive, { 'x-api-token': 't' });
    person = idOf(crm.ask('POST', '/api/v2/persons', { name: 'Ada', emails: [{ value: 'ada@example.org' }] }));
  });

  const idOf = (answer: Parameters<typeof bodyOf>[0]): number => (bodyOf(answer).data as { id: number }).id;

  it.each([
    ['without a token', 'GET', '/api/v2/persons', {}, 401, 'unauthorized access'],
    ['to another version', 'GET', '/api/v1/persons', undefined, 404, 'Unknown method'],
    ['for an unknown type', 'GET', '/api/v2/invoices', undefined, 404, 'Unknown method'],
    ['for a missing record', 'GET', '/api/v2/persons/1', undefined, 404, 'Not found'],
    ['with a method that the API lacks', 'DELETE', '/api/v2/persons', undefined, 405, 'Method not allowed'],
    [
      'with a short search term',
      'GET',
      '/api/v2/persons/search?term=a',
      undefined,
      400,
      'term must be at least 2 characters',
    ],
  ])('rejects a request %s', (_, method, path, headers, status, error) => {
    expect(crm.ask(method, path, undefined, headers)).toMatchObject({ status, body: { error } });
  });

  it.each([
    ['persons', { name: 'A', nope: 1 }, "unknown field 'nope'"],
    ['persons', {}, 'name is required'],
    ['persons', { name: 'A', emails: [{}] }, 'emails.0.value is required'],
    ['persons', { name: 'A', owner_id: 1 }, "field 'owner_id' names nobody"],
    ['persons', { name: 'A', owner_id: '7001' }, 'Validation failed: owner_id: is not valid'],
    ['activities', { subject: 'S', due_date: 'soon' }, 'Validation failed: due_date: is not valid'],
    ['deals', { title: '' }, "field 'title' is empty or too long"],
    ['deals', { title: 'D', person_id: 1 }, "field 'person_id' names nothing"],
    ['activities', { subject: 'S', participants: [{ person_id: 1 }] }, "field 'participants' names nobody"],
    ['activities', { subject: 'S', note: 'x'.repeat(100_001) }, "field 'note' is too long"],
  ])('rejects %s with a wrong field', (type, fields, error) => {
    expect(crm.ask('POST', `/api/v2/${type}`, fields)).toMatchObject({ status: 400, body: { success: false, error } });
  });

  it('finds a person by address after the lag of the index', () => {
    const search = () => crm.ask('GET', '/api/v2/persons/search?term=ADA@example.org').body;

    expect(search()).toMatchObject({ data: { items: [] } });
    crm.passes(searchLagMs);
    expect(search()).toMatchObject({ data: { items: [{ item: { id: person } }] } });
  });

  it('searches persons, with their organization, and organizations by a part of what they have', () => {
    const org = idOf(
      crm.ask('POST', '/api/v2/organizations', { name: 'Firm', custom_fields: { a1: 'https://example.org' } }),
    );
    idOf(crm.ask('POST', '/api/v2/persons', { name: 'Bob', org_id: org, emails: [{ value: 'bob@example.org' }] }));
    crm.passes(searchLagMs);
    const search = (types: string) =>
      bodyOf(crm.ask('GET', `/api/v2/itemSearch?term=EXAMPLE.org&item_types=${types}`)).data as { items: unknown[] };

    expect(search('organization,person').items).toMatchObject([
      { item: { type: 'organization', id: org, name: 'Firm' } },
      { item: { type: 'person', emails: ['ada@example.org'] } },
      { item: { type: 'person', emails: ['bob@example.org'], organization: { id: org } } },
    ]);
    expect(search('organization').items).toHaveLength(1);
    expect(crm.ask('GET', '/api/v2/itemSearch').status).toBe(400);
  });

  it('lists the newest records first, page by page', () => {
    for (const title of ['A', 'B', 'C']) crm.ask('POST', '/api/v2/deals', { title });

    expect(crm.ask('GET', '/api/v2/deals?limit=2').body).toMatchObject({
      data: [{ title: 'C' }, { title: 'B' }],
      additional_data: { next_cursor: '2' },
    });
    expect(crm.ask('GET', '/api/v2/deals?limit=2&cursor=2').body).toMatchObject({
      data: [{ title: 'A' }],
      additional_data: { next_cursor: null },
    });
  });

  it('lists the persons of a deal and the activities of a person', () => {
    const deal = idOf(crm.ask('POST', '/api/v2/deals', { title: 'D', person_id: person }));
    crm.ask('POST', '/api/v2/persons', { name: 'Grace' });
    crm.ask('POST', '/api/v2/activities', { subject: 'S', participants: [{ person_id: person }] });
    crm.ask('POST', '/api/v2/activities', { subject: 'T', deal_id: deal });
    const names = (path: string) => bodyOf(crm.ask('GET', path)).data as Array<{ name: string; subject: string }>;

    expect(names(`/api/v2/persons?deal_id=${deal}`)).toMatchObject([{ id: person }]);
    expect(names(`/api/v2/activities?person_id=${person}`)).toMatchObject([{ subject: 'S' }]);
    expect(names(`/api/v2/activities?deal_id=${deal}`)).toMatchObject([{ subject: 'T' }]);
    expect(names('/api/v2/activities?updated_since=2030-01-01T00:00:00Z')).toEqual([]);
  });

  it('changes the marketing status once, and ignores a second change', () => {
    const change = (status: string) => crm.ask('PATCH', `/api/v2/persons/${person}`, { marketing_status: status }).body;

    expect(change('unsubscribed')).toMatchObject({ data: { marketing_status: 'unsubscribed' } });
    expect(change('subscribed')).toMatchObject({ data: { marketing_status: 'unsubscribed' } });
  });

  it('knows no marketing status in an account without Campaigns', () => {
    const read = () => crm.ask('GET', `/api/v2/persons/${person}?include_fields=marketing_status`);

    expect(read()).toMatchObject({ status: 200, body: { data: { marketing_status: 'no_consent' } } });
    withoutCampaigns(crm.store);
    expect(read().status).toBe(400);
  });
});
