import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { StepName, StepRecord } from '../domain/delivery.ts';
import { TransientError } from '../domain/errors.ts';
import type { Ledger } from '../domain/ports.ts';
import { createConditionalUpdate, isConditionFailure } from './conditional-update.ts';
import {
  type DeliveryItem,
  deliveryKey,
  doneTtlSeconds,
  itemKey,
  type MarkerItem,
  mailKey,
  markerKey,
  markerShard,
  pendingShard,
  toDelivery,
  toMarker,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';
import { createRecordMail } from './record-mail.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The ledger in DynamoDB: every transition is one conditional write. */
export function createDynamoLedger(platform: Pick<Platform, 'dynamo' | 'pause'>, table: string): Ledger {
  const { dynamo, pause } = platform;
  const update = createConditionalUpdate(dynamo, table);
  return {
    recordMail: createRecordMail(platform, table),

    async hasMail(mailId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: mailKey(mailId), ProjectionExpression: 'pk', ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async load(id, group) {
      const Keys = [deliveryKey(id), markerKey(group)];
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys?.[table] !== undefined)
        throw new TransientError(`the ledger throttled a read of ${id.eventId}`);
      const rows = Responses?.[table] ?? [];
      const delivery = rows.find(({ sk }) => sk !== 'MARKER');
      const marker = rows.find(({ sk }) => sk === 'MARKER');
      return {
        ...(delivery && { delivery: toDelivery(delivery as DeliveryItem) }),
        ...(marker && { marker: toMarker(marker as MarkerItem) }),
      };
    },

    async lease(id, now, leaseMs) {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: deliveryKey(id),
            UpdateExpression: 'SET leaseUntil = :until ADD fence :one',
            ConditionExpression:
              'attribute_exists(pk) AND #state <> :done AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':until': now.getTime() + leaseMs,
              ':now': now.getTime(),
              ':one': 1,
              ':done': 'done',
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { delivery: toDelivery(Attributes as DeliveryItem) };
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const { Item } = error as { Item?: { state?: { S?: string }; leaseUntil?: { N?: string } } };
        return Item?.state?.S === 'done'
          ? { done: true }
          : { busyUntil: new Date(Number(Item?.leaseUntil?.N ?? now.getTime())) };
      }
    },

    saveSteps: (id, fence, steps) =>
      update(deliveryKey(id), { set: stepPaths(steps), condition: '#fence = :fence' }, { ':fence': fence }),

    settle: (id, fence, { fate, reason, mappingVersion, steps = {}, at }) =>
      update(
        deliveryKey(id),
        {
          set: {
            state: 'done',
            fate,
            settledAt: at.toISOString(),
            ttl: Math.floor(at.getTime() / 1000) + doneTtlSeconds,
            ...(mappingVersion !== undefined && { mappingVersion }),
            ...(reason !== undefined && { reason }),
            ...stepPaths(steps),
          },
          remove: ['pendingShard', 'leaseUntil', ...(reason === undefined ? ['reason'] : [])],
          condition: '#fence = :fence',
        },
        { ':fence': fence },
      ),

    release: (id, fence, { reason, counts }) =>
      update(
        deliveryKey(id),
        { set: { reason }, add: { attempts: counts ? 1 : 0 }, remove: ['leaseUntil'], condition: '#fence = :fence' },
        { ':fence': fence },
      ),

    guard(group, head, sequence, reason, now) {
      return dynamo
        .send(
          new UpdateCommand({
            TableName: table,
            Key: markerKey(group),
            ...markerUpdate({ group, head, sequence, reason, since: now.toISOString(), isHead: false, waiting: 0 }),
            ConditionExpression: 'attribute_not_exists(pk) OR head = :head',
          }),
        )
        .then(
          () => true,
          (error: unknown) => {
            if (isConditionFailure(error)) return false;
            throw error;
          },
        );
    },

    async park(group, { sequence, message }, { reason, isHead }, now) {
      const since = now.toISOString();
      const TransactItems: TransactItem[] = [
        {
          Put: {
            TableName: table,
            Item: { ...itemKey(group, sequence), sequence, message, parkedAt: since },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: table,
            Key: markerKey(group),
            ...markerUpdate({ group, head: message.eventId, sequence, reason, since, isHead, waiting: 1 }),
          },
        },
        {
          Update: {
            TableName: table,
            Key: deliveryKey(message),
            UpdateExpression: 'SET fate = :parked, reason = :reason, pendingShard = :shard',
            ConditionExpression: '#state <> :done',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: {
              ':parked': 'parked',
              ':reason': reason,
              ':shard': pendingShard('parked', message.eventId),
              ':done': 'done',
            },
          },
        },
      ];
      for (let round = 0; ; round += 1) {
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems }));
          return;
        } catch (error) {
          if ((error as Error).name !== 'TransactionCanceledException') throw error;
          const reasons = (error as TransactionCanceledException).CancellationReasons ?? [];
          // It is parked already, or came to its end meanwhile.
          if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return;
          if (round === 5) throw error;
          await pause(10 * 2 ** round);
        }
      }
    },

    async unguard(group, head) {
      await dynamo
        .send(
          new DeleteCommand({
            TableName: table,
            Key: markerKey(group),
            ConditionExpression: 'head = :head AND waiting = :none',
            ExpressionAttributeValues: { ':head': head, ':none': 0 },
          }),
        )
        .catch((error: unknown) => {
          // Somebody waits behind it: redrive takes it from here.
          if (!isConditionFailure(error)) throw error;
        });
    },

    async giveUp(id, reason, now) {
      await update(
        deliveryKey(id),
        {
          set: { state: 'failed', fate: 'dead', reason, settledAt: now.toISOString() },
          remove: ['pendingShard', 'leaseUntil'],
          condition: '#state <> :done',
        },
        { ':done': 'done' },
      );
    },
  };
}

const stepPaths = (steps: Partial<Record<StepName, StepRecord>>): Record<string, StepRecord> =>
  Object.fromEntries(Object.entries(steps).map(([name, record]) => [`steps.${name}`, record]));

function markerUpdate(marker: {
  group: string;
  head: string;
  sequence: string;
  reason: string;
  since: string;
  isHead: boolean;
  waiting: number;
}) {
  const keep = (name: string, value: string): string => `${name} = if_not_exists(${name}, ${value})`;
  return {
    UpdateExpression: `SET ${[
      '#group = :group',
      keep('head', ':head'),
      keep('headSequence', ':sequence'),
      keep('since', ':since'),
      keep('receivedAt', ':since'),
      marker.isHead ? 'reason = :reason' : keep('reason', ':reason'),
      'pendingShard = :shard',
    ].join(', ')} ADD version :one, waiting :waiting`,
    ExpressionAttributeNames: { '#group': 'group' },
    ExpressionAttributeValues: {
      ':group': marker.group,
      ':head': marker.head,
      ':sequence': marker.sequence,
      ':reason': marker.reason,
      ':since': marker.since,
      ':shard': markerShard,
      ':one': 1,
      ':waiting': marker.waiting,
    },
  };
}
