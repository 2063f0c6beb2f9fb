import { type DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { isConditionFailure } from './conditional-update.ts';
import { type MessageRow, threadTtl } from './thread-rows.ts';

/** A hash of an address without a key, which is found by guessing the address. */
const isUnkeyed = (hash: string | undefined): boolean => hash !== undefined && /^[0-9a-f]{32}$/.test(hash);
/** Whoever it was: nobody's hash, so that nobody takes the id over. */
const somebody = 'somebody';

/**
 * Gives rows that versions before this one wrote a time to live, and takes the hashes from them that were made without a key.
 * Their conversations go on by Message-ID. Running it again finds nothing.
 *
 * @param isDry only counts
 * @returns how many rows there were
 */
export async function ageThreads(
  dynamo: DynamoDBDocumentClient,
  table: string,
  now: Date,
  isDry: boolean,
): Promise<number> {
  const names = { '#ttl': 'ttl' };
  let rows = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(
      new ScanCommand(
        compact({
          TableName: table,
          FilterExpression: 'attribute_not_exists(#ttl)',
          ExpressionAttributeNames: names,
          ExclusiveStartKey: from,
        }),
      ),
    );
    for (const row of (page.Items ?? []) as MessageRow[]) {
      rows += 1;
      if (!isDry) await age(row);
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;

  async function age({ pk, sender, participants = [] }: MessageRow): Promise<void> {
    const isOld = isUnkeyed(sender);
    const remove = participants.some(isUnkeyed) ? ' REMOVE participants' : '';
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk },
          UpdateExpression: `SET #ttl = :ttl${isOld ? ', sender = :somebody' : ''}${remove}`,
          // Mail may have written it meanwhile.
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#ttl)',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: compact({
            ':ttl': threadTtl(now.toISOString()),
            ':somebody': isOld ? somebody : undefined,
          }),
        }),
      );
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }
}
