import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OutboundIndex } from '../domain/intake/take-feedback.ts';
import { outboundEntries } from '../domain/thread.ts';
import { messageRow } from './dynamo-thread-index.ts';

/**
 * The Message-IDs of mail that the account sent, in the thread index: an answer to one is in its conversation. Of a row
 * that an answer has made first only that it is ours is added, and by what campaign.
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
            UpdateExpression: `SET isOutbound = :yes, ${['threadKey', 'threadSince', 'participants'].map(keep).join(', ')}${
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
