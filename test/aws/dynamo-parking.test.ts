import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createDynamoParkedThreads } from '../../lambdas/aws/dynamo-parked-threads.ts';
import { createDynamoParking } from '../../lambdas/aws/dynamo-parking.ts';
import { deliveryMessageOf } from '../../lambdas/domain/delivery/delivery.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { awsError, canceledTransaction, scriptedClient } from '../helpers/scripted-client.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T10:00:00.000Z');
const poisoned = { kind: 'poisoned' as const, reason: 'rejected' };
let counter = 0;

/** A conversation with one delivery in the ledger, and its parking. */
async function aConversation() {
  const nth = counter++;
  const { dynamo, platform, ledgerTable } = database();
  const ledger = createDynamoLedger(platform, ledgerTable);
  const event = anEvent({ messageId: `parking-${nth}@x.example` });
  const delivery = aDelivery(event, { threadKey: `parking-${nth}` });
  const mailId = `parking-${nth}`;
  const { receivedAt } = delivery;
  await ledger.recordMail({ mailId, objectKey: 'x', receivedAt, state: 'parsed', recipients: [] }, event, [delivery]);
  const group = `sales#parking-${nth}`;
  const item = { place: 'p1', message: deliveryMessageOf(delivery) };
  return {
    parking: createDynamoParking(platform, ledgerTable),
    threads: createDynamoParkedThreads(dynamo, ledgerTable),
    group,
    item,
    head: event.eventId,
    marker: async (): Promise<ParkMarker | undefined> => (await ledger.load(delivery, group)).marker,
    delivery: async () => (await ledger.load(delivery, group)).delivery,
  };
}

describe('createDynamoParking', () => {
  it('lets one delivery guard a conversation, and no other', async () => {
    const { parking, group, head, marker } = await aConversation();

    expect(await parking.guard(group, head, 'last attempt', now)).toBe(true);
    expect(await parking.guard(group, head, 'last attempt', now)).toBe(true);
    expect(await parking.guard(group, 'evt_other', 'last attempt', now)).toBe(false);
    expect(await marker()).toMatchObject({ head, kind: 'poisoned', waiting: 0, since: now.toISOString() });
  });

  it('removes a guard that nobody waits behind', async () => {
    const { parking, group, head, marker } = await aConversation();
    await parking.guard(group, head, 'last attempt', now);

    await parking.unguard(group, 'evt_other');
    expect(await marker()).toBeDefined();
    await parking.unguard(group, head);
    expect(await marker()).toBeUndefined();
  });

  it('parks a delivery once, however often it is called, and keeps the marker', async () => {
    const { parking, threads, group, item, head, marker, delivery } = await aConversation();

    for (let trial = 0; trial < 2; trial += 1)
      await parking.park(group, item, { ...poisoned, isHead: trial === 0 }, now);
    await parking.unguard(group, head);

    expect(await marker()).toMatchObject({ head, reason: 'rejected', waiting: 1 });
    expect(await delivery()).toMatchObject({ fate: 'parked', reason: 'rejected', state: 'pending' });
    expect(await threads.items(group)).toMatchObject([item]);
  });

  it('keeps the reason of the head when more deliveries come behind it', async () => {
    const { parking, group, item, marker } = await aConversation();
    const other = await aConversation();
    await parking.park(group, item, { ...poisoned, isHead: true }, now);

    const second = { ...other.item, place: 'p2' };
    await parking.park(group, second, { kind: 'buffered', reason: 'behind', connection: 'main', isHead: false }, now);

    expect(await marker()).toMatchObject({
      head: item.message.eventId,
      kind: 'poisoned',
      reason: 'rejected',
      waiting: 2,
    });
    expect(await other.delivery()).toMatchObject({ waitsFor: 'main' });
  });

  it('replaces the reason of a waiting conversation, and writes nothing about one that does not wait', async () => {
    const { parking, group, item, marker } = await aConversation();
    const buffered = { kind: 'buffered' as const, reason: 'circuit open', connection: 'main' };

    await parking.explainPark(group, buffered);
    expect(await marker()).toBeUndefined();
    await parking.park(group, item, { ...poisoned, isHead: true }, now);
    await parking.explainPark(group, buffered);
    expect(await marker()).toMatchObject(buffered);
    await parking.explainPark(group, poisoned);
    expect(await marker()).toMatchObject(poisoned);
    expect(await marker()).not.toHaveProperty('connection');
  });

  const message = { schema: 'delivery/1' as const, eventId: 'evt_1', integration: 'sales', threadKey: 't' };
  const park = async (...answers: object[]) => {
    const { client: dynamo, sent } = scriptedClient<DynamoDBDocumentClient>(...answers);
    const pauses: number[] = [];
    const pause = async (ms: number) => void pauses.push(ms);
    const parking = createDynamoParking({ dynamo, pause }, 'T');
    await parking.park('sales#t', { place: 'p', message }, { ...poisoned, isHead: true }, now);
    return { calls: sent.length, pauses };
  };
  const conflict = canceledTransaction('None', 'TransactionConflict', 'None');

  it.each([
    ['at once', [], 1, []],
    ['after conflicts with other transactions', [conflict, conflict], 3, [10, 20]],
    ['when it is parked already', [conflict, canceledTransaction('ConditionalCheckFailed')], 2, [10]],
  ])('succeeds %s', async (_, answers, calls, pauses) => {
    expect(await park(...answers)).toEqual({ calls, pauses });
  });

  it.each([
    ['six conflicts', Array.from({ length: 6 }, () => conflict)],
    ['another error', [awsError('ThrottlingException')]],
  ])('fails after %s', async (_, answers) => {
    await expect(park(...answers)).rejects.toThrow(answers[0]!.message);
  });
});
