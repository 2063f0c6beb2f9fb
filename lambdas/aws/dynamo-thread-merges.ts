import { type DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ThreadMerge } from '../domain/threads/thread-merge.ts';
import { isConditionFailure } from './conditional-update.ts';
import { type ThreadRow, threadRow, threadTtl } from './thread-rows.ts';

/** Merges of conversations, as a person looks at them and takes them back. */
export const createThreadMerges = (dynamo: DynamoDBDocumentClient, table: string) => ({
  /**
   * The merges that a conversation has part in: what it was merged into, and what was merged into it. The latter reads the
   * whole table, for merges are rare and nothing else looks them up that way.
   */
  async of(tenant: string, thread: string): Promise<ThreadMerge[]> {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: { pk: threadRow(tenant, thread) }, ConsistentRead: true }),
    );
    const rows: ThreadRow[] = Item === undefined ? [] : [Item as ThreadRow];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(
        new ScanCommand(
          compact({
            TableName: table,
            ConsistentRead: true,
            FilterExpression: 'begins_with(pk, :threads) AND aliasOf = :thread',
            ExpressionAttributeValues: { ':threads': threadRow(tenant, ''), ':thread': thread },
            ExclusiveStartKey: from,
          }),
        ),
      );
      rows.push(...((page.Items ?? []) as ThreadRow[]));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows.flatMap(({ threadKey, aliasOf, mergedBy, mergedAt }) =>
      aliasOf === undefined
        ? []
        : [
            compact({
              tenant,
              thread: threadKey,
              into: aliasOf,
              by: mergedBy || undefined,
              at: mergedAt || undefined,
            }),
          ],
    );
  },

  /**
   * Takes a merge back. The row stays and says so: mail that goes on naming both conversations must not merge them again.
   *
   * @returns false when the merge is not there any more
   */
  async undo({ tenant, thread, into }: ThreadMerge, at: Date): Promise<boolean> {
    const splitAt = at.toISOString();
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: threadRow(tenant, thread) },
          UpdateExpression: 'SET splitAt = :at, #ttl = :ttl REMOVE aliasOf',
          ConditionExpression: 'aliasOf = :into',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':at': splitAt, ':ttl': threadTtl(splitAt), ':into': into },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  },
});
