import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ParkedItem, ParkedThreads, ParkMarker, ParkReason } from '../domain/delivery/ledger.ts';
import { cancellationReasonsOf, conditionHolds } from './aws-error.ts';
import { queryAll, queryPages } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';
import {
  itemKey,
  markerKey,
  markerShard,
  parkedItemPrefix,
  pendingIndex,
  toMarker,
  toParkedItem,
} from './ledger-rows.ts';

/** Waiting conversations that are read from the index at once. */
const pageSize = 100;

/** Parked conversations in the ledger table: a marker and, behind it, items in the order of receipt. */
export function createDynamoParkedThreads(dynamo: DynamoDBDocumentClient, table: string): ParkedThreads {
  const rows: DynamoTable = { dynamo, table };
  return {
    markers: (which) => markers(rows, which),
    items: (group) => itemsOf(rows, group),
    leaseMarker: (group, holder, now, leaseMs) => leaseMarker(rows, group, holder, now, leaseMs),
    removeItem: (group, place) => removeItem(rows, group, place),
    close: (group, holder) => close(rows, group, holder),
    releaseMarker: (group, holder, triedAt) => releaseMarker(rows, group, holder, triedAt),
  };
}

async function* markers(
  { dynamo, table }: DynamoTable,
  which: Pick<ParkReason, 'kind' | 'connection'>,
): AsyncGenerator<ParkMarker> {
  const pages = queryPages(
    dynamo,
    {
      TableName: table,
      IndexName: pendingIndex,
      KeyConditionExpression: 'pendingShard = :shard',
      ExpressionAttributeValues: { ':shard': markerShard(which) },
      Limit: pageSize,
    },
    ({ pk, sk }) => ({ pk, sk }),
  );
  for await (const keys of pages) {
    for (const Key of keys) {
      // The index lags: only the row itself says whether the conversation still waits, and why.
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      const marker = Item && toMarker(Item);
      if (marker?.kind === which.kind && marker.connection === which.connection) yield marker;
    }
  }
}

const itemsOf = ({ dynamo, table }: DynamoTable, group: string): Promise<ParkedItem[]> =>
  queryAll(
    dynamo,
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
      ExpressionAttributeValues: { ':pk': markerKey(group).pk, ':item': parkedItemPrefix },
      ConsistentRead: true,
    },
    toParkedItem,
  );

const leaseMarker = (
  { dynamo, table }: DynamoTable,
  group: string,
  holder: string,
  now: Date,
  leaseMs: number,
): Promise<boolean> =>
  conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: markerKey(group),
        UpdateExpression: 'SET holder = :holder, leaseUntil = :until',
        ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
        ExpressionAttributeValues: { ':holder': holder, ':until': now.getTime() + leaseMs, ':now': now.getTime() },
      }),
    ),
  );

/** Removes an item and counts it down in one transaction, so that the count never disagrees with the items. */
async function removeItem({ dynamo, table }: DynamoTable, group: string, place: string): Promise<void> {
  const TransactItems = [
    { Delete: { TableName: table, Key: itemKey(group, place), ConditionExpression: 'attribute_exists(pk)' } },
    {
      Update: {
        TableName: table,
        Key: markerKey(group),
        UpdateExpression: 'ADD waiting :less, version :one',
        ExpressionAttributeValues: { ':less': -1, ':one': 1 },
      },
    },
  ];
  // Canceled: the item is gone already, or it stays because another write was under way.
  await dynamo.send(new TransactWriteCommand({ TransactItems })).catch(cancellationReasonsOf);
}

const close = ({ dynamo, table }: DynamoTable, group: string, holder: string): Promise<boolean> =>
  conditionHolds(
    dynamo.send(
      new DeleteCommand({
        TableName: table,
        Key: markerKey(group),
        ConditionExpression: 'attribute_not_exists(pk) OR (holder = :holder AND waiting <= :none)',
        ExpressionAttributeValues: { ':holder': holder, ':none': 0 },
      }),
    ),
  );

async function releaseMarker(
  { dynamo, table }: DynamoTable,
  group: string,
  holder: string,
  triedAt: Date,
): Promise<void> {
  await conditionHolds(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: markerKey(group),
        UpdateExpression: 'SET triedAt = :triedAt REMOVE holder, leaseUntil',
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder, ':triedAt': triedAt.toISOString() },
      }),
    ),
  );
}
