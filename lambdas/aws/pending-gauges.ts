import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { PendingGauges, PendingKind } from '../domain/delivery/pending.ts';
import { type DynamoTable, decodeRow, type Row } from './dynamo-row.ts';
import { markerShard, pendingIndex, pendingShards } from './ledger-rows.ts';

/** How old the oldest pending mail is and how many conversations are parked, read off the sparse index. */
export function createPendingGauges(dynamo: DynamoDBDocumentClient, table: string): PendingGauges {
  const rows: DynamoTable = { dynamo, table };
  return {
    oldestMail: () => oldestMail(rows),
    parkedThreads: () => countMarkers(rows),
  };
}

/** @returns the time of receipt of the oldest mail of each kind, ISO 8601 UTC */
async function oldestMail(rows: DynamoTable): Promise<Partial<Record<PendingKind, string>>> {
  const oldest: Partial<Record<PendingKind, string>> = {};
  const note = (kind: PendingKind, receivedAt: string): void => {
    const oldestOfKind = oldest[kind];
    if (oldestOfKind === undefined || receivedAt < oldestOfKind) oldest[kind] = receivedAt;
  };
  // Few deliveries wait in the suppression lane, unless something is wrong; then the oldest hundred of a shard are enough.
  const [suppressions, conversations] = await Promise.all([
    Promise.all(pendingShards('suppression').map((shard) => oldestOf(rows, shard, 100))),
    Promise.all(pendingShards('conversation').map((shard) => oldestOf(rows, shard, 1))),
  ]);
  for (const { kind = 'unsubscribe', receivedAt } of suppressions.flat()) note(kind, receivedAt);
  for (const { receivedAt } of conversations.flat()) note('conversation', receivedAt);
  return oldest;
}

interface PendingRow {
  readonly kind?: PendingKind;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
}

async function oldestOf({ dynamo, table }: DynamoTable, shard: string, limit: number): Promise<PendingRow[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      IndexName: pendingIndex,
      KeyConditionExpression: 'pendingShard = :shard',
      ExpressionAttributeValues: { ':shard': shard },
      Limit: limit,
    }),
  );
  return Items.map((row) => decodeRow<PendingRow>(row, ['receivedAt']));
}

async function countMarkers({ dynamo, table }: DynamoTable): Promise<number> {
  let count = 0;
  let start: Row | undefined;
  do {
    const page = await dynamo.send(
      new QueryCommand(
        compact({
          TableName: table,
          IndexName: pendingIndex,
          KeyConditionExpression: 'pendingShard = :shard',
          ExpressionAttributeValues: { ':shard': markerShard({ kind: 'poisoned' }) },
          Select: 'COUNT',
          ExclusiveStartKey: start,
        }),
      ),
    );
    count += page.Count ?? 0;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return count;
}
