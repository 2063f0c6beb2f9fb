import type { Message } from '@aws-sdk/client-sqs';
import type { Access } from './iam/access.ts';
import { sqsCalls } from './iam/message-calls.ts';

/** A queue as the poller of a function reads it: inside AWS, in the name of the function's role. */
export interface PolledQueue {
  /** Asks for the queue's attributes, as Lambda does once. @throws DeniedPollError */
  connect(): Promise<void>;
  /**
   * Waits for messages.
   *
   * @param most number of messages
   * @param signal ends the wait; no message is taken after it
   * @throws DeniedPollError
   */
  receive(most: number, signal: AbortSignal): Promise<Message[]>;
  /** Deletes messages. @throws DeniedPollError */
  remove(receiptHandles: readonly string[]): Promise<void>;
  /** Makes a received message visible at once. This is the laptop's own doing, and IAM is not asked. */
  showAgain(receiptHandle: string): void;
}

/** The role of the function may not do this at the queue. */
export class DeniedPollError extends Error {
  override readonly name = 'DeniedPollError';
}

/** A message as the emulator stores it: bytes are in base64. */
interface StoredMessage extends Omit<Message, 'MessageAttributes'> {
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }>
  >;
}

interface WaitingQueue {
  waitForMessages(seconds: number): Promise<void>;
  cancelWaiters(): void;
}

/** The functions and stores of the emulator that its own HTTP server calls. */
export interface QueueParts {
  readonly sqsStore: { getQueue(url: string): WaitingQueue | undefined };
  readonly receiveMessage: (request: object, sqsStore: unknown) => Promise<{ readonly Messages?: StoredMessage[] }>;
  readonly deleteMessageBatch: (request: object, sqsStore: unknown) => unknown;
  readonly changeMessageVisibility: (request: object, sqsStore: unknown) => unknown;
}

/** In s, as Lambda's pollers wait. */
const longPollSeconds = 20;

/**
 * Opens a queue for the poller of a function. Its calls take no way over HTTP, but IAM is asked for each of them.
 *
 * @param accessKey of the function's role
 */
export function openPolledQueue(
  parts: QueueParts,
  access: Access | undefined,
  queueUrl: string,
  accessKey: string,
): PolledQueue {
  const { sqsStore } = parts;
  const request = {
    method: 'POST',
    target: '/',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/` },
  };
  const ask = async (operation: string): Promise<void> => {
    const denied = await access?.check(request, () => sqsCalls(operation, { QueueUrl: queueUrl }));
    if (denied !== undefined) throw new DeniedPollError(`the role may not call ${operation}`);
  };
  const receiveNow = async (most: number): Promise<Message[]> => {
    const asked = { QueueUrl: queueUrl, MaxNumberOfMessages: most, WaitTimeSeconds: 0 };
    const names = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] };
    const { Messages = [] } = await parts.receiveMessage({ ...asked, ...names }, sqsStore);
    return Messages.map(toMessage);
  };

  return {
    connect: () => ask('GetQueueAttributes'),
    async receive(most, signal) {
      await ask('ReceiveMessage');
      const found = signal.aborted ? [] : await receiveNow(most);
      if (found.length > 0 || signal.aborted) return found;
      await waitIn(sqsStore.getQueue(queueUrl), signal);
      return signal.aborted ? [] : receiveNow(most);
    },
    async remove(receiptHandles) {
      await ask('DeleteMessageBatch');
      const Entries = receiptHandles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      parts.deleteMessageBatch({ QueueUrl: queueUrl, Entries }, sqsStore);
    },
    showAgain(ReceiptHandle) {
      parts.changeMessageVisibility({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }, sqsStore);
    },
  };
}

/** Waits until a queue has a message, the time of a long poll has passed, or the signal ends the wait. */
async function waitIn(queue: WaitingQueue | undefined, signal: AbortSignal): Promise<void> {
  if (queue === undefined) throw new Error('the queue is gone');
  const cancel = (): void => queue.cancelWaiters();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await queue.waitForMessages(longPollSeconds);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A message as an SDK's client gives it. */
function toMessage({ MessageAttributes, ...message }: StoredMessage): Message {
  if (MessageAttributes === undefined) return message;
  return {
    ...message,
    MessageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { BinaryValue, ...value }]) => [
        name,
        BinaryValue === undefined ? value : { ...value, BinaryValue: Buffer.from(BinaryValue, 'base64') },
      ]),
    ),
  };
}
