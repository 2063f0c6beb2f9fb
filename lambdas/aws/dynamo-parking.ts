import {
  DeleteCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Ledger, ParkedItem, ParkReason } from '../domain/delivery/ledger.ts';
import { cancellationReasonsOf, conditionHolds, isUnmet } from './aws-error.ts';
import { updateIf } from './conditional-update.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { deliveryKey, itemKey, markerKey, markerShard, pendingShard } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A conflict with another transaction passes by itself; after so many of them the call fails. */
const maxConflicts = 5;

/** The ledger's side of parked conversations: a marker that names the head, and items behind it. */
export function createDynamoParking(
  { dynamo, pause }: Pick<Platform, 'dynamo' | 'pause'>,
  table: string,
): Pick<Ledger, 'guard' | 'park' | 'explainPark' | 'unguard'> {
  const rows: DynamoTable = { dynamo, table };
  return {
    guard: (group, head, reason, now) => guard(rows, group, head, reason, now),
    park: (group, item, why, now) => writeUntilSettled(rows, parkItems(table, group, item, why, now), pause),
    explainPark: (group, why) => explainPark(rows, group, why),
    unguard: (group, head) => unguard(rows, group, head),
  };
}

const guard = (
  { dynamo, table }: DynamoTable,
  group: string,
  head: string,
  reason: string,
  now: Date,
): Promise<boolean> =>
  conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: markerKey(group),
        ...markerUpdate({ group, head, reason, since: now.toISOString(), kind: 'poisoned', isHead: false, waiting: 0 }),
        ConditionExpression: 'attribute_not_exists(pk) OR head = :head',
      }),
    ),
  );

/** The transaction that parks a delivery: its item, the marker that counts it, and the delivery's own row. */
function parkItems(
  table: string,
  group: string,
  { place, message }: ParkedItem,
  { isHead, ...why }: ParkReason & { readonly isHead: boolean },
  now: Date,
): TransactItem[] {
  const { reason, connection } = why;
  const since = now.toISOString();
  const waitsFor = connection === undefined ? ' REMOVE waitsFor' : ', waitsFor = :connection';
  return [
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
        UpdateExpression: `SET fate = :parked, reason = :reason, pendingShard = :shard${waitsFor}`,
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
}

/** Writes the transaction, unless the delivery is parked already or came to its end meanwhile. */
async function writeUntilSettled(
  { dynamo }: DynamoTable,
  TransactItems: TransactItem[],
  pause: Platform['pause'],
): Promise<void> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems }));
      return;
    } catch (error) {
      if (cancellationReasonsOf(error).some(isUnmet)) return;
      if (conflicts === maxConflicts) throw error;
      await pause(10 * 2 ** conflicts);
    }
  }
}

async function explainPark(rows: DynamoTable, group: string, { reason, kind, connection }: ParkReason): Promise<void> {
  const awaited = kind === 'buffered' ? connection : undefined;
  await updateIf(
    rows,
    markerKey(group),
    compact({
      set: compact({
        reason,
        kind,
        pendingShard: markerShard(compact({ kind, connection: awaited })),
        connection: awaited,
      }),
      remove: awaited === undefined ? ['connection'] : undefined,
      condition: 'attribute_exists(pk)',
    }),
  );
}

async function unguard({ dynamo, table }: DynamoTable, group: string, head: string): Promise<void> {
  // Where a delivery waits behind it the marker stays: redrive takes it from here.
  await conditionHolds(
    dynamo.send(
      new DeleteCommand({
        TableName: table,
        Key: markerKey(group),
        ConditionExpression: 'head = :head AND waiting = :none',
        ExpressionAttributeValues: { ':head': head, ':none': 0 },
      }),
    ),
  );
}

interface MarkerChange extends ParkReason {
  readonly group: string;
  readonly head: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly isHead: boolean;
  /** By how many more deliveries wait. */
  readonly waiting: number;
}

/** The head gives the reason; a delivery that comes behind it does not change the reason. */
function markerUpdate({ group, head, since, isHead, waiting, reason, kind, connection }: MarkerChange) {
  const setOnce = (name: string, value: string): string => `${name} = if_not_exists(${name}, ${value})`;
  const set = isHead ? (name: string, value: string): string => `${name} = ${value}` : setOnce;
  const assignments = [
    '#group = :group',
    setOnce('head', ':head'),
    setOnce('since', ':since'),
    setOnce('receivedAt', ':since'),
    set('reason', ':reason'),
    set('kind', ':kind'),
    set('pendingShard', ':shard'),
    ...(connection ? [set('#connection', ':connection')] : []),
  ];
  return {
    UpdateExpression: `SET ${assignments.join(', ')} ADD version :one, waiting :waiting`,
    ExpressionAttributeNames: compact({ '#group': 'group', '#connection': connection ? 'connection' : undefined }),
    ExpressionAttributeValues: compact({
      ':group': group,
      ':head': head,
      ':reason': reason,
      ':since': since,
      ':shard': markerShard(compact({ kind, connection })),
      ':kind': kind,
      ':connection': connection || undefined,
      ':one': 1,
      ':waiting': waiting,
    }),
  };
}
