import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailure } from './aws-error.ts';
import type { DynamoTable } from './dynamo-row.ts';
import { quotaKey, ttlAfter } from './ledger-rows.ts';

/** A window of a caller's quota. */
interface CountedWindow {
  readonly name: string;
  readonly limit: number;
  readonly startsAt: string;
  readonly endsAt: Date;
}

/** In s: a row outlives its window by some time, for clocks that differ. */
const graceSeconds = 600;

/**
 * Counts requests of a caller in the ledger table: one row for each window, raised under the condition that the limit is not
 * reached. So many workers at once let pass exactly as many as the limit says, and a refused request writes nothing.
 *
 * @returns the count with this request; undefined when the limit is reached
 */
export const createRequestCounter =
  ({ dynamo, table }: DynamoTable) =>
  async (caller: string, { name, limit, startsAt, endsAt }: CountedWindow): Promise<number | undefined> => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: quotaKey(caller, name, startsAt),
          UpdateExpression: 'ADD used :one SET #ttl = :ttl',
          ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':ttl': ttlAfter(endsAt, graceSeconds) },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.used);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  };
