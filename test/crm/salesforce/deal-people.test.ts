import { peopleOfDeal } from '../../../lambdas/crm/salesforce/deal-people.ts';
import { type Outcome, ok } from '../../../lambdas/domain/crm/outcome.ts';

type Rows = Outcome<ReadonlyArray<{ readonly Id: string; readonly [name: string]: unknown }>>;

/** The shared calls of an org with these roles and opportunities. */
const anOrg = (roles: Rows, opportunities: Rows) => ({
  queries: async () =>
    roles.kind !== 'ok' ? roles : opportunities.kind !== 'ok' ? opportunities : ok([roles.value, opportunities.value]),
});
const id = '006000000000001AAA';
const roles = ok([
  { Id: '1', Contact: { Email: 'ada@customer.example' } },
  { Id: '2', Contact: null },
]);
const opportunities = ok([{ Id: id, Account: { Website: 'https://customer.example' } }]);

describe('peopleOfDeal', () => {
  it.each<[string, string, Rows, Rows, object]>([
    [
      'the roles and the account',
      id,
      roles,
      opportunities,
      ok({ emails: ['ada@customer.example'], domains: ['customer.example'] }),
    ],
    ['an opportunity without an account', id, ok([]), ok([{ Id: id, Account: null }]), ok({ emails: [], domains: [] })],
    ['an id that is no opportunity', '001000000000001AAA', roles, opportunities, ok({ emails: [], domains: [] })],
    ['unclear roles', id, { kind: 'unknown' }, opportunities, { kind: 'unknown' }],
    ['an unclear opportunity', id, roles, { kind: 'unknown' }, { kind: 'unknown' }],
  ])('answers for %s', async (_what, deal, roleRows, dealRows, expected) => {
    expect(await peopleOfDeal(anOrg(roleRows, dealRows), deal)).toEqual(expected);
  });
});
