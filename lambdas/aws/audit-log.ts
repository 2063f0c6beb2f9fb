import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Platform } from './platform.ts';

/** Appends what was done by hand or by schedule: never updated, and by day, so that it can be exported. */
export const createAuditLog =
  ({ dynamo, random }: Pick<Platform, 'dynamo' | 'random'>, table: string, action: string) =>
  async (request: object, result: object, at: Date): Promise<void> => {
    const time = at.toISOString();
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: {
          pk: `AUDIT#${time.slice(0, 10)}`,
          sk: `${time}#${random().toString(36).slice(2)}`,
          action,
          request,
          result,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };
