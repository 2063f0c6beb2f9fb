import { oldestSeconds, patchFifoReceive, releaseInFlight } from '../../local/fauxqs-fifo.ts';
import { type EmulatorQueue, type EmulatorQueueClass, loadQueueClass, sendTo } from './fauxqs-queue.ts';

let SqsQueue: EmulatorQueueClass;
let queue: EmulatorQueue;

beforeAll(async () => {
  SqsQueue = await loadQueueClass();
  patchFifoReceive(SqsQueue);
});

beforeEach(() => {
  queue = new SqsQueue('Inbox.fifo', '', '', { FifoQueue: 'true', VisibilityTimeout: '60' });
});

const send = (...bodies: readonly string[]): void => {
  for (const body of bodies) sendTo(queue, body[0]!, body);
};
const receive = (count = 10): string[] => queue.dequeue(count).map(({ Body }) => Body);

describe('patchFifoReceive', () => {
  it('receives the messages of a group together, in order, and locks the group', () => {
    send('a0', 'a1', 'b0', 'a2');

    expect([receive(2), receive(), receive()]).toEqual([['a0', 'a1'], ['b0'], []]);
  });

  it('receives at most ten messages', () => {
    send(...Array.from({ length: 12 }, (_, nth) => `a${nth}`));

    expect(receive(99)).toHaveLength(10);
  });

  it('unlocks a group when its last message in flight is deleted', () => {
    send('a0', 'a1', 'a2');
    const handles = queue.dequeue(2).map(({ ReceiptHandle }) => ReceiptHandle);

    queue.deleteMessage(handles[0]!);
    expect(receive()).toEqual([]);
    queue.deleteMessage(handles[1]!);

    expect(receive()).toEqual(['a2']);
  });

  it('receives messages that come back in their old order, before later messages', () => {
    send('a0', 'a1');
    receive();
    send('a2');

    releaseInFlight(queue);

    expect(receive()).toEqual(['a0', 'a1', 'a2']);
  });

  it('receives again what is not deleted within the visibility timeout', () => {
    queue = new SqsQueue('Inbox.fifo', '', '', { FifoQueue: 'true', VisibilityTimeout: '0' });
    send('a0', 'a1');

    expect([receive(), receive()]).toEqual([
      ['a0', 'a1'],
      ['a0', 'a1'],
    ]);
  });

  it('rejects an emulator that it does not fit', () => {
    class Other {
      dequeueFifo() {}
    }

    expect(() => patchFifoReceive(Other as unknown as Parameters<typeof patchFifoReceive>[0])).toThrow(
      'this version of fauxqs is not the one the FIFO patch was made for',
    );
  });
});

describe('releaseInFlight', () => {
  it('makes every message in flight visible', () => {
    send('a0', 'b0');
    receive();

    releaseInFlight(queue);

    expect(queue.inflightMessages.size).toBe(0);
    expect(receive()).toEqual(['a0', 'b0']);
  });
});

describe('oldestSeconds', () => {
  const inTenMinutes = (): number | undefined => oldestSeconds(queue, new Date(Date.now() + 600_000));

  it('is the age of a message that is visible or in flight', () => {
    send('a0');
    const visible = inTenMinutes();
    receive();

    expect(visible).toBeGreaterThanOrEqual(599);
    expect(inTenMinutes()).toBeGreaterThanOrEqual(599);
  });

  it('is undefined for an empty queue, and never negative', () => {
    expect(inTenMinutes()).toBeUndefined();
    send('a0');

    expect(oldestSeconds(queue, new Date(0))).toBe(0);
  });
});
