import { closeRecords } from '../../../lambdas/crm/close/records.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const contact = { id: 'lead_1/cont_2' };
const company = { id: 'lead_1' };

describe('closeRecords', () => {
  it('finds a company by the lead of the sender, or by the site of the domain', async () => {
    const { http, requests } = scriptedHttp({
      'POST /api/v1/data/search/': reply({ data: [{ id: 'lead_1' }, { id: 'lead_2' }] }),
    });

    const match = await closeRecords(http, aContact()).company!.find!(aCompany, {});

    expect(match).toEqual({ kind: 'ok', value: { id: 'lead_1' } });
    const query = JSON.stringify(requests[0]?.body);
    expect(query).toContain('"value":"ada@customer.example"');
    expect(query).toContain('"value":"customer.example"');
  });

  it('searches for no sender where there is none', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/data/search/': reply({ data: [] }) });

    expect(await closeRecords(http, undefined).company!.find!(aCompany, {})).toEqual({ kind: 'ok', value: undefined });
    expect(JSON.stringify(requests[0]?.body)).not.toContain('exact_value');
  });

  it.each([
    [[], { kind: 'ok', value: undefined }],
    [[{ id: 'cont_2', lead_id: 'lead_1' }], { kind: 'ok', value: { id: 'lead_1/cont_2' } }],
    [
      [
        { id: 'cont_2', lead_id: 'lead_1', date_created: '2026-01-01T00:00:00Z' },
        { id: 'cont_3', lead_id: 'lead_2', date_created: '2026-02-01T00:00:00Z' },
        { id: 'cont_4', lead_id: 'lead_3' },
      ],
      { kind: 'ok', value: { id: 'lead_2/cont_3', alternatives: ['lead_1/cont_2', 'lead_3/cont_4'] } },
    ],
  ])('finds a contact with its lead: %j', async (data, expected) => {
    const { http } = scriptedHttp({ 'POST /api/v1/data/search/': reply({ data }) });

    expect(await closeRecords(http, undefined).contact.find!(aContact(), {})).toMatchObject(expected);
  });

  it('adds a contact to the lead of its company', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v1/contact/': reply({ id: 'cont_2' }) });
    const fields = { phones: '+49 30 1', 'custom.cf_1': 'EMEA' };

    const result = await closeRecords(http, undefined).contact.write(aContact({ fields }), { company });

    expect(result).toMatchObject({ value: { id: 'lead_1/cont_2' }, how: 'created' });
    expect(requests[0]?.body).toEqual({
      lead_id: 'lead_1',
      name: 'Ada Lovelace',
      emails: [{ type: 'office', email: 'ada@customer.example' }],
      'custom.cf_1': 'EMEA',
      phones: [{ type: 'office', phone: '+49 30 1' }],
    });
  });

  it.each([
    [[{ id: 'cont_2' }], { value: { id: 'lead_1/cont_2' }, how: 'created' }],
    [[], { kind: 'unknown' }],
  ])('makes a lead for a contact without a company: %j', async (contacts, expected) => {
    const { http } = scriptedHttp({ 'POST /api/v1/lead/': reply({ id: 'lead_1', contacts }) });

    expect(await closeRecords(http, undefined).contact.write(aContact(), {})).toMatchObject(expected);
  });

  it('opens and finds a deal by a marker in its note, and none without a lead', async () => {
    const note = 'Mail 1\npostern-thread-1';
    const { http, requests } = scriptedHttp({
      'POST /api/v1/opportunity/': reply({ id: 'oppo_1' }),
      'GET /api/v1/opportunity/': reply({
        data: [
          { id: 'oppo_0', note: 'other' },
          { id: 'oppo_1', note },
        ],
      }),
    });
    const { deal } = closeRecords(http, undefined);

    expect(await deal!.write(aThreadDeal({ owner: 'user_7' }), { contact })).toMatchObject({ value: { id: 'oppo_1' } });
    expect(requests[0]?.body).toEqual({ lead_id: 'lead_1', contact_id: 'cont_2', user_id: 'user_7', note });
    expect(await deal!.find!(aThreadDeal(), { contact })).toEqual({ kind: 'ok', value: { id: 'oppo_1' } });
    expect(await deal!.write(aThreadDeal(), {})).toEqual({ kind: 'ok', value: undefined });
    expect(await deal!.find!(aThreadDeal(), {})).toEqual({ kind: 'ok', value: undefined });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['contact', 'lead_1/cont_2', '/api/v1/contact/cont_2/'],
    ['company', 'lead_1', '/api/v1/lead/lead_1/'],
    ['deal', 'oppo_1', '/api/v1/opportunity/oppo_1/'],
  ] as const)('reads and writes the fields of a %s', async (object, id, path) => {
    const { http, calls } = scriptedHttp({ GET: reply({ name: 'Ada' }), PUT: reply({ id }) });
    const { fields } = closeRecords(http, undefined);

    expect(await fields.read(object, id, ['name'])).toEqual({ kind: 'ok', value: { name: 'Ada' } });
    await fields.write(object, id, { name: 'Ada' });

    expect(calls()).toEqual([`GET ${path}`, `PUT ${path}`]);
  });
});
