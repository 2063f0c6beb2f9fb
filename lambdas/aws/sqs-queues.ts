import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { compact } from '../compact.ts';
import type { SendToTarget } from '../domain/consent/apply-consent.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import { targetMessageOf } from '../domain/consent/suppression-message.ts';
import { groupOf } from '../domain/delivery/delivery.ts';
import type { DeadLetterQueue, DeadLetters, DeliveryExtras, DeliveryQueues } from '../domain/delivery/queues.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { deliveryAttributes } from './event-attribute.ts';

/** In s: SQS accepts 12 hours at most. */
const maxVisibilitySeconds = 43_200;

/** The two FIFO queues: conversations by thread, changes of consent by person. */
export function createSqsQueues(
  sqs: SQSClient,
  urls: { deliveries: string; suppressions: string },
): DeliveryQueues & ChangeQueue {
  return {
    sendDelivery: createDeliverySender(sqs, urls.deliveries),
    sendChange: createChangeSender(sqs, urls.suppressions),
  };
}

/** Sends to the deliveries queue: a group for each conversation of an integration. */
export const createDeliverySender =
  (sqs: SQSClient, queueUrl: string): DeliveryQueues['sendDelivery'] =>
  (message, extras) =>
    sendInGroup(sqs, queueUrl, message, groupOf(message), sha256(message.eventId, message.integration), extras);

/** Sends changes to the suppressions queue: a group for each person. */
export const createChangeSender =
  (sqs: SQSClient, queueUrl: string): ChangeQueue['sendChange'] =>
  (change) =>
    // The same news for two integrations are two deliveries to settle.
    sendInGroup(
      sqs,
      queueUrl,
      change,
      change.subject,
      sha256(change.changeId, change.subject, change.delivery?.integration ?? ''),
    );

/** Sends targets to the suppressions queue: a group for each target and person. */
export const createTargetSender =
  (sqs: SQSClient, queueUrl: string): SendToTarget =>
  ({ tenant, subject, target, wanted, fence }) =>
    sendInGroup(
      sqs,
      queueUrl,
      targetMessageOf({ tenant, subject, target }),
      `${target}#${subject}`,
      // The fence has moved on when another worker has tried since: then it is another message.
      sha256(tenant, subject, target, String(wanted), String(fence)),
    );

async function sendInGroup(
  sqs: SQSClient,
  queueUrl: string,
  message: object,
  group: string,
  deduplicationId: string,
  extras: DeliveryExtras = {},
): Promise<void> {
  const body = JSON.stringify(message);
  await sqs.send(
    new SendMessageCommand(
      compact({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplicationId,
        MessageAttributes: deliveryAttributes(body, extras),
      }),
    ),
  );
}

/** The longest that SQS delays a message, in s. */
const maxDelaySeconds = 900;

/**
 * Puts a receipt notification into the inbox queue, as the topic does.
 *
 * @returns a function of the notification and of the time before which nobody receives it, in ms
 */
export const createInboxSender =
  (sqs: SQSClient, queueUrl: string) =>
  async (notification: string, delayMs = 0): Promise<void> => {
    const DelaySeconds = delayMs > 0 ? Math.min(maxDelaySeconds, Math.ceil(delayMs / 1000)) : undefined;
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: notification, ...compact({ DelaySeconds }) }),
    );
  };

/** Hides a received message for a while, which is how a FIFO group waits out a backoff. */
export const createVisibility =
  (sqs: SQSClient, queueUrl: string) =>
  async (receiptHandle: string, afterMs: number): Promise<void> => {
    const seconds = Math.min(maxVisibilitySeconds, Math.max(0, Math.ceil(afterMs / 1000)));
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };

/** Deletes a received message from its queue, where the answer of the function would come too late. */
export const createAcknowledge =
  (sqs: SQSClient, queueUrl: string) =>
  async (receiptHandle: string): Promise<void> => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
  };

/**
 * Puts a message that can never be handled beside those that SQS gave up, with the reason as an attribute. The event that
 * the message carried does not go with it.
 */
export function createDeadLetters(sqs: SQSClient, queueUrl: string): DeadLetters {
  return {
    async put(body, reason) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          ...(queueUrl.endsWith('.fifo') && {
            MessageGroupId: 'undeliverable',
            MessageDeduplicationId: sha256(body),
          }),
          MessageAttributes: { reason: { DataType: 'String', StringValue: reason.slice(0, 500) } },
        }),
      );
    },
  };
}

/** Reads the deliveries' dead-letter queue, for redrive. */
export function createDeadLetterQueue(sqs: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async receive() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      return Messages.flatMap(({ Body, ReceiptHandle }) =>
        Body !== undefined && ReceiptHandle !== undefined ? [{ body: Body, handle: ReceiptHandle }] : [],
      );
    },
    async remove({ handle }) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: handle }));
    },
  };
}
