import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Delivery, DeliveryMessage, Lane } from '../domain/delivery/delivery.ts';
import type { MailRecord } from '../domain/delivery/ledger.ts';
import { getRows, queryAll } from './dynamo-query.ts';
import { type DynamoTable, decodeRow } from './dynamo-row.ts';
import {
  deliveryKey,
  type EventRows,
  eventRowKey,
  type Key,
  mailKey,
  messagePartition,
  pendingIndex,
  pendingShards,
  toEventRows,
  toMailRecord,
  toPendingDelivery,
} from './ledger-rows.ts';

/** One event as the ledger knows it. */
export interface LedgerEvent extends EventRows {
  readonly eventId: string;
}

/** Reads for people: trace, audit and the local page. No function of the flow needs them but the sweep. */
export function createLedgerReader(dynamo: DynamoDBDocumentClient, table: string) {
  const rows: DynamoTable = { dynamo, table };
  return {
    mails: (mailIds: readonly string[]) => mailsOf(rows, mailIds),
    event: (eventId: string) => eventOf(rows, eventId),
    deliveries: (mails: readonly MailRecord[]) => deliveriesOf(rows, mails),
    eventsByMessageId: (messageId: string) => eventsByMessageId(rows, messageId),
    stuck: (before: Date, now: Date) => stuckDeliveries(rows, before, now),
  };
}

async function mailsOf(rows: DynamoTable, mailIds: readonly string[]): Promise<Map<string, MailRecord>> {
  const records = await getRows(rows, [...new Set(mailIds)].map(mailKey), toMailRecord);
  return new Map(records.map((record) => [record.mailId, record]));
}

async function eventOf({ dynamo, table }: DynamoTable, eventId: string): Promise<LedgerEvent | undefined> {
  const rows = await queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventRowKey(eventId).pk },
      ConsistentRead: true,
    },
    (row) => row,
  );
  const event = toEventRows(rows);
  return event && { eventId, ...event };
}

/**
 * The deliveries to which mails were routed, by the ids of their events: many in one call, where `eventOf` takes a query each.
 * An event without a row of its own has none, as in `eventOf`.
 */
async function deliveriesOf(
  table: DynamoTable,
  mails: readonly MailRecord[],
): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  const keys = new Map(mails.flatMap(routedKeys).map((key) => [`${key.pk} ${key.sk}`, key]));
  const rows = await getRows(table, [...keys.values()], (row) => row);
  const partitions = Map.groupBy(rows, ({ pk }) => pk);
  return new Map(
    mails.flatMap(({ eventId }) => {
      const event = eventId === undefined ? undefined : toEventRows(partitions.get(eventRowKey(eventId).pk) ?? []);
      return eventId === undefined || event === undefined ? [] : [[eventId, event.deliveries] as const];
    }),
  );
}

/** The keys of a mail's event and of the deliveries to its recipients. */
function routedKeys({ eventId, recipients }: MailRecord): Key[] {
  if (eventId === undefined) return [];
  const integrations = recipients.flatMap(({ integration }) => integration ?? []);
  return [eventRowKey(eventId), ...integrations.map((integration) => deliveryKey({ eventId, integration }))];
}

/** Events that carry a Message-ID; more than one when a sender reused it. */
const eventsByMessageId = ({ dynamo, table }: DynamoTable, messageId: string): Promise<string[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messagePartition(messageId.replace(/^<|>$/g, '')) },
    },
    (row) => decodeRow<{ eventId: string }>(row, ['eventId']).eventId,
  );

/** Deliveries that are pending since before a time, are not being worked on and wait in no parked thread. */
async function stuckDeliveries(
  { dynamo, table }: DynamoTable,
  before: Date,
  now: Date,
): Promise<Array<DeliveryMessage & { lane: Lane }>> {
  const lanes: readonly Lane[] = ['conversation', 'suppression'];
  const deliveries = await Promise.all(
    lanes.flatMap(pendingShards).map((shard) =>
      queryAll(
        dynamo,
        {
          TableName: table,
          IndexName: pendingIndex,
          KeyConditionExpression: 'pendingShard = :shard AND receivedAt < :before',
          FilterExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
          ExpressionAttributeValues: { ':shard': shard, ':before': before.toISOString(), ':now': now.getTime() },
        },
        toPendingDelivery,
      ),
    ),
  );
  // Queues keep order within a conversation, so the oldest goes first.
  const inOrder = deliveries.flat().toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  return inOrder.map(({ eventId, integration, threadKey, lane }) => ({
    schema: 'delivery/1',
    eventId,
    integration,
    threadKey,
    lane,
  }));
}

export type LedgerReader = ReturnType<typeof createLedgerReader>;
