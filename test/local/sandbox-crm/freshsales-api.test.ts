import { freshsales } from '../../../local/sandbox-crm/freshsales-api.ts';
import { bodyOf, openVendor, searchLagMs, type VendorUnderTest } from './vendor.ts';

const task = { title: 'Call', due_date: '2026-11-21T12:00:00Z', targetable_type: 'Contact' };
const activity = {
  sales_activity_type_id: 8,
  title: 'Mail',
  start_date: '2026-11-20T09:00:00Z',
  end_date: '2026-11-20T09:00:00Z',
  targetable_type: 'Contact',
  targetable_id: 1,
};

describe('freshsales', () => {
  let crm: VendorUnderTest;
  let contact: string;

  beforeEach(() => {
    crm = openVendor(freshsales, { authorization: 'Token token=t' });
    contact = create('contact', 'contacts', { last_name: 'Lovelace', emails: 'ada@example.org' });
  });

  const create = (type: string, plural: string, fields: object): string =>
    String((bodyOf(crm.ask('POST', `/${plural}`, { [type]: fields }))[type] as { id: number }).id);

  it.each([
    ['without a token', 'GET', '/selector/sales_activity_types', {}, 401],
    ['for an unknown type', 'POST', '/invoices', undefined, 404],
    ['for a missing record', 'GET', '/contacts/1', undefined, 404],
    ['for the deals of a missing contact', 'GET', '/contacts/1/deals', undefined, 404],
    ['for a search without rules', 'POST', '/filtered_search/contact', undefined, 400],
  ])('rejects a request %s', (_, method, path, headers, status) => {
    expect(crm.ask(method, path, undefined, headers).status).toBe(status);
  });

  it.each([
    ['contact', 'contacts', { last_name: 'L', nope: 1 }, 'invalid field nope'],
    ['contact', 'contacts', { last_name: 'L', owner_id: 1 }, 'Owner does not exist'],
    ['contact', 'contacts', {}, 'last_name is mandatory'],
    ['contact', 'contacts', { last_name: 'L', sales_accounts: [{ id: 1 }] }, 'sales account does not exist'],
    ['deal', 'deals', {}, 'name is mandatory'],
    ['deal', 'deals', { name: 'D', contacts_added_list: [1] }, 'contact does not exist'],
    ['task', 'tasks', { ...task, due_date: undefined }, 'due_date is mandatory'],
    ['task', 'tasks', { ...task, due_date: 'soon' }, 'invalid field due_date'],
    ['task', 'tasks', { ...task, targetable_id: 1, targetable_type: 'contact' }, 'invalid field targetable_type'],
    ['task', 'tasks', { ...task, targetable_id: 1 }, 'the target does not exist'],
    ['sales_activity', 'sales_activities', { ...activity, sales_activity_type_id: 1 }, 'no such activity type'],
    ['sales_activity', 'sales_activities', { ...activity, title: '' }, 'invalid field title'],
    ['sales_activity', 'sales_activities', { ...activity, title: 'x'.repeat(256) }, 'invalid field title'],
    ['sales_activity', 'sales_activities', { ...activity, end_date: undefined }, 'end_date is mandatory'],
    ['sales_activity', 'sales_activities', { ...activity, notes: 'x'.repeat(65_536) }, 'notes are too long'],
    ['sales_activity', 'sales_activities', { ...activity, targetable_id: 1 }, 'the target does not exist'],
  ])('rejects a %s with a wrong field', (type, plural, fields, message) => {
    expect(crm.ask('POST', `/${plural}`, { [type]: fields })).toEqual({
      status: 400,
      body: { errors: { code: 400, message: [message] } },
    });
  });

  it('upserts by the address of an indexed record', () => {
    const upsert = (more: object = {}) =>
      crm.ask('POST', '/contacts/upsert', {
        unique_identifier: { emails: 'ada@example.org' },
        contact: { last_name: 'Byron', emails: 'ada@example.org' },
        ...more,
      });

    expect(upsert().status).toBe(201);
    crm.passes(searchLagMs);
    expect(upsert()).toMatchObject({ status: 200, body: { contact: { id: Number(contact), last_name: 'Byron' } } });
    expect(upsert({ unique_identifier: {} }).status).toBe(400);
  });

  it('searches by address after the lag of the index', () => {
    const filter = {
      filter_rule: [{ attribute: 'contact_email.email', operator: 'is_in', value: ['ADA@example.org'] }],
    };
    const search = () => crm.ask('POST', '/filtered_search/contact', filter).body;

    expect(search()).toEqual({ contacts: [], meta: { total: 0 } });
    crm.passes(searchLagMs);
    expect(search()).toMatchObject({ contacts: [{ id: Number(contact) }], meta: { total: 1 } });
  });

  it('shows a record with what the query includes', () => {
    const account = create('sales_account', 'sales_accounts', { name: 'Firm' });
    const deal = create('deal', 'deals', {
      name: 'D',
      sales_account_id: Number(account),
      contacts_added_list: [Number(contact)],
    });
    create('task', 'tasks', { ...task, targetable_id: Number(contact) });

    expect(crm.ask('GET', `/contacts/${contact}?include=tasks`).body).toMatchObject({ tasks: [{ title: 'Call' }] });
    expect(crm.ask('GET', `/deals/${deal}?include=contacts,sales_account`).body).toMatchObject({
      contacts: [{ email: 'ada@example.org', emails: [{ value: 'ada@example.org', is_primary: true }] }],
      sales_accounts: [{ name: 'Firm' }],
    });
    expect(crm.ask('GET', `/contacts/${contact}/deals`).body).toMatchObject({ deals: [{ name: 'D' }] });
  });

  it('lists the activities of a contact page by page', () => {
    for (const title of ['A', 'B', 'C'])
      create('sales_activity', 'sales_activities', { ...activity, title, targetable_id: Number(contact) });

    expect(crm.ask('GET', `/contacts/${contact}/activities?page=2&per_page=2`).body).toMatchObject({
      sales_activities: [{ title: 'C' }],
      meta: { total_pages: 2, total: 3 },
    });
  });

  it('updates a record with known fields only', () => {
    const update = (fields: object) => crm.ask('PUT', `/contacts/${contact}`, { contact: fields });

    expect(update({ last_name: 'Byron' })).toMatchObject({ status: 200, body: { contact: { last_name: 'Byron' } } });
    expect(update({ nope: 1 }).status).toBe(400);
    expect(crm.ask('PUT', '/contacts/1', { contact: { last_name: 'Byron' } }).status).toBe(404);
  });
});
