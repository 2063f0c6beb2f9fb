import { patchDeduplication } from '../../local/fauxqs-deduplication.ts';
import { type EmulatorQueueClass, loadQueueClass, sendTo } from './fauxqs-queue.ts';

let SqsQueue: EmulatorQueueClass;

beforeAll(async () => {
  SqsQueue = await loadQueueClass();
  patchDeduplication(SqsQueue);
});

const queueWith = (DeduplicationScope: string) =>
  new SqsQueue('Inbox.fifo', '', '', { FifoQueue: 'true', DeduplicationScope });
const countIn = ({ fifoMessages }: ReturnType<typeof queueWith>): number => [...fifoMessages.values()].flat().length;

describe('patchDeduplication', () => {
  it('takes an id once in each group of a queue that deduplicates by group', () => {
    const queue = queueWith('messageGroup');

    for (const group of ['a', 'b', 'a']) sendTo(queue, group, 'text', 'id');

    expect(countIn(queue)).toBe(2);
  });

  it('answers a duplicate with the ids of the first message', () => {
    const queue = queueWith('messageGroup');
    const enqueued: object[] = [];
    const message = (messageId: string) => ({
      messageId,
      body: 'text',
      messageGroupId: 'a',
      messageDeduplicationId: 'id',
      sequenceNumber: messageId,
    });
    for (const messageId of ['1', '2']) {
      const sent = message(messageId);
      queue.recordDeduplication('id', messageId, messageId);
      queue.enqueue(sent);
      enqueued.push(sent);
    }

    expect(enqueued).toMatchObject([
      { messageId: '1', sequenceNumber: '1' },
      { messageId: '1', sequenceNumber: '1' },
    ]);
  });

  it('deduplicates nothing that is enqueued without a sender, as a redrive does', () => {
    const queue = queueWith('messageGroup');
    sendTo(queue, 'a', 'text', 'id');

    queue.enqueue({ messageId: '9', body: 'text', messageGroupId: 'a', messageDeduplicationId: 'id' });

    expect(countIn(queue)).toBe(2);
  });

  it('leaves a queue that deduplicates as a whole to the emulator', () => {
    const queue = queueWith('queue');

    for (const group of ['a', 'b']) sendTo(queue, group, 'text', 'id');

    expect(countIn(queue)).toBe(1);
  });

  it('rejects an emulator that it does not fit', () => {
    class Other {
      checkDeduplication() {}
      recordDeduplication() {}
    }

    expect(() => patchDeduplication(Other as unknown as Parameters<typeof patchDeduplication>[0])).toThrow(
      'this version of fauxqs is not the one the deduplication patch was made for',
    );
  });
});
