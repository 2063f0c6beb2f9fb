import { zoho } from '../../../local/sandbox-crm/zoho-api.ts';
import { moduleId } from '../../../local/sandbox-crm/zoho-schema.ts';
import { openVendor, searchLagMs, type VendorUnderTest } from './vendor.ts';

const contact = (fields: object) => ({ data: [{ Last_Name: 'Lovelace', ...fields }], trigger: [] });

describe('zoho', () => {
  let crm: VendorUnderTest;

  beforeEach(() => {
    crm = openVendor(zoho, { authorization: 'Zoho-oauthtoken t' });
  });

  const create = (module: string, fields: object): string => crm.store.insert(module, { ...fields }).id;

  it('hands out a token to a client without one', () => {
    expect(crm.ask('POST', '/oauth/v2/token', undefined, {})).toMatchObject({
      status: 200,
      body: { expires_in: 3600 },
    });
  });

  it.each([
    ['without a token', 'GET', '/crm/v8/org', {}, 401, 'INVALID_TOKEN'],
    ['to another version', 'GET', '/crm/v7/org', undefined, 404, 'INVALID_URL_PATTERN'],
    ['to an unknown module', 'GET', '/crm/v8/Invoices', undefined, 404, 'INVALID_MODULE'],
    ['to an unknown path of a module', 'GET', '/crm/v8/Contacts/1/Notes', undefined, 404, 'INVALID_URL_PATTERN'],
    ['for a missing record', 'GET', '/crm/v8/Contacts/1', undefined, 404, 'INVALID_URL_PATTERN'],
    ['without fields of the roles', 'GET', '/crm/v8/Deals/1/Contact_Roles', undefined, 400, 'REQUIRED_PARAM_MISSING'],
    ['without a Message-ID', 'GET', '/crm/v8/actions/email_available', undefined, 400, 'REQUIRED_PARAM_MISSING'],
  ])('rejects a request %s', (_, method, path, headers, status, code) => {
    expect(crm.ask(method, path, undefined, headers)).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['no record', { data: [], trigger: [] }, 400, { code: 'INVALID_DATA' }],
    ['an unknown part', { ...contact({}), colour: 'red' }, 400, { code: 'INVALID_DATA' }],
    [
      'a first name that is too long',
      contact({ First_Name: 'A'.repeat(41) }),
      202,
      { data: [{ details: { api_name: 'First_Name' } }] },
    ],
    [
      'a last name that is too long',
      contact({ Last_Name: 'A'.repeat(81) }),
      202,
      { data: [{ details: { api_name: 'Last_Name' } }] },
    ],
    [
      'an unknown field',
      contact({ Nope: 1 }),
      202,
      { data: [{ code: 'INVALID_DATA', details: { api_name: 'Nope' } }] },
    ],
    ['no mandatory field', { data: [{}], trigger: [] }, 202, { data: [{ code: 'MANDATORY_NOT_FOUND' }] }],
    ['a strange owner', contact({ Owner: { id: '1' } }), 202, { data: [{ details: { api_name: 'Owner' } }] }],
    [
      'a missing account',
      contact({ Account_Name: { id: '1' } }),
      202,
      { data: [{ details: { api_name: 'Account_Name' } }] },
    ],
    ['an invalid address', contact({ Email: 'ada' }), 202, { data: [{ details: { api_name: 'Email' } }] }],
    [
      'a right record',
      contact({ Email: 'ada@example.org', Owner: { id: '7001' } }),
      200,
      { data: [{ action: 'insert' }] },
    ],
  ])('answers an insert with %s', (_, body, status, answer) => {
    expect(crm.ask('POST', '/crm/v8/Contacts', body)).toMatchObject({ status, body: answer });
    expect(crm.store.list('Contacts')).toHaveLength(status === 200 ? 1 : 0);
  });

  it('upserts by what the search shows, so that two upserts at once create two records', () => {
    const upsert = () =>
      crm.ask('POST', '/crm/v8/Contacts/upsert', {
        ...contact({ Email: 'ada@example.org' }),
        duplicate_check_fields: ['Email'],
      });

    expect([upsert(), upsert()]).toMatchObject([
      { body: { data: [{ action: 'insert' }] } },
      { body: { data: [{ action: 'insert' }] } },
    ]);
    crm.passes(searchLagMs);
    expect(upsert()).toMatchObject({ body: { data: [{ action: 'update' }] } });
  });

  it('updates a record by its id, and rejects an unknown id', () => {
    const id = create('Contacts', { Last_Name: 'L' });
    const update = (body: object) => crm.ask('PUT', '/crm/v8/Contacts', { data: [body], trigger: [] });

    expect(update({ id, Email_Opt_Out: true })).toMatchObject({ status: 200, body: { data: [{ action: 'update' }] } });
    expect(update({ id: '1' })).toMatchObject({ status: 202, body: { data: [{ details: { api_name: 'id' } }] } });
    expect(crm.ask('GET', `/crm/v8/Contacts/${id}?fields=Email_Opt_Out`)).toEqual({
      status: 200,
      body: { data: [{ id, Email_Opt_Out: true }] },
    });
  });

  it('answers a query with the fields of a record and of the record behind a look-up', () => {
    const account = create('Accounts', { Website: 'https://example.org' });
    const id = create('Contacts', { Last_Name: 'L', Account_Name: { id: account } });
    const query = (text: string) => crm.ask('POST', '/crm/v8/coql', { select_query: text });
    const select = `select id, Account_Name.Website from Contacts where Last_Name = 'l' limit 5`;

    expect(query(select).status).toBe(204);
    crm.passes(searchLagMs);
    expect(query(select)).toMatchObject({ body: { data: [{ id, 'Account_Name.Website': 'https://example.org' }] } });
    expect(query('select nothing')).toMatchObject({ status: 400, body: { code: 'INVALID_QUERY' } });
  });

  it('lists the contacts and the tasks of a deal', () => {
    const deal = create('Deals', { Deal_Name: 'D' });
    const id = create('Contacts', { Last_Name: 'L' });
    const roles = `/crm/v8/Deals/${deal}/Contact_Roles?fields=Last_Name`;

    expect(crm.ask('GET', roles).status).toBe(204);
    create('Contact_Roles', { deal, contact: id });
    create('Tasks', { Description: 'call', What_Id: { id: deal } });
    expect(crm.ask('GET', roles)).toMatchObject({ body: { data: [{ id, Last_Name: 'L' }] } });
    expect(crm.ask('GET', `/crm/v8/Deals/${deal}/Tasks?fields=Description`)).toMatchObject({
      body: { data: [{ Description: 'call' }] },
    });
  });

  it('associates an e-mail with a record, and finds it by its Message-ID', () => {
    const id = create('Contacts', { Last_Name: 'L' });
    const mail = {
      from: { user_name: 'Ada', email: 'ada@customer.example' },
      to: [],
      original_message_id: '<m@x>',
      sent: false,
      date_time: '2026-11-20T09:00:00+00:00',
      linked_record: { id, module: { api_name: 'Contacts', id: moduleId('Contacts') } },
    };
    const associate = (more: object) =>
      crm.ask('POST', `/crm/v8/Contacts/${id}/actions/associate_email`, { Emails: [{ ...mail, ...more }] });
    const find = () => crm.ask('GET', '/crm/v8/actions/email_available?orginal_message_id=<m@x>').body;

    expect(find()).toEqual({ available: false });
    expect(associate({ subject: 'x'.repeat(251) })).toMatchObject({ status: 400, body: { code: 'INVALID_DATA' } });
    for (const wrong of [
      { from: undefined },
      { from: { email: 'ada@customer.example' } },
      { to: [{ email: 'ada@customer.example' }] },
      { linked_record: { id, module: { api_name: 'Contacts' } } },
    ])
      expect(associate(wrong)).toMatchObject({ status: 400, body: { code: 'MANDATORY_NOT_FOUND' } });
    for (const wrong of [
      { from: { user_name: 'Ada', email: 'ada' } },
      { linked_record: { id, module: { api_name: 'Contacts', id: '1' } } },
      { direction: 'in' },
    ])
      expect(associate(wrong)).toMatchObject({ status: 400, body: { code: 'INVALID_DATA' } });
    expect(associate({})).toMatchObject({ status: 201, body: { Emails: [{ code: 'SUCCESS' }] } });
    expect(find()).toMatchObject({ available: true, record: { id, module: { api_name: 'Contacts' } } });
  });

  it('describes the fields of a module, without a field that the account lacks until it is created', () => {
    const names = () =>
      JSON.stringify(crm.ask('GET', '/crm/v8/settings/fields?module=Deals').body).includes('Postern_Thread_Key');
    const createField = () =>
      crm.ask('POST', '/crm/v8/settings/fields?module=Deals', {
        fields: [{ field_label: 'Postern Thread Key', data_type: 'text' }],
      }).status;
    create('hidden', { module: 'Deals', name: 'Postern_Thread_Key' });

    expect(names()).toBe(false);
    expect([createField(), createField()]).toEqual([201, 400]);
    expect(names()).toBe(true);
  });
});
