import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

const waiting = 'ApproximateNumberOfMessages';
const inFlight = 'ApproximateNumberOfMessagesNotVisible';

/** How many mails wait to be read, or are being read: what the queue of new mail holds, about. */
export async function countUnread(
  sqs: Pick<SQSClient, 'send'>,
  QueueUrl: string,
): Promise<{ readonly unread: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [waiting, inFlight] }),
  );
  return { unread: Number(Attributes[waiting] ?? 0) + Number(Attributes[inFlight] ?? 0) };
}
