import { createFeedAcks } from '../../lambdas/aws/dynamo-feed-acks.ts';
import { createFeedWriter } from '../../lambdas/aws/dynamo-feed-writer.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T10:00:00.000Z');
const acks = () => createFeedAcks({ dynamo: database().dynamo, table: database().ledgerTable });
const consumer = { tenant: 'acme', name: 'billing' };
const sorted = async (...range: [number, number]) =>
  [...(await acks().between(consumer, ...range))].toSorted((a, b) => a - b);

describe('createFeedAcks', () => {
  it('keeps confirmations of one consumer, each once, in any order', async () => {
    await acks().acknowledge(consumer, [250, 3, 99, 100], now);
    await acks().acknowledge(consumer, [3, 4], now);
    await acks().acknowledge({ ...consumer, name: 'other' }, [5], now);

    expect(await sorted(1, 300)).toEqual([3, 4, 99, 100, 250]);
    expect(await sorted(100, 199)).toEqual([100]);
    expect(await sorted(1000, 2000)).toEqual([]);
  });

  it('confirms up to an entry, and never less than before', async () => {
    expect(await acks().upTo(consumer)).toBe(0);
    for (const sequence of [10, 40, 20]) await acks().acknowledgeUpTo(consumer, sequence, now);

    expect(await acks().upTo(consumer)).toBe(40);
    expect(await acks().upTo({ ...consumer, tenant: 'beta' })).toBe(0);
  });

  it('finds the places of events in a feed, and none of others', async () => {
    const append = createFeedWriter(
      { ...database().platform, environment: {}, now: () => now },
      database().ledgerTable,
    );
    const item = { tenant: 'acme', threadKey: 't', lane: 'conversation', receivedAt: 'r' } as const;
    await append('acme', [
      { ...item, eventId: 'evt_a', integration: 'sales' },
      { ...item, eventId: 'evt_a', integration: 'help' },
      { ...item, eventId: 'evt_b', integration: 'sales' },
    ]);

    const places = await acks().places(['evt_a', 'evt_b', 'evt_never'], ['sales', 'help']);
    expect(places.toSorted((a, b) => a.sequence - b.sequence)).toEqual([
      { eventId: 'evt_a', integration: 'sales', tenant: 'acme', sequence: 1 },
      { eventId: 'evt_a', integration: 'help', tenant: 'acme', sequence: 2 },
      { eventId: 'evt_b', integration: 'sales', tenant: 'acme', sequence: 3 },
    ]);
    expect(await acks().places([], ['sales'])).toEqual([]);
  });

  it('finds the place of a mail together with that of its records, so that one confirmation is for both', async () => {
    const append = createFeedWriter(
      { ...database().platform, environment: {}, now: () => now },
      database().ledgerTable,
    );
    const item = {
      tenant: 'gamma',
      threadKey: 't',
      lane: 'conversation',
      receivedAt: 'r',
      eventId: 'evt_g',
      integration: 'sales',
    } as const;
    // The same batch, and once more: each has one entry.
    for (let nth = 0; nth < 2; nth += 1) await append('gamma', [item, { ...item, type: 'email.delivered/1' }]);

    const places = await acks().places(['evt_g'], ['sales']);
    expect(places.map(({ integration, sequence }) => [integration, sequence]).toSorted()).toEqual([
      ['sales', 1],
      ['sales', 2],
    ]);
  });
});
