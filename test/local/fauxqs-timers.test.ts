import { patchTimers, type TimedQueue } from '../../local/fauxqs-timers.ts';
import { type EmulatorQueueClass, loadQueueClass } from './fauxqs-queue.ts';

type Queue = TimedQueue & { dequeue(count: number): Array<{ readonly Body: string; readonly ReceiptHandle: string }> };

let SqsQueue: EmulatorQueueClass & { readonly prototype: TimedQueue };
/** Looks of the original at all messages. */
let looks: number;
let clock: { ms: number };

beforeAll(async () => {
  SqsQueue = (await loadQueueClass()) as typeof SqsQueue;
  const original = SqsQueue.prototype.processTimers;
  SqsQueue.prototype.processTimers = Object.assign(
    function counted(this: TimedQueue) {
      looks += 1;
      original.call(this);
    },
    { toString: () => String(original) },
  );
  patchTimers(SqsQueue);
});

const realNow = Date.now;
beforeEach(() => {
  looks = 0;
  clock = { ms: realNow() };
  Date.now = () => clock.ms;
});
afterEach(() => {
  Date.now = realNow;
});

const aQueue = (attributes: Readonly<Record<string, string>> = {}): Queue =>
  new SqsQueue('Q', '', '', { VisibilityTimeout: '60', ...attributes }) as unknown as Queue;
const aMessage = (body: string, delayMs?: number) => ({
  messageId: body,
  body,
  messageAttributes: {},
  approximateReceiveCount: 0,
  messageGroupId: 'g',
  sequenceNumber: body.padStart(20, '0'),
  ...(delayMs !== undefined && { delayUntil: clock.ms + delayMs }),
});
const bodies = (queue: Queue): string[] => queue.dequeue(10).map(({ Body }) => Body);

describe.each([
  ['standard', {}],
  ['FIFO', { FifoQueue: 'true' }],
])('patchTimers, a %s queue', (_kind, attributes) => {
  it('looks at its messages once until the first is due', () => {
    const queue = aQueue(attributes);
    queue.enqueue(aMessage('1', 5_000));
    queue.enqueue(aMessage('2', 9_000));

    for (let look = 0; look < 100; look += 1) queue.processTimers();
    expect([looks, bodies(queue)]).toEqual([1, []]);

    clock.ms += 5_000;
    expect(bodies(queue)).toEqual(['1']);
    expect(looks).toBe(2);
  });

  it('looks earlier for a message that is due before those it knows', () => {
    const queue = aQueue(attributes);
    queue.enqueue(aMessage('1', 9_000));
    queue.processTimers();
    queue.enqueue(aMessage('2', 1_000));

    clock.ms += 1_000;

    expect(bodies(queue)).toEqual(['2']);
  });

  it('shows a message again when its visibility ends, first or as it was changed', () => {
    const queue = aQueue(attributes);
    queue.enqueue(aMessage('1'));
    const [received] = queue.dequeue(10);
    queue.changeVisibility(received!.ReceiptHandle, 5);
    clock.ms += 4_999;
    expect(bodies(queue)).toEqual([]);

    clock.ms += 1;
    expect(bodies(queue)).toEqual(['1']);
    clock.ms += 60_000;
    expect(bodies(queue)).toEqual(['1']);
  });
});

describe('patchTimers', () => {
  it('does not patch another version', () => {
    class Other {
      processTimers(): void {}
      enqueue(): void {}
    }

    expect(() => patchTimers(Other as unknown as { prototype: TimedQueue })).toThrow('not the one');
  });
});
