import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DeliveryMessage } from '../domain/delivery.ts';
import type { ParkedItem, ParkedThreads, ParkMarker } from '../domain/ports.ts';
import { itemKey, type MarkerItem, markerKey, markerShard, pendingIndex, toMarker } from './ledger-rows.ts';

/** Parked conversations in the ledger table: a marker and, behind it, items in SequenceNumber order. */
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
    async markers() {
      const keys = await queryAll<{ pk: string; sk: string }>(dynamo, {
        TableName: table,
        IndexName: pendingIndex,
        KeyConditionExpression: 'pendingShard = :shard',
        ExpressionAttributeValues: { ':shard': markerShard },
      });
      const markers: ParkMarker[] = [];
      for (const { pk, sk } of keys) {
        const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }));
        if (Item !== undefined) markers.push(toMarker(Item as MarkerItem));
      }
      return markers;
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
    async removeItem(group, sequence) {
      // One transaction, so that the count never disagrees with the items.
      await ifHolder(
        new TransactWriteCommand({
          TransactItems: [
            {
              Delete: { TableName: table, Key: itemKey(group, sequence), ConditionExpression: 'attribute_exists(pk)' },
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
    async releaseMarker(group, holder) {
      await ifHolder(
        new UpdateCommand({
          TableName: table,
          Key: markerKey(group),
          UpdateExpression: 'REMOVE holder, leaseUntil',
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ':holder': holder },
        }),
      );
    },
  };
}

/** Every page of a query. */
export async function queryAll<T>(
  dynamo: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): Promise<T[]> {
  const rows: T[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(new QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) }));
    rows.push(...((page.Items ?? []) as T[]));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return rows;
}
