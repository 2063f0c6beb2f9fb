import { createFeedStore } from '../../lambdas/aws/dynamo-feed.ts';
import { createFeedWriter } from '../../lambdas/aws/dynamo-feed-writer.ts';
import type { FeedItem } from '../../lambdas/domain/delivery/feed-entry.ts';
import { env } from '../../lambdas/env.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T10:00:00.000Z');
const writer = (changes: Partial<Parameters<typeof createFeedWriter>[0]> = {}) =>
  createFeedWriter(
    { ...database().platform, environment: { [env.ledgerDays]: '10' }, now: () => now, ...changes },
    database().ledgerTable,
  );
const store = () => createFeedStore({ dynamo: database().dynamo, table: database().ledgerTable });
const item = (tenant: string, eventId: string, integration = 'sales'): FeedItem => ({
  eventId,
  // No two tenants have an integration of one key.
  integration: `${tenant}-${integration}`,
  tenant,
  threadKey: 'thread-1',
  lane: 'conversation',
  kind: 'human',
  receivedAt: '2026-11-20T09:00:00.000Z',
});
const idsOf = async (tenant: string): Promise<string[]> =>
  (await store().read(tenant, 0, 1000)).entries.map(({ eventId }) => eventId);

describe('createFeedWriter', () => {
  it('adds items in their order, behind those of an earlier writer', async () => {
    await writer()('order', [item('order', 'a'), item('order', 'b')]);
    await writer()('order', [item('order', 'c')]);

    expect(await store().read('order', 0, 10)).toEqual({
      entries: ['a', 'b', 'c'].map((eventId, nth) => ({
        ...item('order', eventId),
        sequence: nth + 1,
        recordedAt: now.toISOString(),
        ...(nth > 0 && { previousAt: now.toISOString() }),
      })),
      head: { sequence: 3, recordedAt: now.toISOString() },
      isEnd: true,
    });
  });

  it('adds a delivery once, however often it is handed over', async () => {
    const append = writer();
    await append('once', [item('once', 'a'), item('once', 'a'), item('once', 'a', 'support')]);
    await append('once', [item('once', 'b'), item('once', 'a'), item('once', 'c')]);
    await writer()('once', [item('once', 'c'), item('once', 'b'), item('once', 'a')]);

    expect(await idsOf('once')).toEqual(['a', 'a', 'b', 'c']);
  });

  it('writes more items than a transaction takes', async () => {
    const ids = Array.from({ length: 120 }, (_, nth) => `e${nth}`);
    await writer()(
      'many',
      ids.map((id) => item('many', id)),
    );

    expect(await idsOf('many')).toEqual(ids);
  });

  it('leaves no gap and no repeat when writers meet, die after their write and hand over again', async () => {
    const ids = Array.from({ length: 200 }, (_, nth) => `e${nth}`);
    const handOver = async (first: number): Promise<void> => {
      const append = writer({ pause: async () => {} });
      for (let start = first * 20; start < (first + 2) * 20; start += 10)
        await append(
          'busy',
          ids.slice(start, start + 10).map((id) => item('busy', id)),
        );
    };
    await Promise.all(Array.from({ length: 9 }, (_, nth) => handOver(nth)));

    const { entries, head } = await store().read('busy', 0, 1000);
    expect(entries.map(({ sequence }) => sequence)).toEqual(ids.map((_, nth) => nth + 1));
    expect(entries.map(({ eventId }) => eventId).toSorted()).toEqual(ids.toSorted());
    expect(head?.sequence).toBe(200);
  });

  it('gives up where others are always first, so that its items are handed over again', async () => {
    const refused = Object.assign(new Error(), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }],
    });
    const dynamo = { send: async () => Promise.reject(refused) } as never;

    await expect(writer({ dynamo, pause: async () => {} })('acme', [item('acme', 'a')])).rejects.toThrow('contended');
  });

  it('passes a failure of the table on', async () => {
    const dynamo = { send: async () => Promise.reject(new Error('no table')) } as never;

    await expect(writer({ dynamo })('acme', [item('acme', 'a')])).rejects.toThrow('no table');
  });
});
