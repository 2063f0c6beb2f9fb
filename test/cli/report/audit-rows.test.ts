import { readAuditRows } from '../../../cli/report/audit-rows.ts';

const rows: Readonly<Record<string, readonly object[]>> = {
  'AUDIT#2026-11-19': [{ sk: '2026-11-19T23:59:59.000Z#a', action: 'replay', request: {}, result: {} }],
  'AUDIT#2026-11-20': [
    { sk: '2026-11-20T08:00:00.000Z#b', action: 'configuration', request: { actor: 'arn:x' }, result: { changes: [] } },
    { sk: '2026-11-20T09:30:00.000Z#c' },
  ],
  'AUDIT#2026-11-21': [{ sk: '2026-11-21T12:00:00.000Z#d', action: 'redrive', request: { actor: 7 }, result: {} }],
};

function aLedger() {
  const asked: string[] = [];
  const send = async ({ input }: { readonly input: { ExpressionAttributeValues: { ':pk': string } } }) => {
    const pk = input.ExpressionAttributeValues[':pk'];
    asked.push(pk);
    return { Items: rows[pk] ?? [] };
  };
  return { asked, table: { dynamo: { send } as never, table: 'ledger' } };
}

describe('readAuditRows', () => {
  it('asks for each day once, and gives the acts between both times', async () => {
    const { asked, table } = aLedger();
    const found = await readAuditRows(table, new Date('2026-11-19T23:59:59.500Z'), new Date('2026-11-21T06:00:00Z'));

    expect(asked).toEqual(['AUDIT#2026-11-19', 'AUDIT#2026-11-20', 'AUDIT#2026-11-21']);
    expect(found.map(({ at }) => at)).toEqual(['2026-11-20T08:00:00.000Z', '2026-11-20T09:30:00.000Z']);
  });

  it('reads the actor, and a row that lacks everything else', async () => {
    const { table } = aLedger();
    const found = await readAuditRows(table, new Date('2026-11-20T00:00:00Z'), new Date('2026-11-21T23:00:00Z'));

    expect(found).toEqual([
      expect.objectContaining({ action: 'configuration', actor: 'arn:x' }),
      { at: '2026-11-20T09:30:00.000Z', action: 'unknown', request: undefined, result: undefined },
      expect.not.objectContaining({ actor: expect.anything() }),
    ]);
  });
});
