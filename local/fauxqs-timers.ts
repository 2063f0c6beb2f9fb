// fauxqs looks at every delayed message and every message in flight of a queue fifty times a second. The sweep queue delays a
// message of each mail for ten minutes, so that these looks would take more time with each mail.

interface Deadline {
  /** Epoch ms. */
  readonly visibilityDeadline: number;
}
interface Delayed {
  /** Epoch ms. */
  readonly delayUntil?: number;
}

/** The part of fauxqs' queue that moves messages whose time has come. */
export interface TimedQueue {
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly inflightMessages: ReadonlyMap<string, Deadline>;
  readonly delayedMessages: readonly Delayed[];
  readonly fifoDelayed: ReadonlyMap<string, readonly Delayed[]>;
  processTimers(): void;
  enqueue(message: Delayed): void;
  dequeue(count: number, visibilityTimeout: number | undefined, dlqResolver: unknown): unknown[];
  changeVisibility(receiptHandle: string, timeoutSeconds: number): void;
}

/**
 * Makes a queue class look at its timers only when the first of them is due.
 *
 * @throws Error when the patch does not fit the installed fauxqs
 */
export function patchTimers({ prototype }: { prototype: TimedQueue }): void {
  const { processTimers, enqueue, dequeue, changeVisibility } = prototype;
  if (!/visibilityDeadline <= now/.test(String(processTimers)) || !/delayUntil/.test(String(enqueue)))
    throw new Error('this version of fauxqs is not the one the timer patch was made for');

  /** Before this time nothing is due, in epoch ms; a queue that is not in it has not been looked at. */
  const nextDue = new WeakMap<TimedQueue, number>();
  const dueBy = (queue: TimedQueue, time: number): void => {
    const known = nextDue.get(queue);
    if (known !== undefined && time < known) nextDue.set(queue, time);
  };

  prototype.processTimers = function processDueTimers() {
    if ((nextDue.get(this) ?? 0) > Date.now()) return;
    processTimers.call(this);
    nextDue.set(this, firstDue(this));
  };
  prototype.enqueue = function enqueueTimed(message) {
    enqueue.call(this, message);
    if (message.delayUntil !== undefined) dueBy(this, message.delayUntil);
  };
  prototype.dequeue = function dequeueTimed(count, visibilityTimeout, dlqResolver) {
    const from = Date.now();
    const received = dequeue.call(this, count, visibilityTimeout, dlqResolver);
    if (received.length > 0)
      dueBy(this, from + 1000 * (visibilityTimeout ?? Number(this.attributes.VisibilityTimeout)));
    return received;
  };
  prototype.changeVisibility = function changeTimed(receiptHandle, timeoutSeconds) {
    const from = Date.now();
    changeVisibility.call(this, receiptHandle, timeoutSeconds);
    dueBy(this, from + 1000 * timeoutSeconds);
  };
}

function firstDue({ inflightMessages, delayedMessages, fifoDelayed }: TimedQueue): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { visibilityDeadline } of inflightMessages.values()) first = Math.min(first, visibilityDeadline);
  for (const { delayUntil = first } of delayedMessages) first = Math.min(first, delayUntil);
  for (const messages of fifoDelayed.values())
    for (const { delayUntil = first } of messages) first = Math.min(first, delayUntil);
  return first;
}
