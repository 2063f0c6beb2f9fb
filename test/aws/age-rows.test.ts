import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ageRows } from '../../lambdas/aws/age-rows.ts';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-12-01T00:00:00.000Z');
const receivedAt = '2026-11-01T00:00:00.000Z';
const retention = { rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 400 };
const secondsAfter = (time: string, days: number): number => Date.parse(time) / 1000 + days * 86_400;

const rows: ReadonlyArray<readonly [Row, ttl: number | undefined]> = [
  [{ pk: 'MAIL#1', sk: 'MAIL', receivedAt }, secondsAfter(receivedAt, 400)],
  [{ pk: 'EVENT#1', sk: 'EVENT' }, secondsAfter(now.toISOString(), 400)],
  [
    { pk: 'EVENT#1', sk: 'DELIVERY#a', state: 'done', receivedAt, settledAt: '2026-11-02T00:00:00.000Z' },
    secondsAfter('2026-11-02T00:00:00.000Z', 400),
  ],
  [{ pk: 'EVENT#1', sk: 'DELIVERY#b', state: 'pending', receivedAt, pendingShard: 'conversation#1' }, undefined],
  [{ pk: 'PERSON#1', sk: 'PERSON', at: receivedAt }, secondsAfter(receivedAt, 30)],
  [{ pk: 'MAIL#2', sk: 'MAIL', receivedAt, heldBy: new Set(['hold-1']), heldUntil: 1 }, undefined],
  [{ pk: 'AUDIT#2026-11-01', sk: '1' }, undefined],
  [{ pk: 'SWEEP', sk: 'RECONCILED' }, undefined],
  [{ pk: 'MAIL#3', sk: 'MAIL', receivedAt, ttl: 5 }, 5],
];

describe('rows of earlier versions', () => {
  it('get the end of the table, but what waits, is held or stays for ever', async () => {
    const { dynamo, ledgerTable: table } = database();
    for (const [Item] of rows) await dynamo.send(new PutCommand({ TableName: table, Item }));
    const dry = await ageRows({ dynamo, table }, 'ledger', retention, now, true);
    const counts = await ageRows({ dynamo, table }, 'ledger', retention, now, false);
    const again = await ageRows({ dynamo, table }, 'ledger', retention, now, false);
    const ends = await Promise.all(
      rows.map(
        async ([{ pk, sk }]) => (await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk } }))).Item?.ttl,
      ),
    );

    expect(Object.fromEntries(counts)).toEqual({ MAIL: 1, EVENT: 1, DELIVERY: 1, PERSON: 1 });
    expect([...dry]).toEqual([...counts]);
    expect(again.size).toBe(0);
    expect(ends).toEqual(rows.map(([, ttl]) => ttl));
  });
});
