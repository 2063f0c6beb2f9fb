import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { threadDays } from '../retention.ts';
import { updateIf } from './conditional-update.ts';
import { scanPages } from './dynamo-query.ts';
import { type DynamoTable, decodeRow } from './dynamo-row.ts';
import { type MessageRow, threadTtl } from './thread-rows.ts';

/** A hash of an address without a key, which is found by guessing the address. */
const isUnkeyed = (hash: string | undefined): boolean => hash !== undefined && /^[0-9a-f]{32}$/.test(hash);
/** Stands for a sender that is not known any more: no hash equals it, so that nobody takes the id over. */
const somebody = 'somebody';

/**
 * Gives rows that versions before this one wrote a time to live, and takes the hashes from them that were made without a
 * key. Their conversations go on by Message-ID. Running it again finds nothing.
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
  const withoutTtl = {
    TableName: table,
    // A row under a legal hold has no end on purpose.
    FilterExpression: 'attribute_not_exists(#ttl) AND attribute_not_exists(heldBy)',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
  };
  let count = 0;
  for await (const rows of scanPages(dynamo, withoutTtl, (row) => decodeRow<AgedRow>(row, ['pk']))) {
    count += rows.length;
    if (!isDry) for (const row of rows) await age({ dynamo, table }, row, now);
  }
  return count;
}

type AgedRow = Pick<MessageRow, 'pk' | 'sender' | 'participants'>;

async function age(table: DynamoTable, { pk, sender, participants = [] }: AgedRow, now: Date): Promise<void> {
  const parts = compact({
    ttl: threadTtl(now.toISOString(), threadDays),
    set: compact({ sender: isUnkeyed(sender) ? somebody : undefined }),
    remove: participants.some(isUnkeyed) ? ['participants'] : undefined,
    // Mail may have written the row meanwhile.
    condition: 'attribute_exists(pk) AND attribute_not_exists(#ttl)',
  });
  await updateIf(table, { pk }, parts);
}
