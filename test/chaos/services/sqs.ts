import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

interface QueueSettings {
  readonly name: string;
  readonly url: string;
  /** Attributes in the form of CreateQueue. */
  readonly attributes: Readonly<Record<string, string>>;
}

type Shuffle = <T>(values: readonly T[]) => T[];

interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly group: string;
  readonly deduplicationId: string;
  readonly sequence: bigint;
  /** Epoch ms; starts again in a FIFO dead-letter queue. */
  sentAt: number;
  firstReceivedAt?: number;
  receives: number;
  /** Epoch ms: hidden until then. */
  visibleAt: number;
  receiptHandle?: string;
  isInFlight: boolean;
  isGone: boolean;
}

const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** SQS remembers a deduplication id for five minutes. */
const deduplicationMs = 300_000;
const maxVisibilityMs = 12 * 3_600_000;
const maxMessageBytes = 1_048_576;

/**
 * A standard or FIFO queue that follows the SQS documentation.
 *
 * A FIFO group is locked while one of its messages is in flight. A receive returns as many messages of one group as
 * possible, in order, before those of the next group. A message that exceeds its receive count moves to the dead-letter
 * queue and lets its successors pass. Deduplication covers five minutes, per group if the queue is configured so.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class SimulatedQueue {
  readonly isFifo: boolean;
  readonly name: string;
  readonly arn: string;
  readonly maxReceiveCount: number;
  deadLetters: SimulatedQueue | undefined;
  isDeadLetterQueue = false;
  /** Notifies the poller of the time (epoch ms) at which a message may become visible. */
  onVisible: (at: number) => void = () => {};
  /** Number of messages that were dropped because nobody received them within the retention. */
  expired = 0;
  private readonly visibilityMs: number;
  private readonly delayMs: number;
  private readonly retentionMs: number;
  private readonly isDeduplicatedByGroup: boolean;
  private readonly groups = new Map<string, { messages: Message[]; inFlight: number }>();
  private readonly ready = new Set<string>();
  private readonly byHandle = new Map<string, Message>();
  private readonly hidden = new Set<Message>();
  private readonly seen = new Map<string, { at: number; message: Message }>();
  private count = 0;
  private handles = 0;
  private nextCheck = 0;
  private sequences = 0n;
  private readonly now: () => number;
  private readonly shuffle: Shuffle | undefined;

  /** @param shuffle order in which groups are offered, as AWS promises none; absent: the order of becoming ready */
  constructor({ name, attributes }: QueueSettings, now: () => number, shuffle?: Shuffle) {
    this.now = now;
    this.shuffle = shuffle;
    this.name = name;
    this.arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    this.isFifo = attributes.FifoQueue === 'true';
    this.visibilityMs = Number(attributes.VisibilityTimeout ?? 30) * 1000;
    this.delayMs = Number(attributes.DelaySeconds ?? 0) * 1000;
    this.retentionMs = Number(attributes.MessageRetentionPeriod ?? 345_600) * 1000;
    this.isDeduplicatedByGroup = attributes.DeduplicationScope === 'messageGroup';
    const redrive = attributes.RedrivePolicy === undefined ? {} : (JSON.parse(attributes.RedrivePolicy) as object);
    this.maxReceiveCount = Number(
      (redrive as { maxReceiveCount?: number }).maxReceiveCount ?? Number.POSITIVE_INFINITY,
    );
  }

  /** @returns the answer in the form of the SDK; throws the same errors */
  execute(operation: string, input: Record<string, unknown>): unknown {
    switch (operation) {
      case 'SendMessageCommand':
        return this.send(input);
      case 'ReceiveMessageCommand':
        return { Messages: this.receive(Number(input.MaxNumberOfMessages ?? 1), input.VisibilityTimeout as number) };
      case 'DeleteMessageCommand':
        this.remove(String(input.ReceiptHandle));
        return {};
      case 'DeleteMessageBatchCommand': {
        const entries = input.Entries as ReadonlyArray<{ Id: string; ReceiptHandle: string }>;
        if (entries.length > 10) throw failure('TooManyEntriesInBatchRequest');
        for (const { ReceiptHandle } of entries) this.remove(ReceiptHandle);
        return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
      }
      case 'ChangeMessageVisibilityCommand':
        this.changeVisibility(String(input.ReceiptHandle), Number(input.VisibilityTimeout));
        return {};
      case 'ChangeMessageVisibilityBatchCommand': {
        const entries = input.Entries as ReadonlyArray<{
          Id: string;
          ReceiptHandle: string;
          VisibilityTimeout: number;
        }>;
        if (entries.length > 10) throw failure('TooManyEntriesInBatchRequest');
        for (const entry of entries) this.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout);
        return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
      }
      default:
        throw failure('InvalidAction');
    }
  }

  /** Number of messages in the queue, hidden or visible. */
  get size(): number {
    this.expire();
    return this.count;
  }

  /** Epoch ms at which the oldest message in the queue was sent. */
  get oldestSentAt(): number | undefined {
    this.expire();
    const messages = [...this.groups.values()].flatMap((group) => group.messages.filter(({ isGone }) => !isGone));
    return messages.length === 0 ? undefined : Math.min(...messages.map(({ sentAt }) => sentAt));
  }

  private send(input: Record<string, unknown>): unknown {
    const body = String(input.MessageBody);
    const attributes = (input.MessageAttributes as Message['attributes'] | undefined) ?? {};
    if (Buffer.byteLength(body) + bytesOf(attributes) > maxMessageBytes) throw failure('InvalidParameterValue');
    const group = input.MessageGroupId as string | undefined;
    if (this.isFifo && group === undefined) throw failure('MissingParameter');
    if (this.isFifo && input.DelaySeconds !== undefined) throw failure('InvalidParameterValue');
    const deduplicationId = String(input.MessageDeduplicationId ?? createHash('sha256').update(body).digest('hex'));
    const seenKey = this.isDeduplicatedByGroup ? `${group}\n${deduplicationId}` : deduplicationId;
    const earlier = this.isFifo ? this.seen.get(seenKey) : undefined;
    if (earlier !== undefined && earlier.at > this.now() - deduplicationMs)
      return { MessageId: earlier.message.id, SequenceNumber: sequenceText(earlier.message.sequence) };
    this.sequences += 1n;
    const message: Message = {
      id: `${this.name}-${this.sequences}`,
      body,
      attributes,
      // A standard queue locks nothing, so each of its messages is a group of its own.
      group: group !== undefined && this.isFifo ? group : `${this.name}-${this.sequences}`,
      deduplicationId,
      sequence: this.sequences,
      sentAt: this.now(),
      receives: 0,
      visibleAt: this.now() + this.delayMs + 1000 * Number(input.DelaySeconds ?? 0),
      isInFlight: false,
      isGone: false,
    };
    if (this.isFifo) this.seen.set(seenKey, { at: this.now(), message });
    this.add(message);
    return { MessageId: message.id, SequenceNumber: sequenceText(message.sequence) };
  }

  private add(message: Message): void {
    const group = this.groups.get(message.group) ?? { messages: [], inFlight: 0 };
    group.messages.push(message);
    this.groups.set(message.group, group);
    this.count += 1;
    if (message.visibleAt > this.now()) this.hide(message);
    else if (group.inFlight === 0) this.ready.add(message.group);
    this.onVisible(Math.max(message.visibleAt, this.now()));
  }

  private hide(message: Message): void {
    this.hidden.add(message);
    this.nextCheck = Math.min(this.nextCheck || Number.POSITIVE_INFINITY, message.visibleAt);
  }

  /** Makes messages visible again after their visibility timeout or delay. */
  private wake(): void {
    if (this.hidden.size === 0 || this.nextCheck > this.now()) return;
    let next = Number.POSITIVE_INFINITY;
    for (const message of this.hidden) {
      if (message.visibleAt > this.now()) next = Math.min(next, message.visibleAt);
      else this.show(message);
    }
    this.nextCheck = next;
  }

  private show(message: Message): void {
    this.hidden.delete(message);
    const group = this.groups.get(message.group);
    if (group === undefined) return;
    if (message.isInFlight) group.inFlight -= 1;
    message.isInFlight = false;
    if (group.inFlight === 0) this.ready.add(message.group);
  }

  private receive(max: number, visibilitySeconds?: number): unknown[] {
    this.expire();
    this.wake();
    const received: unknown[] = [];
    const visibilityMs = visibilitySeconds === undefined ? this.visibilityMs : visibilitySeconds * 1000;
    const limit = Math.min(max, 10);
    const order = this.shuffle ? this.shuffle([...this.ready]) : this.ready;
    for (const name of order) {
      if (received.length >= limit) break;
      const group = this.groups.get(name);
      this.ready.delete(name);
      if (group === undefined || group.inFlight > 0) continue;
      for (const message of [...group.messages]) {
        if (received.length >= limit) break;
        if (message.visibleAt > this.now()) continue;
        if (message.receives >= this.maxReceiveCount && this.deadLetters !== undefined) {
          this.take(message);
          this.deadLetters.accept(message);
          continue;
        }
        message.receives += 1;
        message.firstReceivedAt ??= this.now();
        message.visibleAt = this.now() + visibilityMs;
        message.isInFlight = true;
        group.inFlight += 1;
        if (message.receiptHandle !== undefined) this.byHandle.delete(message.receiptHandle);
        message.receiptHandle = `${this.name}-${++this.handles}`;
        this.byHandle.set(message.receiptHandle, message);
        this.hide(message);
        this.onVisible(message.visibleAt);
        received.push(this.shown(message));
      }
      if (group.inFlight === 0 && group.messages.length > 0) this.ready.add(name);
    }
    return received;
  }

  private shown(message: Message): unknown {
    return {
      MessageId: message.id,
      ReceiptHandle: message.receiptHandle,
      Body: message.body,
      MessageAttributes: message.attributes,
      Attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        ...(this.isFifo && {
          MessageGroupId: message.group,
          MessageDeduplicationId: message.deduplicationId,
          SequenceNumber: sequenceText(message.sequence),
        }),
      },
    };
  }

  /** Accepts a message from its source queue after too many receives. */
  private accept(message: Message): void {
    this.add({
      ...message,
      sentAt: this.isFifo ? this.now() : message.sentAt,
      visibleAt: this.now(),
      isInFlight: false,
      isGone: false,
    });
  }

  private take(message: Message): void {
    if (message.isGone) return;
    message.isGone = true;
    this.count -= 1;
    this.hidden.delete(message);
    if (message.receiptHandle !== undefined) this.byHandle.delete(message.receiptHandle);
    const group = this.groups.get(message.group);
    if (group === undefined) return;
    if (message.isInFlight) group.inFlight -= 1;
    group.messages.splice(group.messages.indexOf(message), 1);
    if (group.messages.length === 0) {
      this.groups.delete(message.group);
      this.ready.delete(message.group);
    } else if (group.inFlight === 0) {
      this.ready.add(message.group);
      this.onVisible(this.now());
    }
  }

  /** Deletes a message; the handle of an earlier receive is ignored and the message stays. */
  private remove(receiptHandle: string): void {
    const message = this.byHandle.get(receiptHandle);
    if (message !== undefined) this.take(message);
  }

  private changeVisibility(receiptHandle: string, seconds: number): void {
    if (!(seconds >= 0) || seconds * 1000 > maxVisibilityMs) throw failure('InvalidParameterValue');
    this.wake();
    const message = this.byHandle.get(receiptHandle);
    if (message === undefined) return;
    if (!message.isInFlight) throw failure('MessageNotInflight');
    message.visibleAt = this.now() + seconds * 1000;
    if (seconds === 0) this.show(message);
    else this.hide(message);
    this.onVisible(message.visibleAt);
  }

  /** Drops messages older than the retention. */
  private expire(): void {
    const oldest = this.now() - this.retentionMs;
    for (const group of this.groups.values()) {
      const first = group.messages[0];
      if (first === undefined || first.sentAt >= oldest) {
        // Groups are in approximate order of their first message, so a long queue can stop early.
        if (this.count > 1000) break;
        continue;
      }
      for (const message of group.messages.filter(({ sentAt }) => sentAt < oldest)) {
        this.take(message);
        this.expired += 1;
      }
    }
  }
}

/** The attributes of a message count towards its size: name, type and value of each. */
const bytesOf = (attributes: Message['attributes']): number =>
  Object.entries(attributes).reduce((sum, [name, { DataType = '', StringValue = '', BinaryValue = [] }]) => {
    const text = name + DataType + StringValue;
    return sum + Buffer.byteLength(text) + BinaryValue.length;
  }, 0);

/** Formats a SequenceNumber, which has 20 digits. */
const sequenceText = (sequence: bigint): string => String(18_850_000_000_000_000_000n + sequence);
