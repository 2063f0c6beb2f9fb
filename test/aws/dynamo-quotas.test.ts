import { createSpendQuota } from '../../lambdas/api/quota.ts';
import { createRequestCounter } from '../../lambdas/aws/dynamo-quotas.ts';
import { silentLog } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const counter = () => createRequestCounter({ dynamo: database().dynamo, table: database().ledgerTable });
const aWindow = (startsAt: string, limit: number) => ({
  name: 'minute',
  limit,
  startsAt,
  endsAt: new Date('2026-12-01T12:01:00Z'),
});

describe('createRequestCounter', () => {
  it('lets exactly as many pass as the limit says, however many ask at once', async () => {
    const window = aWindow('2026-12-01T12:00:00.000Z', 7);
    const results = await Promise.all(Array.from({ length: 30 }, () => counter()('crowded', window)));
    const passed = results.filter((count) => count !== undefined);

    expect(passed.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await counter()('crowded', window)).toBeUndefined();
  });

  it('counts callers and windows apart', async () => {
    expect(await counter()('other', aWindow('2026-12-01T12:00:00.000Z', 7))).toBe(1);
    expect(await counter()('crowded', aWindow('2026-12-01T12:01:00.000Z', 7))).toBe(1);
    expect(await counter()('crowded', { ...aWindow('2026-12-01T12:00:00.000Z', 7), name: 'day' })).toBe(1);
  });

  it('lets a higher limit pass more, and a lower one nothing', async () => {
    const start = '2026-12-01T13:00:00.000Z';
    for (const limit of [2, 2]) await counter()('changed', aWindow(start, limit));

    expect(await counter()('changed', aWindow(start, 2))).toBeUndefined();
    expect(await counter()('changed', aWindow(start, 3))).toBe(3);
    expect(await counter()('changed', aWindow(start, 1))).toBeUndefined();
  });

  it('fails for a table that is not there, which the quota lets pass', async () => {
    const count = createRequestCounter({ dynamo: database().dynamo, table: 'none' });
    const spend = createSpendQuota({ count, failed: () => {}, log: silentLog, now: () => new Date() });

    expect(await spend('k', { perDay: 1 })).toEqual({ headers: {} });
  });
});
