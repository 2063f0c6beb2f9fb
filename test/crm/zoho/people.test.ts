import { contactOf, findPerson, idOf, leadOf, moduleOfPerson, upsertPerson } from '../../../lambdas/crm/zoho/people.ts';
import { aContact, reply, scriptedHttp } from '../scripted-http.ts';

const rows = (...ids: string[]) =>
  ids.length === 0 ? reply(undefined, 204) : reply({ data: ids.map((id) => ({ id })) });
const success = reply({ data: [{ status: 'success', code: 'SUCCESS', details: { id: '7' } }] });
const none = { kind: 'ok', value: undefined };

describe('findPerson', () => {
  it.each([
    ['a contact before a lead', [rows('1'), rows('2')], true, { kind: 'ok', value: { id: '1' } }, 1],
    ['a lead where no contact has the address', [rows(), rows('2')], true, { kind: 'ok', value: { id: 'Leads/2' } }, 2],
    ['nobody', [rows(), rows()], true, none, 2],
    ['no lead where the integration does not say so', [rows(), rows('2')], undefined, none, 1],
    ['several leads', [rows(), rows('2', '3')], true, { kind: 'ambiguous' }, 2],
    ['several contacts', [rows('1', '2')], true, { kind: 'ambiguous' }, 1],
    ['no clear answer', [{ kind: 'unknown' } as const], true, { kind: 'unknown' }, 1],
  ] as const)('finds %s', async (_what, answers, mayBeLead, expected, count) => {
    const { http, calls } = scriptedHttp({ 'POST /crm/v8/coql': answers });

    expect(await findPerson(http, aContact({ ...(mayBeLead && { mayBeLead }) }))).toMatchObject(expected);
    expect(calls()).toHaveLength(count);
  });

  it.each(["o'neil@customer.example", 'a\\b@customer.example'])('quotes the address %s', async (email) => {
    const { http, requests } = scriptedHttp({ 'POST /crm/v8/coql': rows() });

    await findPerson(http, { email });

    const { select_query: query } = requests[0]!.body as { select_query: string };
    expect(query).toBe(
      `select id from Contacts where (Email = '${email.replace(/[\\']/g, '\\$&')}' or Secondary_Email = '${email.replace(/[\\']/g, '\\$&')}') limit 3`,
    );
  });
});

describe('upsertPerson', () => {
  it('makes a contact in its company', async () => {
    const { http, requests } = scriptedHttp({ POST: success });

    const end = await upsertPerson(http, aContact({ fields: { Region: 'EMEA' }, mapping: 'own@1' }), {
      company: { id: '5' },
    });

    expect(end).toMatchObject({ value: { id: '7' }, how: 'created' });
    expect(requests[0]).toMatchObject({
      path: '/crm/v8/Contacts/upsert',
      body: {
        data: [
          {
            Email: 'ada@customer.example',
            Last_Name: 'Lovelace',
            First_Name: 'Ada',
            Lead_Source: 'Email',
            Description: 'email-sourced · own@1',
            Account_Name: { id: '5' },
            Region: 'EMEA',
          },
        ],
        duplicate_check_fields: ['Email'],
      },
    });
  });

  it.each([
    [{ company: 'customer.example' }, 'customer.example'],
    [{}, 'Ada Lovelace'],
    [{ company: 'x'.repeat(300) }, expect.stringMatching(/^x{99}…$/)],
  ])('makes a lead, which has a company by name: %j', async (lead, company) => {
    const { http, requests } = scriptedHttp({ POST: success });

    expect(await upsertPerson(http, aContact({ lead }), {})).toMatchObject({
      value: { id: 'Leads/7' },
      how: 'created',
    });
    expect(requests[0]?.path).toBe('/crm/v8/Leads/upsert');
    expect(requests[0]?.body).toMatchObject({ data: [{ Company: company }] });
  });

  it('passes on that Zoho takes no such lead', async () => {
    const { http } = scriptedHttp({
      POST: reply({ data: [{ status: 'error', code: 'INVALID_DATA', details: {} }] }, 202),
    });

    expect(await upsertPerson(http, aContact({ lead: {} }), {})).toMatchObject({ kind: 'rejected' });
  });
});

describe('ids of people', () => {
  it.each([
    ['Leads/7', '7', 'Leads', undefined, { id: '7' }],
    ['7', '7', 'Contacts', { id: '7' }, undefined],
  ])('tell leads and contacts apart: %s', (id, own, module, contact, lead) => {
    expect([idOf(id), moduleOfPerson(id)]).toEqual([own, module]);
    expect([contactOf({ contact: { id } }), leadOf({ contact: { id } })]).toEqual([contact, lead]);
  });

  it('name nobody of a mail without a person', () => {
    expect([contactOf({}), leadOf({})]).toEqual([undefined, undefined]);
  });
});
