import { peopleOfDeal } from '../../../lambdas/crm/hubspot/deal-people.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const base = '/crm/objects/2026-09';
const routes = {
  [`GET ${base}/deals/7?associations=contacts,companies`]: reply({
    associations: { contacts: { results: [{ id: '1' }, { id: '1' }] }, companies: { results: [{ id: '2' }] } },
  }),
  [`POST ${base}/contacts/batch/read`]: reply({
    results: [{ properties: { email: 'ada@customer.example', hs_additional_emails: 'bob@customer.example' } }],
  }),
  [`POST ${base}/companies/batch/read`]: reply({ results: [{ properties: { domain: 'customer.example' } }] }, 207),
};
const absent = { GET: reply({}, 404) };

describe('peopleOfDeal', () => {
  it('reads the contacts and the companies that are associated with the deal', async () => {
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
