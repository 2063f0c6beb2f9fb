import { createDynamoParkedThreads } from '../../lambdas/aws/dynamo-parked-threads.ts';
import { createDynamoParking } from '../../lambdas/aws/dynamo-parking.ts';
import { createPendingGauges } from '../../lambdas/aws/pending-gauges.ts';
import type { ParkReason } from '../../lambdas/domain/delivery/ledger.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T10:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const threads = () => createDynamoParkedThreads(database().dynamo, database().ledgerTable);
let counter = 0;

/** A conversation in which mails wait; the rows of their deliveries are of no interest here. */
async function aParkedThread(places: readonly string[], why: ParkReason = { kind: 'poisoned', reason: 'r' }) {
  const group = `sales#parked-${counter++}`;
  const parking = createDynamoParking(database().platform, database().ledgerTable);
  for (const [nth, place] of places.entries()) {
    const message = {
      schema: 'delivery/1' as const,
      eventId: `${group}-${place}`,
      integration: 'sales',
      threadKey: 't',
    };
    await parking.park(group, { place, message }, { ...why, isHead: nth === 0 }, now);
  }
  return group;
}

const groupsOf = async (which: Pick<ParkReason, 'kind' | 'connection'>): Promise<string[]> =>
  (await Array.fromAsync(threads().markers(which))).map(({ group }) => group);

describe('createDynamoParkedThreads', () => {
  it('gives the items of a conversation in the order of their places', async () => {
    const group = await aParkedThread(['p2', 'p1', 'p3']);

    expect((await threads().items(group)).map(({ place }) => place)).toEqual(['p1', 'p2', 'p3']);
  });

  it('finds poisoned conversations, and those that wait for one connection', async () => {
    const poisoned = await aParkedThread(['p1']);
    const buffered = await aParkedThread(['p1'], { kind: 'buffered', reason: 'r', connection: 'main' });
    const elsewhere = await aParkedThread(['p1'], { kind: 'buffered', reason: 'r', connection: 'other' });

    expect(await groupsOf({ kind: 'poisoned' })).toEqual(expect.arrayContaining([poisoned]));
    expect(await groupsOf({ kind: 'poisoned' })).not.toContain(buffered);
    expect(await groupsOf({ kind: 'buffered', connection: 'main' })).toEqual([buffered]);
    expect(await groupsOf({ kind: 'buffered', connection: 'other' })).toEqual([elsewhere]);
  });

  it('gives a conversation to one redrive at a time', async () => {
    const group = await aParkedThread(['p1']);

    expect(await threads().leaseMarker(group, 'a', now, 30_000)).toBe(true);
    expect(await threads().leaseMarker(group, 'b', later(29), 30_000)).toBe(false);
    expect(await threads().leaseMarker(group, 'b', later(31), 30_000)).toBe(true);
    await threads().releaseMarker(group, 'a', later(32));
    expect(await threads().leaseMarker(group, 'c', later(33), 30_000)).toBe(false);
    await threads().releaseMarker(group, 'b', later(34));
    expect(await threads().leaseMarker(group, 'c', later(35), 30_000)).toBe(true);
  });

  it('leases no conversation that does not wait', async () => {
    expect(await threads().leaseMarker('sales#none', 'a', now, 30_000)).toBe(false);
  });

  it('closes a conversation when its last item is gone, and counts an item once', async () => {
    const group = await aParkedThread(['p1', 'p2']);
    await threads().leaseMarker(group, 'a', now, 30_000);

    for (const place of ['p1', 'p1']) await threads().removeItem(group, place);
    expect(await threads().close(group, 'a')).toBe(false);
    await threads().removeItem(group, 'p2');
    expect(await threads().close(group, 'b')).toBe(false);
    expect(await threads().close(group, 'a')).toBe(true);
    expect(await threads().close(group, 'a')).toBe(true);
  });
});

describe('parkedThreads of createPendingGauges', () => {
  it('counts conversations that wait behind a poisoned mail, not those that wait for a connection', async () => {
    const gauges = createPendingGauges(database().dynamo, database().ledgerTable);
    const before = await gauges.parkedThreads();
    await aParkedThread(['p1', 'p2']);
    await aParkedThread(['p1'], { kind: 'buffered', reason: 'r', connection: 'main' });

    expect((await gauges.parkedThreads()) - before).toBe(1);
  });
});
