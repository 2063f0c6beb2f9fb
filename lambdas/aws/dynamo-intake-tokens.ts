import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../domain/mail/identity.ts';
import { conditionHolds } from './aws-error.ts';
import { intakeTokenKey } from './consent-rows.ts';
import { ttlAfter } from './ledger-rows.ts';

/** In s: signatures are believed for five minutes on either side of our clock; rows go some time after that. */
const ttlSeconds = 900;

/**
 * Keeps the tokens of senders that sign a token instead of the body (Mailgun), by their hash, in the consent table.
 *
 * @returns whether the token came with this body only: the sender repeats itself, an attacker sends another body
 */
export const createDynamoIntakeTokens =
  (dynamo: Pick<DynamoDBDocumentClient, 'send'>, table: string) =>
  (source: string, token: string, body: string, now: Date): Promise<boolean> => {
    const digest = sha256(body);
    return conditionHolds(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: { ...intakeTokenKey(source, token), digest, ttl: ttlAfter(now, ttlSeconds) },
          ConditionExpression: 'attribute_not_exists(pk) OR digest = :digest',
          ExpressionAttributeValues: { ':digest': digest },
        }),
      ),
    );
  };
