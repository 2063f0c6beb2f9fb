import { peopleOfDeal } from '../../../lambdas/crm/pipedrive/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const answer = (data: unknown) => reply({ success: true, data });
const routes = {
  'GET /api/v2/deals/7': answer({ org_id: 5 }),
  'GET /api/v2/persons?deal_id=7': answer([
    { emails: [{ value: 'ada@customer.example' }] },
    { emails: [{ value: 'bob@customer.example' }] },
  ]),
  'GET /api/v2/organizations/5': answer({ website: 'customer.example' }),
};
const absent = { GET: reply({}, 404) };

describe('peopleOfDeal', () => {
  it('reads the persons and the organization of the deal', async () => {
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
