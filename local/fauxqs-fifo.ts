import { type DeduplicatingQueue, patchDeduplication } from './fauxqs-deduplication.ts';

// fauxqs hands out one message of a FIFO group per receive, SQS as many as the batch takes, in order. Without this patch no
// batch on a laptop has two mails of one conversation.

interface FifoMessage {
  readonly sequenceNumber: string;
  /** Epoch ms. */
  readonly sentTimestamp: number;
}

/** The part of fauxqs' queue that the patch uses. */
export interface FauxqsQueue extends DeduplicatingQueue {
  readonly name: string;
  /** The messages of a standard queue. */
  messages: FifoMessage[];
  fifoMessages: Map<string, FifoMessage[]>;
  fifoLockedGroups: Map<string, number>;
  inflightMessages: Map<string, { message: FifoMessage }>;
  processTimers: () => void;
  changeVisibility(receiptHandle: string, timeoutSeconds: number): void;
  dequeueFifo(count: number, visibilityTimeout: number | undefined, dlqResolver: unknown): unknown[];
}

/**
 * Makes a queue class answer a FIFO receive as SQS does, and deduplicate within the group when the queue's scope is the group.
 *
 * @throws Error when the patch does not fit the installed fauxqs
 */
export function patchFifoReceive(queueClass: { prototype: FauxqsQueue }): void {
  const original = queueClass.prototype.dequeueFifo;
  if (!/fifoLockedGroups\.set/.test(String(original)))
    throw new Error('this version of fauxqs is not the one the FIFO patch was made for');
  patchDeduplication(queueClass);

  queueClass.prototype.dequeueFifo = function dequeueInGroups(count, visibilityTimeout, dlqResolver) {
    this.processTimers();
    const { fifoMessages, fifoLockedGroups } = this;
    const hadOwnTimers = Object.hasOwn(this, 'processTimers');
    const claimed: unknown[] = [];
    // The clock stands still while the original sees one group after the other; otherwise expiries would be lost.
    this.processTimers = () => {};
    try {
      for (const [group, messages] of [...fifoMessages]) {
        if (claimed.length >= Math.min(count, 10)) break;
        if (fifoLockedGroups.has(group)) continue;
        messages.sort((a, b) => (BigInt(a.sequenceNumber) < BigInt(b.sequenceNumber) ? -1 : 1));
        this.fifoMessages = new Map([[group, messages]]);
        while (claimed.length < Math.min(count, 10) && messages.length > 0) {
          this.fifoLockedGroups = new Map();
          const received = original.call(this, 1, visibilityTimeout, dlqResolver);
          if (received.length === 0) break;
          claimed.push(...received);
          fifoLockedGroups.set(group, (fifoLockedGroups.get(group) ?? 0) + 1);
        }
        if (messages.length === 0) fifoMessages.delete(group);
      }
    } finally {
      this.fifoMessages = fifoMessages;
      this.fifoLockedGroups = fifoLockedGroups;
      if (!hadOwnTimers) Reflect.deleteProperty(this, 'processTimers');
    }
    return claimed;
  };
}

/** Makes the messages in flight visible: after a restart nobody works on them. */
export function releaseInFlight(queue: FauxqsQueue): void {
  for (const receiptHandle of [...queue.inflightMessages.keys()]) queue.changeVisibility(receiptHandle, 0);
}

/** Age of the oldest message that is visible or in flight, in seconds, as SQS reports it to CloudWatch. */
export function oldestSeconds(
  { messages, fifoMessages, inflightMessages }: FauxqsQueue,
  now: Date,
): number | undefined {
  let oldest = Number.POSITIVE_INFINITY;
  for (const { sentTimestamp } of messages) oldest = Math.min(oldest, sentTimestamp);
  for (const group of fifoMessages.values())
    for (const { sentTimestamp } of group) oldest = Math.min(oldest, sentTimestamp);
  for (const { message } of inflightMessages.values()) oldest = Math.min(oldest, message.sentTimestamp);
  return oldest === Number.POSITIVE_INFINITY ? undefined : Math.max(0, Math.floor((now.getTime() - oldest) / 1000));
}
