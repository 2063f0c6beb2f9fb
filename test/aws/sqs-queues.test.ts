import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  createAcknowledge,
  createChangeSender,
  createDeadLetterQueue,
  createDeadLetters,
  createDeliverySender,
  createInboxSender,
  createSqsQueues,
  createTargetSender,
  createVisibility,
} from '../../lambdas/aws/sqs-queues.ts';
import type { TargetProgress } from '../../lambdas/domain/consent/suppression-target.ts';
import { aChange } from '../helpers/consent.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/111122223333/queue.fifo';
const message = { schema: 'delivery/1' as const, eventId: 'evt_1', integration: 'sales', threadKey: 't1' };
const progress: TargetProgress = {
  tenant: 'acme',
  subject: 'ab12',
  target: 'main',
  wanted: 2,
  done: 0,
  kind: 'consent',
  attempts: 0,
  fence: 1,
};

/** The inputs of the commands to a queue. */
async function sentBy(use: (sqs: SQSClient) => Promise<unknown>) {
  const { client, sent } = scriptedClient<SQSClient>();
  await use(client);
  return sent.map(({ input }) => input);
}
const idOf = async (use: (sqs: SQSClient) => Promise<unknown>) => (await sentBy(use))[0]!.MessageDeduplicationId;

describe('messages of the FIFO queues', () => {
  const change = aChange();

  it('groups deliveries by integration and conversation', async () => {
    expect(await sentBy((sqs) => createDeliverySender(sqs, url)(message))).toMatchObject([
      { QueueUrl: url, MessageBody: JSON.stringify(message), MessageGroupId: 'sales#t1' },
    ]);
  });

  it('carries a sealed event beside the pointer where the message stays small', async () => {
    const send = (bytes: number) =>
      sentBy((sqs) => createDeliverySender(sqs, url)(message, { sealedEvent: new Uint8Array(bytes) }));

    expect(await send(100)).toMatchObject([
      {
        MessageBody: JSON.stringify(message),
        MessageAttributes: { event: { DataType: 'Binary', BinaryValue: new Uint8Array(100) } },
      },
    ]);
    expect((await send(64_000))[0]).not.toHaveProperty('MessageAttributes');
  });

  it('groups changes by person, and targets by target and person', async () => {
    expect(await sentBy((sqs) => createChangeSender(sqs, url)(change))).toMatchObject([
      { MessageBody: JSON.stringify(change), MessageGroupId: change.subject },
    ]);
    expect(await sentBy((sqs) => createTargetSender(sqs, url)(progress))).toMatchObject([
      { MessageGroupId: 'main#ab12', MessageBody: expect.not.stringContaining('wanted') },
    ]);
  });

  it('gives a repetition the same deduplication id, and other news another one', async () => {
    const delivery = (more: object) => idOf((sqs) => createDeliverySender(sqs, url)({ ...message, ...more }));
    const target = (more: object) => idOf((sqs) => createTargetSender(sqs, url)({ ...progress, ...more }));
    const of = (integration: string) =>
      idOf((sqs) => createChangeSender(sqs, url)({ ...change, delivery: { eventId: 'evt_1', integration, of: 1 } }));

    expect(await delivery({})).toBe(await delivery({ threadKey: 'other' }));
    expect(await delivery({})).not.toBe(await delivery({ integration: 'support' }));
    expect(await target({})).toBe(await target({ attempts: 4 }));
    expect(await target({})).not.toBe(await target({ wanted: 3 }));
    expect(await target({})).not.toBe(await target({ fence: 2 }));
    expect(await of('sales')).not.toBe(await of('support'));
  });

  it('sends deliveries and changes to their own queues', async () => {
    const urls = { deliveries: 'https://q/deliveries.fifo', suppressions: 'https://q/suppressions.fifo' };

    const inputs = await sentBy(async (sqs) => {
      const queues = createSqsQueues(sqs, urls);
      await queues.sendDelivery(message);
      await queues.sendChange(change);
    });

    expect(inputs.map(({ QueueUrl }) => QueueUrl)).toEqual([urls.deliveries, urls.suppressions]);
  });
});

describe('createVisibility and createAcknowledge', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [86_400_000, 43_200],
  ])('hide a message for %i ms as %i s', async (afterMs, VisibilityTimeout) => {
    expect(await sentBy((sqs) => createVisibility(sqs, url)('r1', afterMs))).toEqual([
      { QueueUrl: url, ReceiptHandle: 'r1', VisibilityTimeout },
    ]);
  });

  it('delete an acknowledged message', async () => {
    expect(await sentBy((sqs) => createAcknowledge(sqs, url)('r1'))).toEqual([{ QueueUrl: url, ReceiptHandle: 'r1' }]);
  });
});

describe('dead letters', () => {
  it.each([
    [url, { MessageGroupId: 'undeliverable', MessageDeduplicationId: expect.any(String) }],
    ['https://sqs.eu-west-1.amazonaws.com/111122223333/queue', {}],
  ])('keeps a message with its reason in %s', async (QueueUrl, more) => {
    expect(await sentBy((sqs) => createDeadLetters(sqs, QueueUrl).put('body', 'r'.repeat(600)))).toEqual([
      {
        QueueUrl,
        MessageBody: 'body',
        ...more,
        MessageAttributes: { reason: { DataType: 'String', StringValue: 'r'.repeat(500) } },
      },
    ]);
  });

  it('gives only messages that can be removed again', async () => {
    const Messages = [{ Body: 'a', ReceiptHandle: 'r1' }, { Body: 'b' }, { ReceiptHandle: 'r3' }];
    const { client, sent } = scriptedClient<SQSClient>({ Messages }, {});
    const queue = createDeadLetterQueue(client, url);

    expect(await queue.receive()).toEqual([{ body: 'a', handle: 'r1' }]);
    expect(await queue.receive()).toEqual([]);
    await queue.remove({ body: 'a', handle: 'r1' });
    expect(sent.at(-1)).toEqual({ name: 'DeleteMessageCommand', input: { QueueUrl: url, ReceiptHandle: 'r1' } });
  });
});

it('puts a notification into the inbox queue as it is', async () => {
  expect(await sentBy((sqs) => createInboxSender(sqs, url)('{"a":1}'))).toEqual([
    { QueueUrl: url, MessageBody: '{"a":1}' },
  ]);
});

it.each([
  [0, undefined],
  [1, 1],
  [299_001, 300],
  [86_400_000, 900],
])('delays a receipt for %p ms by whole seconds, as long as SQS allows', async (delayMs, DelaySeconds) => {
  const [sent] = await sentBy((sqs) => createInboxSender(sqs, url)('{}', delayMs));

  expect(sent).toEqual({ QueueUrl: url, MessageBody: '{}', ...(DelaySeconds && { DelaySeconds }) });
});
