import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Ledger, ParkReason } from '../domain/delivery/ledger.ts';
import { createConditionalUpdate, isConditionFailure } from './conditional-update.ts';
import { deliveryKey, itemKey, markerKey, markerShard, pendingShard } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The ledger's side of parked conversations: a marker that says who stands at the head, and items behind it. */
export function createDynamoParking(
  { dynamo, pause }: Pick<Platform, 'dynamo' | 'pause'>,
  table: string,
): Pick<Ledger, 'guard' | 'park' | 'explainPark' | 'unguard'> {
  const update = createConditionalUpdate(dynamo, table);
  return {
    guard(group, head, reason, now) {
      return dynamo
        .send(
          new UpdateCommand({
            TableName: table,
            Key: markerKey(group),
            ...markerUpdate({
              group,
              head,
              reason,
              since: now.toISOString(),
              kind: 'poisoned',
              isHead: false,
              waiting: 0,
            }),
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

    async park(group, { place, message }, { isHead, ...why }, now) {
      const { reason, connection } = why;
      const since = now.toISOString();
      const TransactItems: TransactItem[] = [
        {
          Put: {
            TableName: table,
            Item: { ...itemKey(group, place), place, message, parkedAt: since },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: table,
            Key: markerKey(group),
            ...markerUpdate({ group, head: message.eventId, ...why, since, isHead, waiting: 1 }),
          },
        },
        {
          Update: {
            TableName: table,
            Key: deliveryKey(message),
            UpdateExpression: `SET fate = :parked, reason = :reason, pendingShard = :shard${connection === undefined ? ' REMOVE waitsFor' : ', waitsFor = :connection'}`,
            ConditionExpression: '#state <> :done',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: compact({
              ':parked': 'parked',
              ':reason': reason,
              ':shard': pendingShard('parked', message.eventId),
              ':done': 'done',
              ':connection': connection,
            }),
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

    async explainPark(group, { reason, kind, connection }) {
      const isBuffered = kind === 'buffered' && connection !== undefined;
      await update(
        markerKey(group),
        compact({
          set: compact({
            reason,
            kind,
            pendingShard: markerShard(compact({ kind, connection: isBuffered ? connection : undefined })),
            connection: isBuffered ? connection : undefined,
          }),
          remove: !isBuffered ? ['connection'] : undefined,
          condition: 'attribute_exists(pk)',
        }),
      );
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
  };
}

function markerUpdate(
  marker: {
    group: string;
    head: string;
    since: string;
    isHead: boolean;
    waiting: number;
  } & ParkReason,
) {
  // The head says why; whoever comes behind it changes nothing of that.
  const { connection } = marker;
  const keep = (name: string, value: string): string => `${name} = if_not_exists(${name}, ${value})`;
  return {
    UpdateExpression: `SET ${[
      '#group = :group',
      keep('head', ':head'),
      keep('since', ':since'),
      keep('receivedAt', ':since'),
      ...(marker.isHead
        ? [
            'reason = :reason',
            'kind = :kind',
            'pendingShard = :shard',
            ...(connection ? ['#connection = :connection'] : []),
          ]
        : [
            keep('reason', ':reason'),
            keep('kind', ':kind'),
            keep('pendingShard', ':shard'),
            ...(connection ? [keep('#connection', ':connection')] : []),
          ]),
    ].join(', ')} ADD version :one, waiting :waiting`,
    ExpressionAttributeNames: compact({ '#group': 'group', '#connection': connection ? 'connection' : undefined }),
    ExpressionAttributeValues: compact({
      ':group': marker.group,
      ':head': marker.head,
      ':reason': marker.reason,
      ':since': marker.since,
      ':shard': markerShard(marker),
      ':kind': marker.kind,
      ':connection': connection || undefined,
      ':one': 1,
      ':waiting': marker.waiting,
    }),
  };
}
