import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { FeedEntry, FeedHead } from '../domain/delivery/feed-entry.ts';
import type { FeedSight } from '../domain/delivery/feed-reading.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { entryKey, feedPartition, headKey, isHeadRow, toFeedEntry, toFeedHead } from './feed-rows.ts';

/** Reads of the feed, each one call. */
interface FeedStore {
  /** At most so many rows behind a sequence, with the newest place where the read came to the end. */
  read(tenant: string, after: number, limit: number): Promise<FeedSight>;
  /** The newest place; undefined before the first entry. */
  head(tenant: string): Promise<FeedHead | undefined>;
  /** The first visible entry with a larger sequence. */
  next(tenant: string, after: number): Promise<FeedEntry | undefined>;
}

/** The feed in the ledger table; every read sees each write that was answered before it. */
export const createFeedStore = (table: DynamoTable): FeedStore => ({
  read: (tenant, after, limit) => readRows(table, tenant, after, limit),
  head: (tenant) => readHead(table, tenant),
  next: async (tenant, after) => (await readRows(table, tenant, after, 1)).entries[0],
});

async function readRows(
  { dynamo, table }: DynamoTable,
  tenant: string,
  after: number,
  limit: number,
): Promise<FeedSight> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': feedPartition(tenant), ':after': entryKey(tenant, after).sk },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const head = Items.find(isHeadRow);
  return compact({
    entries: Items.filter((row) => !isHeadRow(row)).map(toFeedEntry),
    head: head && toFeedHead(head),
    // Behind the head is nothing, though a read that ends with it says where it would go on.
    isEnd: head !== undefined || LastEvaluatedKey === undefined,
  });
}

async function readHead({ dynamo, table }: DynamoTable, tenant: string): Promise<FeedHead | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: headKey(tenant), ConsistentRead: true }));
  return Item && toFeedHead(Item);
}
