import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../domain/identity.ts';
import type { SenderEvent } from '../domain/intake/sender-event.ts';
import type { SentMail } from '../domain/intake/ses-event.ts';
import type { OutboundIndex } from '../domain/intake/take-feedback.ts';
import { isConditionFailure } from './conditional-update.ts';
import { messageRow } from './dynamo-thread-index.ts';

/**
 * The Message-IDs of mail that the account sent, in the thread index: an answer to one begins in its conversation. Both
 * names of one mail get the same conversation. A row that an answer has made first is left as it is.
 */
export function createDynamoOutboundIndex(dynamo: DynamoDBDocumentClient, table: string): OutboundIndex {
  return {
    async learn(tenant: string, { messageIds, at, recipients, campaign }: SentMail): Promise<void> {
      const [first = ''] = messageIds;
      const threadKey = `thr_${sha256(tenant, 'outbound', first).slice(0, 32)}`;
      for (const messageId of messageIds) {
        await dynamo
          .send(
            new PutCommand({
              TableName: table,
              Item: {
                pk: messageRow(tenant, messageId),
                threadKey,
                threadSince: at,
                participants: recipients,
                isOutbound: true,
                ...(campaign && { campaign }),
              },
              ConditionExpression: 'attribute_not_exists(pk)',
            }),
          )
          .catch((error: unknown) => {
            if (!isConditionFailure(error)) throw error;
          });
      }
    },

    async campaignOf(tenant, messageId) {
      const Key = { pk: messageRow(tenant, messageId) };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ProjectionExpression: 'campaign' }));
      return Item?.campaign as SenderEvent['campaign'];
    },
  };
}
