import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { contractOf, providers } from './providers.ts';
import type { Services } from './services.ts';

// What our delivery rests on, as the SQS documentation says it, of the simulation and of the laptop alike.
// @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes: Record<string, string>;
}

describe.each(providers)('SQS FIFO, $name', ({ name, start }) => {
  const it = contractOf('SQS FIFO', name);
  let services: Services;
  beforeAll(async () => {
    services = await start();
  }, 30_000);
  afterAll(() => services.stop());

  async function aQueue(...bodies: string[]) {
    const { url, deadLettersUrl } = await services.queue();
    const send = (body: string, deduplicationId = body) =>
      services.sqs(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          // The group is the letter: a0, a1, b0.
          MessageGroupId: body.slice(0, 1),
          MessageDeduplicationId: deduplicationId,
        }),
      );
    const receive = async (max = 10, from = url): Promise<Received[]> => {
      const { Messages } = (await services.sqs(
        new ReceiveMessageCommand({
          QueueUrl: from,
          MaxNumberOfMessages: max,
          WaitTimeSeconds: 0,
          MessageSystemAttributeNames: ['All'],
        }),
      )) as { Messages?: Received[] };
      return Messages ?? [];
    };
    for (const body of bodies) await send(body);
    return {
      send,
      receive,
      dead: () => receive(10, deadLettersUrl),
      remove: ({ ReceiptHandle }: Received) => services.sqs(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })),
      hide: ({ ReceiptHandle }: Received, VisibilityTimeout: number) =>
        services.sqs(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout })),
    };
  }
  const bodies = (messages: readonly Received[]): string[] => messages.map(({ Body }) => Body);

  it('gives as many of a group as the receive takes, in order', async () => {
    const queue = await aQueue('a0', 'a1', 'a2', 'b0');

    const received = await queue.receive();

    expect(bodies(received).filter((body) => body.startsWith('a'))).toEqual(['a0', 'a1', 'a2']);
    expect(bodies(received)).toHaveLength(4);
    expect(received[0]?.Attributes.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it('gives nothing more of a group of which something is in flight, and goes on with others', async () => {
    const queue = await aQueue('a0', 'a1');
    await queue.receive(1);

    await queue.send('b0');

    expect(bodies(await queue.receive())).toEqual(['b0']);
  });

  it('goes on with a group when what was in flight is deleted', async () => {
    const queue = await aQueue('a0', 'a1', 'a2');
    const [first, second] = await queue.receive(2);

    await queue.remove(first!);
    const whileLocked = await queue.receive();
    await queue.remove(second!);

    expect(whileLocked).toEqual([]);
    expect(bodies(await queue.receive())).toEqual(['a2']);
  });

  it('offers the same again, in order, when the visibility has ended', async () => {
    const queue = await aQueue('a0', 'a1');
    await queue.receive();

    await services.advance(1100);
    const again = await queue.receive();

    expect(bodies(again)).toEqual(['a0', 'a1']);
    expect(again[0]?.Attributes.ApproximateReceiveCount).toBe('2');
  });

  it('offers it at once when its visibility is set to nothing', async () => {
    const queue = await aQueue('a0', 'a1');
    const received = await queue.receive();

    for (const message of received.toReversed()) await queue.hide(message, 0);

    expect(bodies(await queue.receive())).toEqual(['a0', 'a1']);
  });

  it('keeps a message hidden for as long as it is told', async () => {
    const queue = await aQueue('a0', 'a1');
    const [first] = await queue.receive(1);
    await queue.hide(first!, 3);

    await services.advance(1500);

    expect(await queue.receive()).toEqual([]);
  });

  it('takes a message with the same deduplication id once, also after it was deleted', async () => {
    const queue = await aQueue('a0');
    const [first] = await queue.receive();
    await queue.remove(first!);

    await queue.send('a0');

    expect(await queue.receive()).toEqual([]);
  });

  it('takes a message with the same deduplication id once in each group, where the queue says so', async () => {
    const { url } = await services.queue({
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    const send = (MessageGroupId: string) =>
      services.sqs(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: MessageGroupId,
          MessageGroupId,
          MessageDeduplicationId: 'same',
        }),
      );

    const sent: unknown[] = [];
    for (const group of ['a', 'b', 'a']) sent.push(await send(group));

    const { Messages = [] } = (await services.sqs(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    )) as { Messages?: Received[] };
    expect(bodies(Messages).toSorted()).toEqual(['a', 'b']);
    const [first, second, again] = sent as Array<{ MessageId: string }>;
    expect(again?.MessageId).toBe(first?.MessageId);
    expect(second?.MessageId).not.toBe(first?.MessageId);
  });

  it('moves a message that was received too often to the dead letters, and lets the next one pass', async () => {
    const queue = await aQueue('a0', 'a1');
    for (let times = 0; times < 2; times += 1) {
      expect(bodies(await queue.receive(1))).toEqual(['a0']);
      await services.advance(1100);
    }

    expect(bodies(await queue.receive())).toEqual(['a1']);
    expect(bodies(await queue.dead())).toEqual(['a0']);
  });

  it('ignores a handle of an earlier receive', async () => {
    const queue = await aQueue('a0');
    const [early] = await queue.receive();
    await services.advance(1100);
    const [late] = await queue.receive();

    await queue.remove(early!);
    await queue.hide(late!, 0);

    expect(bodies(await queue.dead())).toEqual([]);
    expect(late?.ReceiptHandle).not.toBe(early?.ReceiptHandle);
  });
});
