import { findOrganization } from '../../../lambdas/crm/pipedrive/find-organization.ts';
import { aCompany, reply, scriptedHttp } from '../scripted-http.ts';

const none = { kind: 'ok', value: undefined };
const found = (id: string) => ({ kind: 'ok', value: { id } });
const organization = (id: number, name: string, ...custom_fields: string[]) => ({
  type: 'organization',
  id,
  name,
  custom_fields,
});
const person = (email: string, org?: number) => ({
  type: 'person',
  id: 1,
  emails: [email],
  ...(org && { organization: { id: org } }),
});
const answer = (...items: object[]) => reply({ success: true, data: { items: items.map((item) => ({ item })) } });

describe('findOrganization', () => {
  it.each([
    ['nothing without a match', [], none],
    [
      'the one with the domain as its name',
      [person('bob@customer.example', 8), organization(7, 'Customer.example')],
      found('7'),
    ],
    [
      'the one with the site in a custom field',
      [organization(6, 'Other'), organization(7, 'Customer Inc', 'EMEA', 'https://www.customer.example/about')],
      found('7'),
    ],
    ['the one of somebody there', [person('Bob@Customer.example', 8)], found('8')],
    [
      'the one of most people there',
      [person('a@customer.example', 8), person('b@customer.example', 9), person('c@customer.example', 9)],
      found('9'),
    ],
    ['nothing by people without one', [person('bob@customer.example')], none],
    [
      'nothing by the people of another domain',
      [person('bob@customer.example.org', 8), person('bob@a-customer.example', 8)],
      none,
    ],
    ['nothing by a name that only contains the domain', [organization(7, 'not customer.example')], none],
  ])('finds %s', async (_what, items, expected) => {
    const { http, calls } = scriptedHttp({ 'GET /api/v2/itemSearch': answer(...items) });

    expect(await findOrganization(http, aCompany)).toEqual(expected);
    expect(calls()).toEqual([
      'GET /api/v2/itemSearch?term=customer.example&item_types=organization,person&fields=name,email,custom_fields&limit=100',
    ]);
  });

  it('searches by name where the answer has another shape', async () => {
    const { http, calls } = scriptedHttp({
      'GET /api/v2/itemSearch': reply({ success: true, data: [] }),
      'GET /api/v2/organizations/search': reply({
        success: true,
        data: { items: [{ item: { id: 7 } }, { item: { id: 8 } }] },
      }),
    });

    expect(await findOrganization(http, aCompany)).toEqual(found('7'));
    expect(calls()[1]).toContain('term=customer.example&fields=name,custom_fields&exact_match=true');
  });

  it.each([
    ['a search that failed', { GET: { kind: 'unknown' } as const }],
    [
      'a search by name that failed',
      { 'GET /api/v2/itemSearch': reply({ success: true, data: [] }), 'GET /api/v2/org': { kind: 'unknown' } as const },
    ],
  ])('passes %s on', async (_what, routes) => {
    expect(await findOrganization(scriptedHttp(routes).http, aCompany)).toEqual({ kind: 'unknown' });
  });
});
