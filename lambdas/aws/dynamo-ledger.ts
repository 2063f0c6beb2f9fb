import { setTimeout as wait } from 'node:timers/promises';
import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { StepName, StepRecord } from '../domain/delivery.ts';
import { TransientError } from '../domain/errors.ts';
import type { Ledger, MailRecord, NewDelivery, RecordedEvent } from '../domain/ports.ts';
import {
  type DeliveryItem,
  deliveryKey,
  doneTtlSeconds,
  eventRowKey,
  externalKey,
  itemKey,
  type MarkerItem,
  mailKey,
  markerKey,
  markerShard,
  messageKey,
  pendingShard,
  toDelivery,
  toMarker,
} from './ledger-rows.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One row of a recording, and what to write instead when its condition fails because the row exists. */
interface Recording {
  readonly item: TransactItem;
  readonly instead: (existing: Record<string, unknown>) => Recording | undefined;
}

const isConditionFailure = (error: unknown): boolean => (error as Error).name === 'ConditionalCheckFailedException';

/** The ledger in DynamoDB: every transition is one conditional write. */
export function createDynamoLedger(dynamo: DynamoDBDocumentClient, table: string): Ledger {
  /** @returns false when the condition failed */
  const update = async (
    Key: Record<string, string>,
    expressions: { set?: Record<string, unknown>; add?: Record<string, number>; remove?: string[]; condition: string },
    values: Record<string, unknown> = {},
  ): Promise<boolean> => {
    const { set = {}, add = {}, remove = [], condition } = expressions;
    const assignments = Object.keys(set).map((path) => `${nameOf(path)} = :${placeholder(path)}`);
    const additions = Object.keys(add).map((path) => `${nameOf(path)} :${placeholder(path)}`);
    const clauses = [
      assignments.length > 0 && `SET ${assignments.join(', ')}`,
      additions.length > 0 && `ADD ${additions.join(', ')}`,
      remove.length > 0 && `REMOVE ${remove.map(nameOf).join(', ')}`,
    ];
    const paths = [...Object.keys(set), ...Object.keys(add), ...remove];
    const names = [
      ...paths.flatMap((path) => path.split('.')),
      ...[...condition.matchAll(/#(\w+)/g)].map(([, name]) => name!),
    ];
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression: clauses.filter(Boolean).join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              Object.entries({ ...set, ...add }).map(([path, value]) => [`:${placeholder(path)}`, value]),
            ),
            ...values,
          },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  };

  return {
    async recordMail(mail, event, deliveries = []) {
      let recordings = recordingsOf(table, mail, event, deliveries);
      let conflictsWith: string | undefined;
      for (let round = 0; round < 10; round += 1) {
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems: recordings.map(({ item }) => item) }));
          return conflictsWith === undefined ? {} : { conflictsWith };
        } catch (error) {
          if ((error as Error).name !== 'TransactionCanceledException') throw error;
          const reasons = (error as TransactionCanceledException).CancellationReasons ?? [];
          const failed = (index: number): boolean => reasons[index]?.Code === 'ConditionalCheckFailed';
          const externalIndex = recordings.findIndex(({ item }) => item.Put?.Item?.sk === 'EXTERNAL');
          if (externalIndex >= 0 && failed(externalIndex)) conflictsWith = reasons[externalIndex]?.Item?.eventId?.S;
          recordings = recordings.flatMap((recording, index) =>
            failed(index) ? (recording.instead({ conflictsWith }) ?? []) : recording,
          );
          // A conflict with another transaction on the same rows passes by itself.
          if (!recordings.some((_, index) => failed(index))) await wait(10 * 2 ** Math.min(round, 5));
          if (recordings.length === 0) return conflictsWith === undefined ? {} : { conflictsWith };
        }
      }
      throw new TransientError(`the ledger rows of mail ${mail.mailId} are contended`);
    },

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
          await wait(10 * 2 ** round);
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

const nameOf = (path: string): string =>
  path
    .split('.')
    .map((part) => `#${part}`)
    .join('.');
const placeholder = (path: string): string => path.replaceAll('.', '_');

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

/** The rows of one mail. A row that exists is left alone, except that a delivery gains the copy's recipients. */
function recordingsOf(
  table: string,
  mail: MailRecord,
  event: RecordedEvent | undefined,
  deliveries: readonly NewDelivery[],
): Recording[] {
  const put = (Item: Record<string, unknown>, instead: Recording['instead'], orSame = ''): Recording => ({
    item: {
      Put: {
        TableName: table,
        Item,
        ConditionExpression: `attribute_not_exists(pk)${orSame}`,
        ...(orSame && { ExpressionAttributeValues: { ':eventId': Item.eventId } }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    instead,
  });
  const nothing = (): undefined => undefined;
  const rows: Recording[] = [put({ ...mailKey(mail.mailId), ...mail }, nothing)];
  if (event !== undefined) {
    rows.push({
      item: {
        Update: {
          TableName: table,
          Key: eventRowKey(event.eventId),
          UpdateExpression: 'SET externalId = :externalId, contentDigest = :contentDigest ADD mails :mails',
          ExpressionAttributeValues: {
            ':externalId': event.externalId,
            ':contentDigest': event.contentDigest,
            ':mails': new Set([mail.mailId]),
          },
        },
      },
      instead: nothing,
    });
    const markConflict: Recording['instead'] = ({ conflictsWith }) => ({
      item: {
        Put: { TableName: table, Item: { ...eventRowKey(event.eventId), sk: 'CONFLICT', conflictsWith } },
      },
      instead: nothing,
    });
    rows.push(
      put({ ...externalKey(event.externalId), eventId: event.eventId }, markConflict, ' OR eventId = :eventId'),
    );
    if (event.messageId !== undefined) {
      rows.push({
        item: {
          Put: { TableName: table, Item: { ...messageKey(event.messageId, event.eventId), eventId: event.eventId } },
        },
        instead: nothing,
      });
    }
  }
  for (const delivery of deliveries) {
    const { recipients, ...rest } = delivery;
    const Item = {
      ...deliveryKey(delivery),
      ...rest,
      recipients: new Set(recipients),
      attempts: 0,
      fence: 0,
      steps: {},
      pendingShard: pendingShard(delivery.lane, delivery.eventId),
    };
    rows.push(
      put(Item, () => ({
        item: {
          Update: {
            TableName: table,
            Key: deliveryKey(delivery),
            UpdateExpression: 'ADD recipients :recipients',
            ExpressionAttributeValues: { ':recipients': new Set(recipients) },
          },
        },
        instead: nothing,
      })),
    );
  }
  return rows;
}
