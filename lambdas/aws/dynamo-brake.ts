import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CountInWindow } from '../domain/planning/brake.ts';
import { isConditionFailure } from './conditional-update.ts';

/** A replay of a mail must find its window for as long as mail waits, in s. */
const keptSeconds = 30 * 86_400;

/** Windows in the ledger table: a set of event ids each, so that a repetition counts nothing. */
export const createBrake =
  (dynamo: DynamoDBDocumentClient, table: string): CountInWindow =>
  async ({ key, until }, eventId, most) => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `BRAKE#${key}`, sk: 'WINDOW' },
          UpdateExpression: 'ADD seen :one SET #ttl = :ttl',
          ConditionExpression: 'attribute_not_exists(seen) OR size(seen) < :most OR contains(seen, :id)',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':one': new Set([eventId]),
            ':id': eventId,
            ':most': most,
            ':ttl': Math.floor(until.getTime() / 1000) + keptSeconds,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const { seen } = Attributes as { seen: Set<string> };
      return seen.size;
    } catch (error) {
      if (isConditionFailure(error)) return most + 1;
      throw error;
    }
  };
