import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReadMarks } from '../domain/ports.ts';
import { readingKey, readingTtlSeconds } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** A mark that stays would be taken for a reading without an answer: its removal is tried for some seconds. */
const removals = 6;
const firstPauseMs = 100;

/** The marks in the ledger table, one row a mail, which is there only while a reading has no answer. */
export function createReadMarks(
  { dynamo, pause, serverNow }: Pick<Platform, 'dynamo' | 'pause' | 'serverNow'>,
  table: string,
): ReadMarks {
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
            ':ttl': Math.floor(serverNow().getTime() / 1000) + readingTtlSeconds,
            ':one': 1,
            ':alone': isAlone ? 1 : 0,
          },
        }),
      );
    },
    async end(mailId) {
      for (let trial = 0; trial < removals; trial += 1) {
        const isGone = await dynamo.send(new DeleteCommand({ TableName: table, Key: readingKey(mailId) })).then(
          () => true,
          () => false,
        );
        if (isGone) return;
        await pause(firstPauseMs * 2 ** trial);
      }
    },
  };
}
