import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { auditKey } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** Appends actions of people and of schedules. Entries are never updated. */
export const createAuditLog =
  ({ dynamo, random }: Pick<Platform, 'dynamo' | 'random'>, table: string, action: string) =>
  async (request: object, result: object, at: Date): Promise<void> => {
    const time = at.toISOString();
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { ...auditKey(time, random().toString(36).slice(2)), action, request, result },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };
