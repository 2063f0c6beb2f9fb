import { openDealsOf } from '../../../lambdas/crm/salesforce/open-deals.ts';
import { type Outcome, ok } from '../../../lambdas/domain/crm/outcome.ts';

type Rows = ReadonlyArray<{ readonly Id: string; readonly [name: string]: unknown }>;

const anOrg = (rows: Outcome<Rows>) => {
  const soqls: string[] = [];
  const query = async (soql: string): Promise<Outcome<Rows>> => {
    soqls.push(soql);
    return rows;
  };
  return { calls: { query }, soqls };
};

describe('openDealsOf', () => {
  it('asks for open opportunities by the id, or by the address, and names each once', async () => {
    const { calls, soqls } = anOrg(
      ok(['A', 'B', 'A'].map((OpportunityId, index) => ({ Id: `r${index}`, OpportunityId }))),
    );

    expect(await openDealsOf(calls, { email: 'ada@customer.example', id: '003A' })).toMatchObject({
      value: ['A', 'B'],
    });
    await openDealsOf(calls, { email: "o'neill@customer.example" });

    const select = 'SELECT Id, OpportunityId FROM OpportunityContactRole WHERE';
    expect(soqls).toEqual([
      `${select} ContactId = '003A' AND Opportunity.IsClosed = false LIMIT 200`,
      `${select} Contact.Email = 'o\\'neill@customer.example' AND Opportunity.IsClosed = false LIMIT 200`,
    ]);
  });

  it('hands on the failure of the query', async () => {
    expect(await openDealsOf(anOrg({ kind: 'unknown' }).calls, { email: 'ada@customer.example' })).toEqual({
      kind: 'unknown',
    });
  });
});
