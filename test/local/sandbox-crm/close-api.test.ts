import { close } from '../../../local/sandbox-crm/close-api.ts';
import { bodyOf, openVendor, searchLagMs, type VendorUnderTest } from './vendor.ts';

describe('close', () => {
  let crm: VendorUnderTest;
  let lead: string;

  beforeEach(() => {
    crm = openVendor(close, { authorization: 'Basic t' });
    lead = String(bodyOf(crm.ask('POST', '/api/v1/lead/', { name: 'Example', url: 'https://example.org' })).id);
  });

  it.each([
    ['without a key', 'GET', '/api/v1/me/', {}, 401],
    ['without the last slash', 'GET', '/api/v1/me', undefined, 404],
    ['for an unknown type', 'GET', '/api/v1/invoice/', undefined, 404],
    ['for a missing record', 'GET', '/api/v1/lead/lead_1/', undefined, 404],
    ['with an unknown method', 'DELETE', '/api/v1/lead/', undefined, 404],
  ])('rejects a request %s', (_, method, path, headers, status) => {
    expect(crm.ask(method, path, undefined, headers).status).toBe(status);
  });

  it.each([
    ['contact/', { name: 'Ada', nope: 1 }, 'nope'],
    ['contact/', { lead_id: 'lead_1' }, 'lead_id'],
    ['contact/', { emails: [{ email: 'ada' }] }, 'emails'],
    ['opportunity/', { user_id: 'user_1' }, 'user_id'],
    ['opportunity/', { contact_id: 'cont_1' }, 'contact_id'],
    ['task/', { assigned_to: '7001' }, 'assigned_to'],
    ['activity/email/', { status: 'outbox', sender: 'a@b.example' }, 'status'],
    ['activity/email/', { status: 'inbox' }, 'sender'],
    ['activity/email/', { status: 'inbox', sender: 'unknown' }, 'sender'],
    ['activity/email/', { status: 'inbox', sender: '"Ada" <ada>' }, 'sender'],
    ['activity/email/', { status: 'inbox', sender: 'a@b.example', colour: 'red' }, 'colour'],
    ['activity/email/', { status: 'inbox', sender: 'a@b.example', activity_at: 'today' }, 'activity_at'],
  ])('rejects %s with a wrong field', (path, fields, field) => {
    const answer = crm.ask('POST', `/api/v1/${path}`, { lead_id: lead, ...fields });

    expect(answer).toEqual({ status: 400, body: { 'field-errors': { [field]: 'is not valid' }, errors: [] } });
  });

  it('creates a lead with its contacts, and shows them in it', () => {
    const body = { name: 'Firm', contacts: [{ name: 'Ada', emails: [{ email: 'ada@example.org' }] }] };
    const { id } = bodyOf(crm.ask('POST', '/api/v1/lead/', body));

    expect(crm.ask('GET', `/api/v1/lead/${id}/`)).toMatchObject({
      status: 200,
      body: { id: expect.stringMatching(/^lead_/), contacts: [{ name: 'Ada', lead_id: id }] },
    });
  });

  it('updates a record with known fields only', () => {
    expect(crm.ask('PUT', `/api/v1/lead/${lead}/`, { name: 'New' })).toMatchObject({
      status: 200,
      body: { name: 'New' },
    });
    expect(crm.ask('PUT', `/api/v1/lead/${lead}/`, { nope: 1 })).toMatchObject({
      status: 400,
      body: { 'field-errors': { nope: 'is not known' } },
    });
  });

  it('lists the activities of a lead in a span of time, page by page', () => {
    for (const day of ['01', '02', '03'])
      crm.ask('POST', '/api/v1/activity/email/', {
        lead_id: lead,
        status: 'inbox',
        sender: 'a@b.example',
        activity_at: `2026-01-${day}T00:00:00Z`,
      });
    const list = (more: string) => crm.ask('GET', `/api/v1/activity/email/?lead_id=${lead}&${more}`).body;

    expect(list('activity_at__gte=2026-01-02')).toMatchObject({ has_more: false, data: [{}, {}] });
    expect(list('_limit=2')).toMatchObject({ has_more: true, data: [{}, {}] });
    expect(list('_limit=2&_skip=2')).toMatchObject({
      has_more: false,
      data: [{ activity_at: '2026-01-03T00:00:00Z' }],
    });
  });

  it('searches contacts by address, and leads by a word of their URL, after the lag of the index', () => {
    const fields = { lead_id: lead, name: 'Ada', emails: [{ email: 'ada@example.org' }] };
    const { id } = bodyOf(crm.ask('POST', '/api/v1/contact/', fields));
    const condition = (name: string, mode: string, value: string) => ({
      type: 'field_condition',
      field: { type: 'regular_field', object_type: 'contact', field_name: name },
      condition: { type: 'text', mode, value },
    });
    const search = (type: string, query: object) =>
      crm.ask('POST', '/api/v1/data/search/', {
        query: { type: 'and', queries: [{ type: 'object_type', object_type: type }, query] },
      }).body;
    const byAddress = {
      type: 'has_related',
      this_object_type: 'contact',
      related_object_type: 'contact_email',
      related_query: condition('email', 'exact_value', 'ADA@example.org'),
    };

    expect(search('contact', byAddress)).toEqual({ data: [], cursor: null });
    crm.passes(searchLagMs);
    expect(search('contact', byAddress)).toMatchObject({ data: [{ id, __object_type: 'contact' }] });
    expect(search('lead', condition('url', 'full_words', 'example.org'))).toMatchObject({ data: [{ id: lead }] });
    expect(search('lead', condition('url', 'full_words', 'ample.org'))).toMatchObject({ data: [] });
    expect(crm.ask('POST', '/api/v1/data/search/', { query: {} }).status).toBe(400);
  });

  it('keeps an unsubscribed address once', () => {
    const unsubscribe = (email: string) => crm.ask('POST', '/api/v1/unsubscribe/email/', { email }).status;

    expect([unsubscribe('a@b.example'), unsubscribe('a@b.example')]).toEqual([201, 201]);
    expect(['', 'a', 'a@b', 'jörg@b.example'].map(unsubscribe)).toEqual([400, 400, 400, 400]);
    expect(crm.store.list('unsubscribed')).toHaveLength(1);
  });

  it('shows with a contact which of its addresses are unsubscribed', () => {
    const emails = [{ email: 'A@b.example' }, { email: 'c@b.example' }];
    const { id } = bodyOf(crm.ask('POST', '/api/v1/contact/', { lead_id: lead, name: 'Ada', emails }));
    crm.ask('POST', '/api/v1/unsubscribe/email/', { email: 'a@b.example' });

    expect(crm.ask('GET', `/api/v1/contact/${id}/?_fields=emails`).body).toMatchObject({
      emails: [{ is_unsubscribed: true }, { is_unsubscribed: false }],
    });
  });
});
