import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ThreadMerge } from '../domain/threads/thread-merge.ts';
import { threadDays } from '../retention.ts';
import { updateIf } from './conditional-update.ts';
import { scanPages } from './dynamo-query.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { threadRow, threadTtl, toMerge, toThreadRow } from './thread-rows.ts';

/** Merges of conversations, for a person who reviews them and takes them back. */
export function createThreadMerges(dynamo: DynamoDBDocumentClient, table: string) {
  const rows: DynamoTable = { dynamo, table };
  return {
    of: (tenant: string, thread: string) => mergesOf(rows, tenant, thread),
    undo: (merge: ThreadMerge, at: Date) => undoMerge(rows, merge, at),
  };
}

/**
 * The merges that a conversation has part in: what it was merged into, and what was merged into it. The latter reads the
 * whole table, for merges are rare and nothing else looks them up that way.
 */
async function mergesOf({ dynamo, table }: DynamoTable, tenant: string, thread: string): Promise<ThreadMerge[]> {
  const { Item } = await dynamo.send(
    new GetCommand({ TableName: table, Key: { pk: threadRow(tenant, thread) }, ConsistentRead: true }),
  );
  const rows = Item === undefined ? [] : [toThreadRow(Item)];
  const mergedInto = {
    TableName: table,
    ConsistentRead: true,
    FilterExpression: 'begins_with(pk, :threads) AND aliasOf = :thread',
    ExpressionAttributeValues: { ':threads': threadRow(tenant, ''), ':thread': thread },
  };
  for await (const page of scanPages(dynamo, mergedInto, toThreadRow)) rows.push(...page);
  return rows.flatMap((row) => toMerge(tenant, row) ?? []);
}

/**
 * Takes a merge back. The row stays with that mark: mail that goes on naming both conversations must not merge them again.
 *
 * @returns false when the merge is not there any more
 */
function undoMerge(rows: DynamoTable, { tenant, thread, into }: ThreadMerge, at: Date): Promise<boolean> {
  const splitAt = at.toISOString();
  return updateIf(
    rows,
    { pk: threadRow(tenant, thread) },
    { set: { splitAt }, ttl: threadTtl(splitAt, threadDays), remove: ['aliasOf'], condition: '#aliasOf = :into' },
    { ':into': into },
  );
}
