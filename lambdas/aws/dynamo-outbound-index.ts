import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboundIndex } from '../domain/intake/take-feedback.ts';
import { outboundEntries } from '../domain/thread.ts';
import { messageRow } from './dynamo-thread-index.ts';

/**
 * The Message-IDs of mail that the account sent, in the thread index: an answer to one is in its conversation. To a row
 * that an answer has made first it adds that the mail is ours, whom it went to, and by what campaign: that counts as
 * evidence, and nobody else may say it.
 */
export function createDynamoOutboundIndex(dynamo: DynamoDBDocumentClient, table: string): OutboundIndex {
  return {
    async learn(tenant, mail) {
      for (const { messageId, threadKey, threadSince, participants, campaign } of outboundEntries(tenant, mail)) {
        const keep = (name: string): string => `${name} = if_not_exists(${name}, :${name})`;
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: messageRow(tenant, messageId) },
            UpdateExpression: `SET isOutbound = :yes, participants = :participants, ${['threadKey', 'threadSince'].map(keep).join(', ')}${
              campaign === undefined ? '' : ', campaign = :campaign'
            }`,
            ExpressionAttributeValues: {
              ':yes': true,
              ':threadKey': threadKey,
              ':threadSince': threadSince,
              ':participants': participants,
              ...(campaign && { ':campaign': campaign }),
            },
          }),
        );
      }
    },
  };
}
