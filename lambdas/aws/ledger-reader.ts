import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Delivery, DeliveryMessage, Lane } from '../domain/delivery/delivery.ts';
import type { MailRecord } from '../domain/delivery/ledger.ts';
import { queryAll } from './dynamo-query.ts';
import {
  type DeliveryItem,
  mailKey,
  messagePartition,
  pendingIndex,
  pendingShards,
  toDelivery,
} from './ledger-rows.ts';

/** One event as the ledger knows it. */
export interface LedgerEvent {
  readonly eventId: string;
  readonly mails: readonly string[];
  readonly conflictsWith?: string;
  readonly deliveries: readonly Delivery[];
}

/** Reads for people: trace, audit and the local page. No function of the flow needs them but the sweep. */
export function createLedgerReader(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async mails(mailIds: readonly string[]): Promise<Map<string, MailRecord>> {
      const found = new Map<string, MailRecord>();
      for (let rest = [...new Set(mailIds)].map(mailKey); rest.length > 0; ) {
        const { Responses, UnprocessedKeys } = await dynamo.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys: rest.slice(0, 100), ConsistentRead: true } } }),
        );
        for (const row of (Responses?.[table] ?? []) as MailRecord[]) found.set(row.mailId, row);
        const unprocessed = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof rest;
        rest = [...unprocessed, ...rest.slice(100)];
      }
      return found;
    },

    async event(eventId: string): Promise<LedgerEvent | undefined> {
      const rows = await queryAll<Record<string, unknown>>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `EVENT#${eventId}` },
        ConsistentRead: true,
      });
      const head = rows.find(({ sk }) => sk === 'EVENT');
      if (head === undefined) return undefined;
      const conflict = rows.find(({ sk }) => sk === 'CONFLICT')?.conflictsWith;
      return compact({
        eventId,
        mails: [...((head.mails as Set<string> | undefined) ?? [])],
        conflictsWith: typeof conflict === 'string' ? conflict : undefined,
        deliveries: rows
          .filter(({ sk }) => String(sk).startsWith('DELIVERY#'))
          .map((row) => toDelivery(row as unknown as DeliveryItem)),
      });
    },

    /** Events that carry a Message-ID; more than one when somebody reused it. */
    async eventsByMessageId(messageId: string): Promise<string[]> {
      const rows = await queryAll<{ eventId: string }>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': messagePartition(messageId.replace(/^<|>$/g, '')) },
      });
      return rows.map(({ eventId }) => eventId);
    },

    /** Deliveries that are pending since before a time, are not being worked on and wait in no parked thread. */
    async stuck(before: Date, now: Date): Promise<Array<DeliveryMessage & { lane: Lane }>> {
      const lanes: readonly Lane[] = ['conversation', 'suppression'];
      const rows = await Promise.all(
        lanes.flatMap(pendingShards).map((shard) =>
          queryAll<DeliveryItem>(dynamo, {
            TableName: table,
            IndexName: pendingIndex,
            KeyConditionExpression: 'pendingShard = :shard AND receivedAt < :before',
            FilterExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
            ExpressionAttributeValues: { ':shard': shard, ':before': before.toISOString(), ':now': now.getTime() },
          }),
        ),
      );
      // Queues keep order within a conversation, so the oldest goes first.
      const inOrder = rows.flat().toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
      return inOrder.map(({ eventId, integration, threadKey, lane }) => ({
        schema: 'delivery/1',
        eventId,
        integration,
        threadKey,
        lane,
      }));
    },
  };
}

export type LedgerReader = ReturnType<typeof createLedgerReader>;
