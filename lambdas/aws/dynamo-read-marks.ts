import { BatchGetCommand, DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TransientError } from '../domain/errors.ts';
import { givenUpCode, type ReadMarks } from '../domain/mail/read-marks.ts';
import { mailKey, readingKey, readingTtlSeconds } from './ledger-rows.ts';
import type { Platform } from './platform.ts';

/** A mark that stays would count as a reading without an answer: its removal is tried for some seconds. */
const removals = 6;
const firstPauseMs = 100;

/** The marks in the ledger table: one row a mail, which exists only while a reading has no answer. */
export function createReadMarks(
  { dynamo, pause, serverNow }: Pick<Platform, 'dynamo' | 'pause' | 'serverNow'>,
  table: string,
): ReadMarks {
  return {
    async standing(mailId) {
      const Keys = [mailKey(mailId), readingKey(mailId)];
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      if (UnprocessedKeys?.[table] !== undefined) throw new TransientError(`the ledger throttled a read of ${mailId}`);
      const rows = Responses?.[table] ?? [];
      const reading = rows.find(({ sk }) => sk === Keys[1]!.sk);
      const mail = rows.find(({ sk }) => sk === Keys[0]!.sk);
      return {
        unanswered: Number(reading?.unanswered ?? 0),
        alone: Number(reading?.alone ?? 0),
        isGivenUp: mail?.state === 'quarantined' && String(mail.reason ?? '').startsWith(`${givenUpCode}:`),
      };
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
