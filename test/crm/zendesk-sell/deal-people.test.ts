import { peopleOfDeal } from '../../../lambdas/crm/zendesk-sell/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const routes = {
  'GET /v2/deals/7': reply({ data: { contact_id: 1, organization_id: 2 } }),
  'GET /v2/deals/7/associated_contacts': reply({ items: [{ data: { contact_id: 3 } }, { data: { contact_id: 1 } }] }),
  'GET /v2/contacts?ids=1,2,3&': reply({
    items: [
      { data: { email: 'ada@customer.example' } },
      { data: { website: 'customer.example' } },
      { data: { email: 'bob@customer.example' } },
    ],
  }),
};
const absent = { GET: reply({}, 404) };

describe('peopleOfDeal', () => {
  it('reads the contact, the organization and the associated contacts of the deal', async () => {
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

  it('reads the people of a deal whose answer lists no associated contacts', async () => {
    const answers = {
      ...routes,
      'GET /v2/deals/7/associated_contacts': reply({}),
      'GET /v2/contacts?ids=1,2&': reply({ items: [{ data: { email: 'ada@customer.example' } }] }),
    };

    expect(await peopleOfDeal(scriptedHttp(answers).http, '7')).toMatchObject({
      value: { emails: ['ada@customer.example'] },
    });
  });
});
