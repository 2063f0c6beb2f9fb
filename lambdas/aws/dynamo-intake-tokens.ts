import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../domain/mail/identity.ts';

/** Signatures are believed for five minutes on either side of our clock; rows go some time after that. */
const ttlSeconds = 900;

/**
 * Keeps the tokens of senders that sign a token instead of the body (Mailgun), by their hash, in the consent table.
 *
 * @returns whether the token came with this body only: a sender that repeats itself does that, somebody else does not
 */
export function createDynamoIntakeTokens(dynamo: Pick<DynamoDBDocumentClient, 'send'>, table: string) {
  return async (source: string, token: string, body: string, now: Date): Promise<boolean> => {
    const digest = sha256(body);
    try {
      await dynamo.send(
        new PutCommand({
          TableName: table,
          Item: {
            pk: `INTAKE#${source}`,
            sk: `TOKEN#${sha256(token)}`,
            digest,
            ttl: Math.floor(now.getTime() / 1000) + ttlSeconds,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR digest = :digest',
          ExpressionAttributeValues: { ':digest': digest },
        }),
      );
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };
}
