import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { applyRowAction, buryDeliveries, buryEvent } from '../../lambdas/aws/erase-rows.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { deliveryKey, eventRowKey } from '../../lambdas/aws/ledger-rows.ts';
import { groupOf } from '../../lambdas/domain/delivery/delivery.ts';
import { createReplay } from '../../lambdas/redrive/replay.ts';
import { aDelivery, anEvent, silentLog } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const at = new Date('2026-12-01T10:00:00.000Z');
const keptSeconds = 86_400;
const mail = {
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: '2026-11-20T10:00:00.000Z',
  state: 'parsed',
  recipients: [],
} as const;

async function aRecordedDelivery(messageId: string) {
  const { dynamo, platform, ledgerTable: table } = database();
  const ledger = createDynamoLedger(platform, table);
  const event = anEvent({ messageId });
  const delivery = aDelivery(event);
  await ledger.recordMail({ ...mail, eventId: event.eventId }, event, [delivery]);
  const load = async () => (await ledger.load(delivery, groupOf(delivery))).delivery!;
  const row = async (key: Readonly<Record<string, string>>) =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
  return { table: { dynamo, table }, ledger, event, delivery, load, row, reader: createLedgerReader(dynamo, table) };
}

describe('the deliveries of a mail that is erased', () => {
  it('end in a visible fate, with nothing but ids in their rows', async () => {
    const { table, event, delivery, row } = await aRecordedDelivery('a@x.example');
    const changed = await buryDeliveries(table, event.eventId, at, keptSeconds);

    expect(changed).toBe(1);
    expect(await row(deliveryKey(delivery))).toEqual({
      ...deliveryKey(delivery),
      eventId: event.eventId,
      integration: 'sales',
      tenant: 'acme',
      lane: 'conversation',
      receivedAt: delivery.receivedAt,
      state: 'done',
      fate: 'dead',
      reason: 'the mail was erased at the request of the person',
      settledAt: at.toISOString(),
      erasedAt: at.toISOString(),
      ttl: at.getTime() / 1000 + keptSeconds,
      threadKey: 'erased',
      matchedBy: 'none',
      recipients: new Set(['erased']),
      attempts: 0,
      fence: 1_000_000,
      steps: {},
    });
  });

  it('are lost to a worker that holds one: neither a step nor an end is written after it', async () => {
    const { table, ledger, event, delivery, load } = await aRecordedDelivery('b@x.example');
    const leased = await ledger.lease(await load(), at, 60_000);
    const { fence } = 'delivery' in leased ? leased.delivery : { fence: -1 };
    await buryDeliveries(table, event.eventId, at, keptSeconds);
    const step = { contact: { state: 'done', at: at.toISOString(), id: '51' } } as const;

    expect(await ledger.saveSteps(delivery, fence, step)).toBe(false);
    expect(await ledger.settle(delivery, fence, { fate: 'delivered', at })).toBe(false);
    expect(await ledger.release(delivery, fence, { reason: 'x', counts: true, at })).toBe(false);
    expect(await load()).toMatchObject({ state: 'done', fate: 'dead', steps: {} });
    expect((await load()).leaseUntil).toBeUndefined();
  });

  it('are taken by nobody who loaded one before', async () => {
    const { table, ledger, event, load } = await aRecordedDelivery('c@x.example');
    const loaded = await load();
    await buryDeliveries(table, event.eventId, at, keptSeconds);

    expect(await ledger.lease(loaded, at, 60_000)).toEqual({ done: true });
  });

  it('wait for nobody any more', async () => {
    const { table, event, reader } = await aRecordedDelivery('d@x.example');
    await buryDeliveries(table, event.eventId, at, keptSeconds);
    const stuck = await reader.stuck(at, at);

    expect(stuck.map(({ eventId }) => eventId)).not.toContain(event.eventId);
  });

  it('are not replayed, and the answer says why', async () => {
    const { table, ledger, event, delivery } = await aRecordedDelivery('r@x.example');
    await buryDeliveries(table, event.eventId, at, keptSeconds);
    const deliver = () => Promise.reject(new Error('delivered'));
    const replay = createReplay({
      ledger,
      deliver,
      resend: deliver,
      audit: async () => {},
      log: silentLog,
      now: () => at,
      pause: async () => {},
    });
    const { deliveries } = await replay({ replay: [delivery], actor: 'ada' }, { leaseMs: 1, leftMs: () => 1 });

    expect(deliveries).toEqual([
      {
        eventId: event.eventId,
        integration: 'sales',
        before: 'dead',
        result: 'unchanged',
        reason: 'the mail was erased at the request of the person',
      },
    ]);
  });

  it('are buried once', async () => {
    const { table, event } = await aRecordedDelivery('e@x.example');
    await buryDeliveries(table, event.eventId, at, keptSeconds);

    expect(await buryDeliveries(table, event.eventId, new Date(), keptSeconds)).toBe(0);
  });
});

