// fauxqs keeps one list of deduplication ids for a queue. A queue that deduplicates by group, as Postern's do, takes the same id
// once in each group.
import { compact } from '../lambdas/compact.ts';

interface Sent {
  messageId: string;
  sequenceNumber?: string;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
}
interface Seen {
  readonly messageId: string;
  readonly sequenceNumber?: string;
}

/** The part of fauxqs' queue that deduplicates. */
export interface DeduplicatingQueue {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Forgets the ids that are older than five minutes. */
  readonly deduplicationCache: { get(id: string): Seen | undefined; set(id: string, seen: Seen): void };
  checkDeduplication(id: string): { readonly isDuplicate: boolean };
  recordDeduplication(id: string, messageId: string, sequenceNumber?: string): void;
  enqueue(message: Sent): void;
}

/**
 * Makes a queue class deduplicate within the group when the queue's scope is the group. fauxqs looks an id up before it knows
 * the group, and enqueues the message right after it has recorded the id. So the patch looks the id up with the message; a
 * duplicate gets the ids of the first message, which are the answer to the sender.
 *
 * @throws Error when the patch does not fit the installed fauxqs
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function patchDeduplication({ prototype }: { prototype: DeduplicatingQueue }): void {
  const { checkDeduplication, recordDeduplication, enqueue } = prototype;
  if (![checkDeduplication, recordDeduplication].every((method) => /deduplicationCache/.test(String(method))))
    throw new Error('this version of fauxqs is not the one the deduplication patch was made for');

  /** The message that a sender is about to put into each queue. A redrive deduplicates nothing. */
  const beingSent = new WeakMap<DeduplicatingQueue, string>();

  prototype.checkDeduplication = function checkUnlessByGroup(id) {
    return isByGroup(this) ? { isDuplicate: false } : checkDeduplication.call(this, id);
  };
  prototype.recordDeduplication = function recordUnlessByGroup(id, messageId, sequenceNumber) {
    if (isByGroup(this)) beingSent.set(this, messageId);
    else recordDeduplication.call(this, id, messageId, sequenceNumber);
  };
  prototype.enqueue = function enqueueOncePerGroup(message) {
    if (beingSent.get(this) !== message.messageId) return enqueue.call(this, message);
    beingSent.delete(this);
    const id = `${message.messageGroupId}\n${message.messageDeduplicationId}`;
    const first = this.deduplicationCache.get(id);
    if (first !== undefined) return void Object.assign(message, first);
    const { messageId, sequenceNumber } = message;
    this.deduplicationCache.set(id, compact({ messageId, sequenceNumber }));
    return enqueue.call(this, message);
  };
}

const isByGroup = ({ attributes }: DeduplicatingQueue): boolean => attributes.DeduplicationScope === 'messageGroup';
