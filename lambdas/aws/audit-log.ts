import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

/** Appends what was done by hand or by schedule: never updated, and by day, so that it can be exported. */
export const createAuditLog =
  (dynamo: DynamoDBDocumentClient, table: string, action: string) =>
  async (request: object, result: object, at: Date): Promise<void> => {
    const time = at.toISOString();
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { pk: `AUDIT#${time.slice(0, 10)}`, sk: `${time}#${randomUUID()}`, action, request, result },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };
