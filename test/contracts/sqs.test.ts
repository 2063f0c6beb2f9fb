import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { contractOf, providers } from './providers.ts';
import type { Services } from './services.ts';

// Behaviour that our delivery relies on, by the SQS documentation; simulation and local emulator must both have it.
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
          // The group is the first letter of the body: a0, a1, b0.
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

  it('returns as many messages of a group as the receive permits, in order', async () => {
    const queue = await aQueue('a0', 'a1', 'a2', 'b0');

    const received = await queue.receive();

    expect(bodies(received).filter((body) => body.startsWith('a'))).toEqual(['a0', 'a1', 'a2']);
    expect(bodies(received)).toHaveLength(4);
    expect(received[0]?.Attributes.SequenceNumber).toMatch(/^\d{20}$/);
  });

  it('returns no further message of a group with a message in flight, and continues with other groups', async () => {
    const queue = await aQueue('a0', 'a1');
    await queue.receive(1);

    await queue.send('b0');

    expect(bodies(await queue.receive())).toEqual(['b0']);
  });

  it('continues with a group when its message in flight is deleted', async () => {
    const queue = await aQueue('a0', 'a1', 'a2');
    const [first, second] = await queue.receive(2);

    await queue.remove(first!);
    const whileLocked = await queue.receive();
    await queue.remove(second!);

    expect(whileLocked).toEqual([]);
    expect(bodies(await queue.receive())).toEqual(['a2']);
  });

  it('offers the same messages again, in order, after the visibility timeout', async () => {
    const queue = await aQueue('a0', 'a1');
    await queue.receive();

    await services.advance(1100);
    const again = await queue.receive();

    expect(bodies(again)).toEqual(['a0', 'a1']);
    expect(again[0]?.Attributes.ApproximateReceiveCount).toBe('2');
  });

  it('offers a message at once when its visibility timeout is set to zero', async () => {
    const queue = await aQueue('a0', 'a1');
    const received = await queue.receive();

    for (const message of received.toReversed()) await queue.hide(message, 0);

    expect(bodies(await queue.receive())).toEqual(['a0', 'a1']);
  });

  it('hides a message for its changed visibility timeout', async () => {
    const queue = await aQueue('a0', 'a1');
    const [first] = await queue.receive(1);
    await queue.hide(first!, 3);

    await services.advance(1500);

    expect(await queue.receive()).toEqual([]);
  });

  it('gives the bytes of an attribute back as they were', async () => {
    const { url } = await services.queue();
    const BinaryValue = Uint8Array.from({ length: 256 }, (_, index) => index);
    await services.sqs(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'a0',
        MessageGroupId: 'a',
        MessageDeduplicationId: 'a0',
        MessageAttributes: { event: { DataType: 'Binary', BinaryValue } },
      }),
    );

    const receive = new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'] });
    const { Messages = [] } = (await services.sqs(receive)) as ReceiveMessageCommandOutput;

    expect(Buffer.from(Messages[0]!.MessageAttributes!.event!.BinaryValue!)).toEqual(Buffer.from(BinaryValue));
  });

  it('accepts messages with the same deduplication id once, even after the first was deleted', async () => {
    const queue = await aQueue('a0');
    const [first] = await queue.receive();
    await queue.remove(first!);

    await queue.send('a0');

    expect(await queue.receive()).toEqual([]);
  });

  it('accepts messages with the same deduplication id once per group, when the queue is configured so', async () => {
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

  it('moves a message to the dead-letter queue after too many receives, and lets the next one pass', async () => {
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
