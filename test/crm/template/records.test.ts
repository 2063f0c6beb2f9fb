import { templateRecords } from '../../../lambdas/crm/template/records.ts';
import { aCompany, aContact, anActivity, aTask, marker, reply, scriptedHttp } from '../scripted-http.ts';

const none = { kind: 'ok', value: undefined };
const contact = { id: '3' };
const items = (...ids: string[]) => reply({ items: ids.map((id) => ({ id })) });

describe('templateRecords', () => {
  it('takes the first company of a domain, and asks a person when several contacts have the address', async () => {
    const { http, requests } = scriptedHttp({ POST: items('1', '2') });
    const records = templateRecords(http);

    expect(await records.company!.find!(aCompany, {})).toEqual({ kind: 'ok', value: { id: '1' } });
    expect(await records.contact.find!(aContact(), {})).toMatchObject({ kind: 'ambiguous' });
    expect(requests.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/companies/search', { domain: 'customer.example' }],
      ['/v1/contacts/search', { email: 'ada@customer.example' }],
    ]);
  });

  it('adds a contact to its company', async () => {
    const { http, requests } = scriptedHttp({ 'POST /v1/contacts': reply({ id: '3' }) });

    await templateRecords(http).contact.write(aContact({ fields: { region: 'EMEA' } }), { company: { id: '7' } });

    expect(requests[0]?.body).toEqual({
      region: 'EMEA',
      email: 'ada@customer.example',
      name: 'Ada Lovelace',
      companyId: '7',
    });
  });

  it.each([
    ['notes', 'activity', anActivity()],
    ['tasks', 'task', aTask()],
  ] as const)('finds %s by their marker in the list of the contact', async (type, name, record) => {
    const list = reply({
      items: [
        { id: '1', text: 'other' },
        { id: '2', text: marker },
      ],
    });
    const { find } = templateRecords(scriptedHttp({ [`GET /v1/contacts/3/${type}`]: list }).http)[name];

    expect(await find!(record as never, { contact })).toEqual({ kind: 'ok', value: { id: '2' } });
    expect(await find!(record as never, {})).toEqual(none);
  });

  it('keeps no note without a contact, and no task either', async () => {
    const { activity, task } = templateRecords(scriptedHttp({}).http);

    expect(await activity.write(anActivity(), {})).toMatchObject({ kind: 'rejected', code: 'NO_PARENT' });
    expect(await task.write(aTask(), {})).toEqual(none);
  });

  it('writes a note and a task with the contact', async () => {
    const { http, requests } = scriptedHttp({ POST: reply({ id: '1' }) });
    const { activity, task } = templateRecords(http);

    await activity.write(anActivity(), { contact });
    await task.write(aTask({ owner: '9' }), { contact });

    expect(requests.map(({ body }) => body)).toEqual([
      expect.objectContaining({ contactId: '3', title: 'Mail 1', text: expect.stringContaining(marker) }),
      expect.objectContaining({ contactId: '3', title: 'Call back: Mail 1', due: '2026-11-23', ownerId: '9' }),
    ]);
  });

  it.each([
    ['contact', '/v1/contacts/3'],
    ['company', '/v1/companies/3'],
  ] as const)('reads and writes the fields of a %s', async (object, path) => {
    const { http, calls } = scriptedHttp({ GET: reply({ phone: '1' }), PATCH: reply({ id: '3' }) });
    const { fields } = templateRecords(http);

    expect(await fields.read(object, '3', ['phone'])).toEqual({ kind: 'ok', value: { phone: '1' } });
    await fields.write(object, '3', { phone: '2' });

    expect(calls()).toEqual([`GET ${path}`, `PATCH ${path}`]);
  });
});
