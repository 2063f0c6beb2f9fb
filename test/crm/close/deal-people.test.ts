import { peopleOfDeal } from '../../../lambdas/crm/close/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const routes = {
  'GET /api/v1/opportunity/oppo_1/': reply({ lead_id: 'lead_1' }),
  'GET /api/v1/lead/lead_1/': reply({
    url: 'https://customer.example',
    contacts: [{ emails: [{ email: 'ada@customer.example' }, { email: 'bob@customer.example' }] }, { emails: null }],
  }),
};
const absent = { ...routes, 'GET /api/v1/lead/lead_1/': reply({}, 404) };

describe('peopleOfDeal', () => {
  it('reads the contacts and the site of the lead', async () => {
    expect(await peopleOfDeal(scriptedHttp(routes).http, 'oppo_1')).toEqual({
      kind: 'ok',
      value: { emails: ['ada@customer.example', 'bob@customer.example'], domains: ['customer.example'] },
    });
  });

  it.each([
    ['an absent deal', 'oppo_1', absent, { kind: 'ok', value: { emails: [], domains: [] } }],
    ['an id that is no deal', 'lead_1', {}, { kind: 'ok', value: { emails: [], domains: [] } }],
    [
      'an unclear answer',
      'oppo_1',
      { GET: { kind: 'unknown' }, POST: { kind: 'unknown' } } as const,
      { kind: 'unknown' },
    ],
  ])('answers for %s', async (_what, id, answers, expected) => {
    expect(await peopleOfDeal(scriptedHttp(answers).http, id)).toEqual(expected);
  });
});
