import { lookUpContact } from '../../../lambdas/crm/salesforce/look-up-contact.ts';
import { type Outcome, ok } from '../../../lambdas/domain/crm/outcome.ts';

const person = { email: 'ada@customer.example' };
type Rows = ReadonlyArray<{ readonly Id: string; readonly [name: string]: unknown }>;

const anOrg = (rows: Outcome<Rows>) => {
  const soqls: string[] = [];
  const query = async (soql: string): Promise<Outcome<Rows>> => {
    soqls.push(soql);
    return rows;
  };
  return { calls: { query }, soqls };
};

describe('lookUpContact', () => {
  it('asks by address, or by the id that the ledger remembers', async () => {
    const { calls, soqls } = anOrg(ok([{ Id: '1', OwnerId: '7', Account: { Territory__c: 'EMEA' } }]));
    const names = ['OwnerId', 'Id', 'Account.Territory__c'];

    expect(await lookUpContact(calls, person, names)).toEqual(
      ok({ OwnerId: '7', Id: '1', 'Account.Territory__c': 'EMEA' }),
    );
    await lookUpContact(calls, { ...person, id: '003A' }, ['OwnerId']);

    expect(soqls).toEqual([
      "SELECT Id, OwnerId, Account.Territory__c FROM Contact WHERE Email = 'ada@customer.example' LIMIT 2",
      "SELECT Id, OwnerId FROM Contact WHERE Id = '003A' LIMIT 2",
    ]);
  });

  it.each<[string, Outcome<Rows>, object]>([
    ['an absent contact', ok([]), ok({})],
    ['an ambiguous contact', ok([{ Id: '1', OwnerId: '7' }, { Id: '2' }]), ok({})],
    ['an unclear answer', { kind: 'unknown' }, { kind: 'unknown' }],
  ])('has no fields of %s', async (_what, rows, expected) => {
    expect(await lookUpContact(anOrg(rows).calls, person, ['OwnerId'])).toEqual(expected);
  });

  it('sends no name that would be another query', async () => {
    const { calls, soqls } = anOrg(ok([]));

    expect(await lookUpContact(calls, person, ['(SELECT Id FROM Cases)'])).toMatchObject({ code: 'INVALID_FIELD' });
    expect(soqls).toEqual([]);
  });
});