describe('the row of an event that is erased', () => {
  it('leads to the mails until it is buried, and then says when that was', async () => {
    const { table, event, row, reader } = await aRecordedDelivery('f@x.example');
    await buryDeliveries(table, event.eventId, at, keptSeconds);
    const before = await reader.event(event.eventId);
    await buryEvent(table, event.eventId, at, keptSeconds);

    expect(before?.mails).toEqual(['m1']);
    expect(await row(eventRowKey(event.eventId))).toEqual({
      ...eventRowKey(event.eventId),
      erasedAt: at.toISOString(),
      ttl: at.getTime() / 1000 + keptSeconds,
    });
    expect(await reader.event(event.eventId)).toMatchObject({ mails: [], deliveries: [{ fate: 'dead' }] });
  });
});

describe('an action on a row', () => {
  const key = { pk: 'LATER#1', sk: 'KIND' };

  it('deletes it, or changes and removes attributes', async () => {
    const { table, row } = await aRecordedDelivery('g@x.example');
    await table.dynamo.send(new PutCommand({ TableName: table.table, Item: { ...key, a: 1, b: 2 } }));
    await applyRowAction(table, key, { kind: 'update', set: { a: 3 }, remove: ['b'] });
    const changed = await row(key);
    await applyRowAction(table, key, { kind: 'keep' });
    await applyRowAction(table, key, { kind: 'delete' });

    expect(changed).toEqual({ ...key, a: 3 });
    expect(await row(key)).toBeUndefined();
  });

  it('removes attributes where nothing else changes', async () => {
    const { table, row } = await aRecordedDelivery('g2@x.example');
    await table.dynamo.send(new PutCommand({ TableName: table.table, Item: { ...key, sk: 'OTHER', a: 1, b: 2 } }));
    await applyRowAction(table, { ...key, sk: 'OTHER' }, { kind: 'update', remove: ['b'] });

    expect(await row({ ...key, sk: 'OTHER' })).toEqual({ ...key, sk: 'OTHER', a: 1 });
  });

  it('does not bring a row back that is gone by now', async () => {
    const { table, row } = await aRecordedDelivery('h@x.example');
    await applyRowAction(table, key, { kind: 'update', set: { a: 3 } });

    expect(await row(key)).toBeUndefined();
  });

  it('leaves a row that was put under a hold meanwhile', async () => {
    const { table, row, event } = await aRecordedDelivery('i@x.example');
    const held = { ...key, a: 1, heldBy: ['hold-1'] };
    const delivery = { ...deliveryKey({ eventId: event.eventId, integration: 'held' }), heldBy: ['hold-1'] };
    for (const Item of [held, delivery]) await table.dynamo.send(new PutCommand({ TableName: table.table, Item }));
    await applyRowAction(table, key, { kind: 'update', set: { a: 3 } });
    await applyRowAction(table, key, { kind: 'delete' });

    expect(await row(key)).toEqual(held);
    expect(await buryDeliveries(table, event.eventId, at, keptSeconds)).toBe(1);
    await table.dynamo.send(new DeleteCommand({ TableName: table.table, Key: key }));
  });

  it('works on a table without sort keys', async () => {
    const { dynamo, threadsTable: table } = database();
    await dynamo.send(new PutCommand({ TableName: table, Item: { pk: 'M#acme#1', sender: 'ada' } }));
    await applyRowAction({ dynamo, table }, { pk: 'M#acme#1', sender: 'ada' }, { kind: 'delete' });

    expect((await dynamo.send(new GetCommand({ TableName: table, Key: { pk: 'M#acme#1' } }))).Item).toBeUndefined();
  });
});
