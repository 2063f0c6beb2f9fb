import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { contractOf, servers } from './providers.ts';
import type { Services, SubscribedTopic } from './services.ts';

// Behaviour that the receipts and the feedback of SES rely on, by the SNS documentation; emulator and witness have it.
// @see https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html

describe.each(servers)('SNS, $name', ({ name, start }) => {
  const it = contractOf('SNS', name);
  let services: Services;
  beforeAll(async () => {
    services = await start();
  }, 30_000);
  afterAll(() => services.stop());

  interface Received {
    readonly Body: string;
    readonly MessageAttributes?: Record<string, { DataType: string; StringValue: string }>;
  }
  const receive = async ({ queueUrl }: SubscribedTopic): Promise<Received[]> => {
    const { Messages = [] } = (await services.sqs(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 2,
        MessageAttributeNames: ['All'],
      }),
    )) as { Messages?: Received[] };
    return Messages;
  };

  it('delivers a message raw, byte by byte, when the subscription is configured so', async () => {
    const topic = await services.topic({ RawMessageDelivery: 'true' });
    const message = '{"notificationType":"Received","subject":"Grüße \\u2713 \\n"}';

    await topic.publish(message);

    expect((await receive(topic)).map(({ Body }) => Body)).toEqual([message]);
  });

  it('delivers the attributes of a raw message as attributes of the queue message', async () => {
    const topic = await services.topic({ RawMessageDelivery: 'true' });

    await topic.publish('text', { kind: 'bounce' });

    expect((await receive(topic))[0]?.MessageAttributes?.kind).toMatchObject({
      DataType: 'String',
      StringValue: 'bounce',
    });
  });

  it('wraps a message that is not raw, with the topic and the time', async () => {
    const topic = await services.topic({});

    await topic.publish('text');

    const [{ Body } = { Body: '{}' }] = await receive(topic);
    expect(JSON.parse(Body)).toMatchObject({
      Type: 'Notification',
      Message: 'text',
      TopicArn: expect.stringMatching(/^arn:aws:sns:/) as unknown,
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
    });
  });

  it('delivers nothing to a queue that is subscribed to another topic', async () => {
    const [topic, other] = [await services.topic({}), await services.topic({})];

    await topic.publish('text');

    expect(await receive(topic)).toHaveLength(1);
    expect(await receive(other)).toEqual([]);
  });
});
