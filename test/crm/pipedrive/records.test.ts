import { pipedriveRecords } from '../../../lambdas/crm/pipedrive/records.ts';
import { aCompany, aContact, aThreadDeal, reply, scriptedHttp } from '../scripted-http.ts';

const answer = (data: unknown) => reply({ success: true, data });
const matches = (...ids: number[]) => answer({ items: ids.map((id) => ({ item: { id } })) });
const none = { kind: 'ok', value: undefined };

describe('pipedriveRecords', () => {
  it.each([
    [matches(), none],
    [matches(1), { kind: 'ok', value: { id: '1' } }],
    [matches(9, 10, 2), { kind: 'ok', value: { id: '10', alternatives: ['9', '2'] } }],
  ])('takes the newest person with the address, and names the others', async (matches, expected) => {
    const { http } = scriptedHttp({ 'GET /api/v2/persons/search': matches });

    expect(await pipedriveRecords(http).contact.find!(aContact(), {})).toMatchObject(expected);
  });

  it('adds a person with own fields by their keys, and phones as a list', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v2/persons': answer({ id: 1 }) });
    const contact = aContact({ fields: { a1b2c3: 'EMEA', phones: '+49 30 1', job_title: 'CTO' } });

    await pipedriveRecords(http).contact.write(contact, { company: { id: '7' } });

    expect(requests[0]?.body).toEqual({
      name: 'Ada Lovelace',
      emails: [{ value: 'ada@customer.example', primary: true, label: 'work' }],
      org_id: 7,
      phones: [{ value: '+49 30 1', primary: true, label: 'work' }],
      job_title: 'CTO',
      custom_fields: { a1b2c3: 'EMEA' },
    });
  });

  it.each([
    [answer({ id: 7 }), 1, { value: { id: '7' } }],
    [[reply({ success: false, error: "unknown field 'website'" }, 400), answer({ id: 7 })], 2, { value: { id: '7' } }],
    [reply({ success: false, error: 'name is not valid' }, 400), 2, { kind: 'rejected' }],
    [{ kind: 'unknown' } as const, 1, { kind: 'unknown' }],
  ])('adds an organization with its site, where the account takes one', async (answers, count, expected) => {
    const { http, requests } = scriptedHttp({ 'POST /api/v2/organizations': answers });

    expect(await pipedriveRecords(http).company!.write(aCompany, {})).toMatchObject(expected);
    expect(requests.map(({ body }) => body)).toEqual(
      [{ name: 'customer.example', website: 'customer.example' }, { name: 'customer.example' }].slice(0, count),
    );
  });

  it('finds a deal of the person by its title, and none without a person', async () => {
    const deals = answer([
      { id: 1, title: 'Other' },
      { id: 2, title: 'Mail 1' },
    ]);
    const { http, calls } = scriptedHttp({ 'GET /api/v2/deals': deals });
    const { find } = pipedriveRecords(http).deal!;

    expect(await find!(aThreadDeal(), { contact: { id: '3' } })).toEqual({ kind: 'ok', value: { id: '2' } });
    expect(await find!(aThreadDeal(), {})).toEqual(none);
    expect(calls()).toHaveLength(1);
    // A deal that was lost takes no new conversation.
    expect(calls()[0]).toContain('status=open');
  });

  it('opens a deal with its owner', async () => {
    const { http, requests } = scriptedHttp({ 'POST /api/v2/deals': answer({ id: 2 }) });
    const deal = aThreadDeal({ owner: '9', fields: { stage_id: 4 } });

    await pipedriveRecords(http).deal!.write(deal, { contact: { id: '3' } });

    expect(requests[0]?.body).toEqual({ stage_id: 4, owner_id: 9, title: 'Mail 1', person_id: 3 });
  });

  it.each([
    ['contact', '/api/v2/persons/3'],
    ['company', '/api/v2/organizations/3'],
    ['deal', '/api/v2/deals/3'],
  ] as const)('reads and writes the fields of a %s', async (object, path) => {
    const { http, requests, calls } = scriptedHttp({
      GET: answer({ id: 3, name: 'x', custom_fields: { a1: 1 } }),
      PATCH: answer({ id: 3 }),
    });
    const { fields } = pipedriveRecords(http);

    expect(await fields.read(object, '3', [])).toEqual({ kind: 'ok', value: { id: 3, name: 'x', a1: 1 } });
    await fields.write(object, '3', { a1: 2 });

    expect(calls()).toEqual([`GET ${path}`, `PATCH ${path}`]);
    expect(requests[1]?.body).toEqual({ custom_fields: { a1: 2 } });
  });
});
