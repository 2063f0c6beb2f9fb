import { freshsalesRecords } from '../../../lambdas/crm/freshsales/records.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const records = (http: Parameters<typeof freshsalesRecords>[0]) => freshsalesRecords(http, '5');
const none = { kind: 'ok', value: undefined };

describe('freshsalesRecords', () => {
  it('finds the first account with a site of the domain', async () => {
    const { http, requests } = scriptedHttp({
      'POST /filtered_search/sales_account': reply({ sales_accounts: [{ id: 7 }, { id: 8 }] }),
    });

    expect(await records(http).company!.find!(aCompany, {})).toEqual({ kind: 'ok', value: { id: '7' } });
    expect(JSON.stringify(requests[0]?.body)).toContain('"https://www.customer.example"');
  });

  it('upserts a contact by its address, with own fields in their object', async () => {
    const { http, requests } = scriptedHttp({ 'POST /contacts/upsert': reply({ contact: { id: 1 } }) });
    const contact = aContact({ fields: { cf_region: 'EMEA', mobile_number: '1' } });

    expect(await records(http).contact.write(contact, { company: { id: '7' } })).toMatchObject({ value: { id: '1' } });
    expect(requests[0]?.body).toEqual({
      unique_identifier: { emails: 'ada@customer.example' },
      contact: {
        emails: 'ada@customer.example',
        last_name: 'Lovelace',
        first_name: 'Ada',
        sales_accounts: [{ id: 7, is_primary: true }],
        mobile_number: '1',
        custom_field: { cf_region: 'EMEA' },
      },
    });
  });

  it.each([
    ['31', { lead_source_id: 31 }],
    [undefined, {}],
  ])('names the source of a new contact, where the account has it: %s', async (source, expected) => {
    const { http, requests } = scriptedHttp({ POST: reply({ contact: { id: 1 } }) });

    await freshsalesRecords(http, '5', async () => source).contact.write(aContact(), {});

    const { contact } = requests[0]!.body as { contact: object };
    expect(contact).toMatchObject(expected);
    expect('lead_source_id' in contact).toBe(source !== undefined);
  });

  it('finds a deal of the contact by its name, and none without a contact', async () => {
    const deals = [
      { id: 1, name: 'Other' },
      { id: 2, name: 'Mail 1' },
    ];
    const { http } = scriptedHttp({ 'GET /contacts/3/deals': reply({ deals }) });
    const { find } = records(http).deal!;

    expect(await find!(aThreadDeal(), { contact: { id: '3' } })).toEqual({ kind: 'ok', value: { id: '2' } });
    expect(await find!(aThreadDeal(), {})).toEqual(none);
  });

  it('opens a deal with its contact, its account and its owner', async () => {
    const { http, requests } = scriptedHttp({ 'POST /deals': reply({ deal: { id: 2 } }) });

    await records(http).deal!.write(aThreadDeal({ owner: '9' }), { contact: { id: '3' }, company: { id: '7' } });

    expect(requests[0]?.body).toEqual({
      deal: { owner_id: 9, name: 'Mail 1', amount: 0, contacts_added_list: [3], sales_account_id: 7 },
    });
  });

  it.each([
    [
      { custom_field: { cf_x: 1 }, email: 'a' },
      { cf_x: 1, email: 'a' },
    ],
    [{ custom_field: null, email: 'a' }, { email: 'a' }],
  ])('reads own fields beside the others: %j', async (contact, fields) => {
    const { http } = scriptedHttp({ 'GET /contacts/3': reply({ contact, meta: {} }) });

    expect(await records(http).fields.read('contact', '3', [])).toEqual({ kind: 'ok', value: fields });
  });

  it.each([
    ['contact', '/contacts/3', 'contact'],
    ['company', '/sales_accounts/3', 'sales_account'],
    ['deal', '/deals/3', 'deal'],
  ] as const)('writes fields of a %s', async (object, path, name) => {
    const { http, requests } = scriptedHttp({ PUT: reply({}) });

    await records(http).fields.write(object, '3', { cf_x: 1 });

    expect(requests).toEqual([{ method: 'PUT', path, body: { [name]: { custom_field: { cf_x: 1 } } } }]);
  });

  it.each([
    ['7', reply({ deal: { id: 7 } }), { kind: 'ok', value: { id: '7' } }],
    ['7', reply({}, 404), none],
    ['x', reply({}), none],
  ])('looks up the deal %s of an address', async (id, answer, expected) => {
    expect(await records(scriptedHttp({ 'GET /deals/7': answer }).http).dealById!(id)).toEqual(expected);
  });
});
