import { peopleOfDeal } from '../../../lambdas/crm/zoho/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const routes = {
  'POST /crm/v8/coql': reply({
    data: [{ id: '7', 'Contact_Name.Email': 'ada@customer.example', 'Account_Name.Website': 'customer.example' }],
  }),
  'GET /crm/v8/Deals/7/Contact_Roles': reply({ data: [{ Email: null, Secondary_Email: 'bob@customer.example' }] }),
};
const absent = { POST: reply(undefined, 204) };

describe('peopleOfDeal', () => {
  it('reads the contact, the contacts with a role and the account of the deal', async () => {
    expect(await peopleOfDeal(scriptedHttp(routes).http, '7')).toEqual({
      kind: 'ok',
      value: { emails: ['ada@customer.example', 'bob@customer.example'], domains: ['customer.example'] },
    });
  });

  it.each([
    ['an absent deal', '7', absent, { kind: 'ok', value: { emails: [], domains: [] } }],
    ['an id that is no deal', 'x', {}, { kind: 'ok', value: { emails: [], domains: [] } }],
    ['an unclear answer', '7', { GET: { kind: 'unknown' }, POST: { kind: 'unknown' } } as const, { kind: 'unknown' }],
  ])('answers for %s', async (_what, id, answers, expected) => {
    expect(await peopleOfDeal(scriptedHttp(answers).http, id)).toEqual(expected);
  });

  it('reads the contact of a deal whose answer lists no roles', async () => {
    const answers = { ...routes, 'GET /crm/v8/Deals/7/Contact_Roles': reply({}) };

    expect(await peopleOfDeal(scriptedHttp(answers).http, '7')).toMatchObject({
      value: { emails: ['ada@customer.example'] },
    });
  });
});
