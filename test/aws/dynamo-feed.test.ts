import { createFeedStore } from '../../lambdas/aws/dynamo-feed.ts';
import { createFeedWriter } from '../../lambdas/aws/dynamo-feed-writer.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const store = () => createFeedStore({ dynamo: database().dynamo, table: database().ledgerTable });
const sequencesOf = async (after: number, limit: number): Promise<number[]> =>
  (await store().read('acme', after, limit)).entries.map(({ sequence }) => sequence);

describe('createFeedStore', () => {
  it('has no entry, no head and an end before anything was written', async () => {
    expect(await store().read('nobody', 0, 10)).toEqual({ entries: [], isEnd: true });
    expect(await store().head('nobody')).toBeUndefined();
    expect(await store().next('nobody', 0)).toBeUndefined();
  });

  it('reads pages behind a place, and says where the feed ends', async () => {
    const append = createFeedWriter(
      { ...database().platform, environment: {}, now: () => new Date('2026-11-20T10:00:00Z') },
      database().ledgerTable,
    );
    const items = Array.from({ length: 12 }, (_, nth) => ({
      eventId: `e${nth}`,
      integration: 'sales',
      tenant: 'acme',
      threadKey: 't',
      lane: 'conversation' as const,
      receivedAt: '2026-11-20T09:00:00.000Z',
    }));
    await append('acme', items);
    const head = { sequence: 12, recordedAt: '2026-11-20T10:00:00.000Z' };

    expect(await sequencesOf(8, 3)).toEqual([9, 10, 11]);
    expect(await store().read('acme', 8, 3)).toMatchObject({ isEnd: false });
    // A page that ends with the last entry does not know yet that it is the last one.
    expect(await store().read('acme', 8, 4)).toMatchObject({ isEnd: false });
    expect(await store().read('acme', 8, 5)).toMatchObject({ isEnd: true, head });
    expect(await store().read('acme', 12, 1)).toEqual({ entries: [], isEnd: true, head });
    expect(await store().head('acme')).toEqual(head);
    expect(await store().next('acme', 5)).toMatchObject({ sequence: 6, eventId: 'e5' });
  });
});
