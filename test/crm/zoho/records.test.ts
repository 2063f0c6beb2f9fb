import { zohoRecords } from '../../../lambdas/crm/zoho/records.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const rows = (...ids: string[]) => reply({ data: ids.map((id) => ({ id })) });
const success = reply({ data: [{ status: 'success', code: 'SUCCESS', details: { id: '1' } }] });
const noModuleIds = new Map<string, string>();
const none = { kind: 'ok', value: undefined };
const selectOf = (body: unknown) => (body as { select_query: string }).select_query;

describe('zohoRecords', () => {
  it('finds an account by site or by name', async () => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/coql': rows('7', '8') });

    expect(await zohoRecords(http, noModuleIds).company!.find!(aCompany, {})).toEqual({
      kind: 'ok',
      value: { id: '7' },
    });
    expect(selectOf(requests[0]!.body)).toContain(`'https://www.customer.example'`);
    expect(selectOf(requests[0]!.body)).toContain(`Account_Name = 'customer.example'`);
  });

  it.each([
    [reply(undefined, 204), none],
    [rows('1'), { kind: 'ok', value: { id: '1' } }],
    [rows('1', '2'), { kind: 'ambiguous' }],
  ])('asks a person when several contacts have the address', async (answer, expected) => {
    const { http } = scriptedHttp({ 'POST /crm/v8/coql': answer });

    expect(await zohoRecords(http, noModuleIds).contact.find!(aContact(), {})).toMatchObject(expected);
  });

  it.each([
    [aContact(), { Last_Name: 'Lovelace', First_Name: 'Ada' }],
    [{ email: 'ada@customer.example' }, { Last_Name: 'ada' }],
    [
      aContact({ firstName: 'F'.repeat(300), lastName: 'L'.repeat(300) }),
      { Last_Name: `${'L'.repeat(79)}…`, First_Name: `${'F'.repeat(39)}…` },
    ],
  ])('upserts a contact with the mandatory last name: %j', async (contact, names) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/Contacts/upsert': success });

    expect(await zohoRecords(http, noModuleIds).contact.write(contact, { company: { id: '7' } })).toMatchObject({
      how: 'created',
    });
    expect(requests[0]?.body).toEqual({
      data: [{ Email: 'ada@customer.example', ...names, Lead_Source: 'Email', Account_Name: { id: '7' } }],
      duplicate_check_fields: ['Email'],
      trigger: [],
    });
  });

  it.each([
    ['Email', { value: { id: '7' }, how: 'existing' }],
    ['Customer_Number', { kind: 'rejected', code: 'DUPLICATE_DATA', field: 'Customer_Number' }],
  ])('takes the holder of a unique %s for the contact only when that is our key', async (api_name, expected) => {
    const duplicate = { status: 'error', code: 'DUPLICATE_DATA', details: { api_name, duplicate_record: { id: '7' } } };
    const { http } = scriptedHttp({ 'POST /crm/v8/Contacts/upsert': reply({ data: [duplicate] }) });

    expect(await zohoRecords(http, noModuleIds).contact.write(aContact(), {})).toMatchObject(expected);
  });

  it('upserts an account by its name', async () => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/Accounts/upsert': success });

    await zohoRecords(http, noModuleIds).company!.write(aCompany, {});

    expect(requests[0]?.body).toMatchObject({
      data: [{ Account_Name: 'customer.example', Website: 'customer.example' }],
      duplicate_check_fields: ['Account_Name'],
    });
  });

  it('upserts a deal by the key of its conversation, and finds it by that key', async () => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/Deals/upsert': success, 'POST /crm/v8/coql': rows('1') });
    const { deal } = zohoRecords(http, noModuleIds);

    await deal!.write(aThreadDeal({ owner: '9' }), { contact: { id: '3' } });

    expect(requests[0]?.body).toMatchObject({
      data: [{ Deal_Name: 'Mail 1', Postern_Thread_Key: 'thread-1', Owner: { id: '9' }, Contact_Name: { id: '3' } }],
    });
    expect(await deal!.find!(aThreadDeal(), {})).toEqual({ kind: 'ok', value: { id: '1' } });
  });

  it.each([
    ['7', rows('7'), { kind: 'ok', value: { id: '7' } }, 1],
    ['7', reply(undefined, 204), none, 1],
    ["7' or 1", rows('7'), none, 0],
  ])('looks up the deal %s of an address', async (id, answer, expected, count) => {
    const { http, calls } = scriptedHttp({ 'POST /crm/v8/coql': answer });

    expect(await zohoRecords(http, noModuleIds).dealById!(id)).toEqual(expected);
    expect(calls()).toHaveLength(count);
  });

  it('reads and writes fields by module', async () => {
    const { http, requests } = scriptedHttp({
      'GET /crm/v8/Accounts/7': reply({ data: [{ Region: 'EMEA' }] }),
      'PUT /crm/v8/Accounts': success,
    });
    const { fields } = zohoRecords(http, noModuleIds);

    expect(await fields.read('company', '7', ['Region', 'a b'])).toEqual({ kind: 'ok', value: { Region: 'EMEA' } });
    await fields.write('company', '7', { Region: 'APAC' });

    expect(requests[0]?.path).toBe('/crm/v8/Accounts/7?fields=Region,a%20b');
    expect(requests[1]?.body).toEqual({ data: [{ id: '7', Region: 'APAC' }], trigger: [] });
  });
});
