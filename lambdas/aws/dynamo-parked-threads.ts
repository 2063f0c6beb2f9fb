import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DeliveryMessage } from '../domain/delivery/delivery.ts';
import type { ParkedItem, ParkedThreads } from '../domain/delivery/ledger.ts';
import { queryAll, queryPages } from './dynamo-query.ts';
import { itemKey, type MarkerItem, markerKey, markerShard, pendingIndex, toMarker } from './ledger-rows.ts';

/** Waiting conversations that are read from the index at once. */
const pageSize = 100;

/** Parked conversations in the ledger table: a marker and, behind it, items in the order of receipt. */
export function createDynamoParkedThreads(dynamo: DynamoDBDocumentClient, table: string): ParkedThreads {
  const ifHolder = async (command: UpdateCommand | DeleteCommand | TransactWriteCommand): Promise<boolean> => {
    try {
      await dynamo.send(command as UpdateCommand);
      return true;
    } catch (error) {
      if (['ConditionalCheckFailedException', 'TransactionCanceledException'].includes((error as Error).name))
        return false;
      throw error;
    }
  };
  return {
    async *markers(which) {
      const pages = queryPages<{ pk: string; sk: string }>(dynamo, {
        TableName: table,
        IndexName: pendingIndex,
        KeyConditionExpression: 'pendingShard = :shard',
        ExpressionAttributeValues: { ':shard': markerShard(which) },
        Limit: pageSize,
      });
      for await (const keys of pages) {
        for (const { pk, sk } of keys) {
          // The index lags: whether it still waits, and why, its own row tells.
          const { Item } = await dynamo.send(
            new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }),
          );
          const marker = Item && toMarker(Item as MarkerItem);
          if (marker?.kind === which.kind && marker.connection === which.connection) yield marker;
        }
      }
    },
    async items(group) {
      return queryAll<ParkedItem & { message: DeliveryMessage }>(dynamo, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :item)',
        ExpressionAttributeValues: { ':pk': markerKey(group).pk, ':item': 'M#' },
        ConsistentRead: true,
      });
    },
    leaseMarker: (group, holder, now, leaseMs) =>
      ifHolder(
        new UpdateCommand({
          TableName: table,
          Key: markerKey(group),
          UpdateExpression: 'SET holder = :holder, leaseUntil = :until',
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)',
          ExpressionAttributeValues: { ':holder': holder, ':until': now.getTime() + leaseMs, ':now': now.getTime() },
        }),
      ),
    async removeItem(group, place) {
      // One transaction, so that the count never disagrees with the items.
      await ifHolder(
        new TransactWriteCommand({
          TransactItems: [
            {
              Delete: { TableName: table, Key: itemKey(group, place), ConditionExpression: 'attribute_exists(pk)' },
            },
            {
              Update: {
                TableName: table,
                Key: markerKey(group),
                UpdateExpression: 'ADD waiting :less, version :one',
                ExpressionAttributeValues: { ':less': -1, ':one': 1 },
              },
            },
          ],
        }),
      );
    },
    close: (group, holder) =>
      ifHolder(
        new DeleteCommand({
          TableName: table,
          Key: markerKey(group),
          ConditionExpression: 'attribute_not_exists(pk) OR (holder = :holder AND waiting <= :none)',
          ExpressionAttributeValues: { ':holder': holder, ':none': 0 },
        }),
      ),
    async releaseMarker(group, holder, triedAt) {
      await ifHolder(
        new UpdateCommand({
          TableName: table,
          Key: markerKey(group),
          UpdateExpression: 'SET triedAt = :triedAt REMOVE holder, leaseUntil',
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ':holder': holder, ':triedAt': triedAt.toISOString() },
        }),
      );
    },
  };
}
