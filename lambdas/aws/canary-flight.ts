import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { canaryIntegration } from '../domain/configuration/canary-integration.ts';
import type { CanaryDependencies, CanaryFlight } from '../domain/delivery/canary-flight.ts';
import { decodeRow } from './dynamo-row.ts';
import { createLedgerReader } from './ledger-reader.ts';
import { canaryKey } from './ledger-rows.ts';
import { createInboxSender } from './sqs-queues.ts';
import type { StoragePlatform } from './storage-platform.ts';

/** Beside the raw mail, not among it: no audit counts it, and no sweep looks for it. */
export const canaryPrefix = 'canary/';

/** The canary's mails are in the mail bucket and the inbox queue, its flight in the ledger table. */
export function createCanaryFlight(
  { dynamo, s3, sqs }: Pick<StoragePlatform, 'dynamo' | 's3' | 'sqs'>,
  { mailBucket, ledgerTable, inboxQueueUrl }: Record<'mailBucket' | 'ledgerTable' | 'inboxQueueUrl', string>,
): Omit<CanaryDependencies, 'now'> {
  const reader = createLedgerReader(dynamo, ledgerTable);
  const announce = createInboxSender(sqs, inboxQueueUrl);
  return {
    async current() {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: ledgerTable, Key: canaryKey, ConsistentRead: true }),
      );
      return Item && decodeRow<{ flight: CanaryFlight }>(Item, ['flight']).flight;
    },
    async remember(flight) {
      await dynamo.send(new PutCommand({ TableName: ledgerTable, Item: { ...canaryKey, flight } }));
    },
    async release(mailId, raw, receivedAt) {
      const objectKey = `${canaryPrefix}${mailId}`;
      await s3.send(new PutObjectCommand({ Bucket: mailBucket, Key: objectKey, Body: raw }));
      const receipt = { recipients: canaryIntegration.addresses, action: { objectKey } };
      const mail = { messageId: mailId, timestamp: receivedAt.toISOString(), source: '<>' };
      await announce(JSON.stringify({ notificationType: 'Received', mail, receipt }));
    },
    async fateOf(mailId) {
      const record = (await reader.mails([mailId])).get(mailId);
      const event = record?.eventId === undefined ? undefined : await reader.event(record.eventId);
      const isSettled = event?.deliveries.every(({ state }) => state === 'done') ?? false;
      return { isRead: record !== undefined, isSettled };
    },
  };
}
