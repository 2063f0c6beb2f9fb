import type { FauxqsQueue } from '../../local/fauxqs-fifo.ts';

/** Message of a queue of the emulator. */
interface EmulatorMessage {
  messageId: string;
  readonly body: string;
  sequenceNumber?: string;
  readonly messageGroupId: string;
  readonly messageDeduplicationId: string;
}

/** A queue of the emulator, as far as the tests of its patches use it. */
export interface EmulatorQueue extends FauxqsQueue {
  enqueue(message: EmulatorMessage): void;
  dequeue(count: number): Array<{ readonly Body: string; readonly ReceiptHandle: string }>;
  deleteMessage(receiptHandle: string): boolean;
  nextSequenceNumber(): string;
}

export interface EmulatorQueueClass {
  new (name: string, url: string, arn: string, attributes: Readonly<Record<string, string>>): EmulatorQueue;
  readonly prototype: EmulatorQueue;
}

/** The queue class of the emulator that is installed, for this test file alone. */
export async function loadQueueClass(): Promise<EmulatorQueueClass> {
  const { href } = new URL('./sqs/sqsStore.js', import.meta.resolve('fauxqs'));
  const { SqsQueue }: { SqsQueue: EmulatorQueueClass } = await import(href);
  return SqsQueue;
}

/** Sends a message as the emulator's SendMessage does. @returns the id and sequence number that the sender gets */
export function sendTo(queue: EmulatorQueue, group: string, body: string, deduplicationId = body) {
  const { isDuplicate } = queue.checkDeduplication(deduplicationId);
  if (isDuplicate) return undefined;
  const message = {
    messageId: crypto.randomUUID(),
    body,
    md5OfBody: '',
    messageAttributes: {},
    approximateReceiveCount: 0,
    sentTimestamp: Date.now(),
    messageGroupId: group,
    messageDeduplicationId: deduplicationId,
    sequenceNumber: queue.nextSequenceNumber(),
  };
  queue.recordDeduplication(deduplicationId, message.messageId, message.sequenceNumber);
  queue.enqueue(message);
  return { messageId: message.messageId, sequenceNumber: message.sequenceNumber };
}
