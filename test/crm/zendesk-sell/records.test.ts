import { sellRecords } from '../../../lambdas/crm/zendesk-sell/records.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const matches = (...ids: number[]) =>
  reply({ items: [{ successful: true, items: ids.map((id) => ({ data: { id } })) }] });
const none = { kind: 'ok', value: undefined };

describe('sellRecords', () => {
  it('finds an organization by site or by name, and a person by address', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v3/contacts/search': matches(7) });
    const { company, contact } = sellRecords(http);

    expect(await company!.find!(aCompany, {})).toEqual({ kind: 'ok', value: { id: '7' } });
    expect(await contact.find!(aContact(), {})).toEqual({ kind: 'ok', value: { id: '7' } });
    const [first, second] = requests.map(({ body }) => JSON.stringify(body));
    expect(first).toContain('"name":"is_organisation"},"parameter":{"eq":true}');
    expect(second).toContain('"name":"is_organisation"},"parameter":{"eq":false}');
    expect(second).toContain('ada@customer.example');
  });

  it('asks a person when several have the address', async () => {
    const { http } = scriptedHttp({ 'POST /v3/contacts/search': matches(7, 8) });

    expect(await sellRecords(http).contact.find!(aContact(), {})).toMatchObject({ kind: 'ambiguous' });
  });

  it('adds a person to an organization, with own fields by their names', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v2/contacts': reply({ data: { id: 1 } }) });

    await sellRecords(http).contact.write(aContact({ fields: { phone: '1', Region: 'EMEA' } }), {
      company: { id: '7' },
    });

    expect(requests[0]?.body).toMatchObject({
      data: {
        email: 'ada@customer.example',
        is_organization: false,
        last_name: 'Lovelace',
        first_name: 'Ada',
        contact_id: 7,
        phone: '1',
        custom_fields: { Region: 'EMEA' },
      },
    });
  });

  it.each(['jürgen@xn--mller-kva.example', '"a b"@customer.example'])(
    'keeps an address that Sell does not take as the last name, and finds it there: %s',
    async (email) => {
      const { http, requests } = scriptedHttp({
        'POST /v2/contacts': reply({ data: { id: 1 } }),
        'POST /v3/contacts/search': matches(7),
      });
      const { contact } = sellRecords(http);

      await contact.write(aContact({ email }), {});
      expect(await contact.find!(aContact({ email }), {})).toEqual({ kind: 'ok', value: { id: '7' } });

      expect(requests[0]?.body).toMatchObject({ data: { last_name: email, is_organization: false } });
      expect(JSON.stringify(requests[0]?.body)).not.toContain('"email"');
      expect(JSON.stringify(requests[1]?.body)).toContain(`"last_name"},"parameter":{"eq":${JSON.stringify(email)}}`);
    },
  );

  it('opens a deal with a contact, and none without', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v2/deals': reply({ data: { id: 1 } }) });
    const { write } = sellRecords(http).deal!;

    await write(aThreadDeal({ owner: '9' }), { contact: { id: '3' } });

    expect(requests[0]?.body).toMatchObject({ data: { name: 'Mail 1', contact_id: 3, owner_id: 9 } });
    expect(await write(aThreadDeal(), {})).toEqual(none);
    expect(requests).toHaveLength(1);
  });

  it('finds a deal of the contact by its name', async () => {
    const items = ['Other', 'Mail 1'].map((name, id) => ({ data: { id, name } }));
    const { http } = scriptedHttp({ 'GET /v2/deals': reply({ items }) });

    expect(await sellRecords(http).deal!.find!(aThreadDeal(), { contact: { id: '3' } })).toEqual({
      kind: 'ok',
      value: { id: '1' },
    });
  });

  it.each([
    ['contact', '/v2/contacts/3'],
    ['company', '/v2/contacts/3'],
    ['deal', '/v2/deals/3'],
  ] as const)('reads and writes the fields of a %s', async (object, path) => {
    const { http, requests, calls } = scriptedHttp({
      GET: reply({ data: { id: 3, custom_fields: { Region: 'EMEA' } } }),
      PUT: reply({ data: { id: 3 } }),
    });
    const { fields } = sellRecords(http);

    expect(await fields.read(object, '3', [])).toEqual({ kind: 'ok', value: { id: 3, Region: 'EMEA' } });
    await fields.write(object, '3', { Region: 'APAC' });

    expect(calls()).toEqual([`GET ${path}`, `PUT ${path}`]);
    expect(requests[1]?.body).toEqual({ data: { custom_fields: { Region: 'APAC' } } });
  });
});
