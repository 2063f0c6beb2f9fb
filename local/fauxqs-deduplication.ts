// fauxqs keeps one list of deduplication ids for a queue. A queue that deduplicates by group, as ours do, takes the same id
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
  /** Forgets what is older than five minutes. */
  readonly deduplicationCache: { get(id: string): Seen | undefined; set(id: string, seen: Seen): void };
  checkDeduplication(id: string): { readonly isDuplicate: boolean };
  recordDeduplication(id: string, messageId: string, sequenceNumber?: string): void;
  enqueue(message: Sent): void;
}

/**
 * Makes a queue class deduplicate within the group where the queue says so. fauxqs asks for an id before it knows the group,
 * and enqueues the message right after it recorded the id: so the id is looked up with the message, and a duplicate takes
 * the ids of the first one, which is what the sender is answered.
 *
 * @throws Error when fauxqs has changed so that the patch would not fit
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function patchDeduplication({ prototype }: { prototype: DeduplicatingQueue }): void {
  const { checkDeduplication, recordDeduplication, enqueue } = prototype;
  if (![checkDeduplication, recordDeduplication].every((method) => /deduplicationCache/.test(String(method))))
    throw new Error('this version of fauxqs is not the one the deduplication patch was made for');

  /** The message that each queue is about to be given by a sender, and not by a redrive, which deduplicates nothing. */
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
