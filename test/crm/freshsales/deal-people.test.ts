import { peopleOfDeal } from '../../../lambdas/crm/freshsales/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const routes = {
  'GET /deals/7?include=contacts,sales_account': reply({
    contacts: [
      { email: 'ada@customer.example' },
      { emails: ['bob@customer.example', { value: null }] },
      { emails: null },
    ],
    sales_accounts: [{ website: 'www.customer.example' }],
  }),
};
const absent = { GET: reply({}, 404) };

describe('peopleOfDeal', () => {
  it('reads the contacts and the account beside the deal', async () => {
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
});
