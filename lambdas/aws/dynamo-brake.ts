import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CountInWindow } from '../domain/planning/brake.ts';
import { brakeDays } from '../retention.ts';
import { writtenRow } from './aws-error.ts';
import { brakeKey, ttlAfter } from './ledger-rows.ts';

const keptSeconds = brakeDays * 86_400;

/** Windows in the ledger table: a set of event ids each, so that a repetition counts nothing. */
export const createBrake =
  (dynamo: DynamoDBDocumentClient, table: string): CountInWindow =>
  async ({ key, until }, eventId, most) => {
    const { isDone, row } = await writtenRow(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: brakeKey(key),
          UpdateExpression: 'ADD seen :one SET #ttl = :ttl',
          ConditionExpression: 'attribute_not_exists(seen) OR size(seen) < :most OR contains(seen, :id)',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':one': new Set([eventId]),
            ':id': eventId,
            ':most': most,
            ':ttl': ttlAfter(until, keptSeconds),
          },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return isDone ? sizeOf(row.seen) : most + 1;
  };

const sizeOf = (seen: unknown): number => (seen instanceof Set ? seen.size : 0);
