import { createDynamoProviderBook } from '../../lambdas/aws/dynamo-provider-book.ts';
import type { Hold } from '../../lambdas/domain/consent/holds.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const book = () => createDynamoProviderBook(database().dynamo, database().consentTable);
const now = new Date('2026-11-20T12:30:00.000Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

describe('createDynamoProviderBook', () => {
  it('counts by provider and hour, over the last 24 hours', async () => {
    for (const [provider, at, counter] of [
      ['gmail', hoursAgo(0), 'delivered'],
      ['gmail', hoursAgo(0), 'delivered'],
      ['gmail', hoursAgo(0), 'complaints'],
      ['gmail', hoursAgo(23), 'hardBounces'],
      ['gmail', hoursAgo(24), 'delivered'],
      ['yahoo', hoursAgo(1), 'deferrals'],
    ] as const)
      await book().count('counted', provider, at, counter);

    const day = await book().lastDay('counted', now);

    expect([...day.keys()].toSorted()).toEqual(['gmail', 'yahoo']);
    expect(day.get('gmail')).toMatchObject([
      { delivered: 0, complaints: 0, hardBounces: 1, deferrals: 0 },
      { delivered: 2, complaints: 1, hardBounces: 0, deferrals: 0 },
    ]);
    expect(day.get('yahoo')).toMatchObject([{ deferrals: 1 }]);
    expect(await book().lastDay('other', now)).toEqual(new Map());
  });

  it('holds a provider for a tenant until it is released', async () => {
    const hold: Hold = { provider: 'gmail', reason: 'complaints', since: now.toISOString(), rate: 0.002 };
    await book().hold('held', hold);

    expect(await book().holds('held')).toEqual([hold]);
    expect(await book().holds('other')).toEqual([]);
    await book().hold('held', { ...hold, rate: 0.003 });
    expect(await book().holds('held')).toEqual([{ ...hold, rate: 0.003 }]);
    await book().release('held', 'gmail');
    expect(await book().holds('held')).toEqual([]);
  });
});
