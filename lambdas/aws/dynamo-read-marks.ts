import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReadMarks } from '../domain/ports.ts';
import { readingKey, readingTtlSeconds } from './ledger-rows.ts';

/** The marks in the ledger table, one row a mail, which is there only while a reading has no answer. */
export function createReadMarks(dynamo: DynamoDBDocumentClient, table: string, now: () => Date): ReadMarks {
  return {
    async unanswered(mailId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: readingKey(mailId), ConsistentRead: true }),
      );
      return { all: Number(Item?.unanswered ?? 0), alone: Number(Item?.alone ?? 0) };
    },
    async begin(mailId, isAlone) {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: readingKey(mailId),
          UpdateExpression: 'SET #ttl = :ttl ADD unanswered :one, alone :alone',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':ttl': Math.floor(now().getTime() / 1000) + readingTtlSeconds,
            ':one': 1,
            ':alone': isAlone ? 1 : 0,
          },
        }),
      );
    },
    async end(mailId) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: readingKey(mailId) }));
    },
  };
}
