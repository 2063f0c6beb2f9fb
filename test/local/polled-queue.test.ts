import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { createSqsClient } from '../../local/aws-clients.ts';
import { type Emulators, startEmulators } from '../../local/emulators.ts';
import { createAccess } from '../../local/iam/access.ts';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { DeniedPollError } from '../../local/polled-queue.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

/** A queue at the emulator, polled with a key of a role that may not make the denied calls. */
async function openQueue(
  emulators: Emulators,
  access: ReturnType<typeof createAccess>,
  denied: readonly string[] = [],
) {
  const asked: string[] = [];
  access.enforce({
    policies: undefined as never,
    denials: () => [],
    unusedActions: () => [],
    async check(_principal, calls: readonly IamCall[]) {
      asked.push(...calls.map(({ action, resource }) => `${action} ${resource}`));
      return calls.some(({ action }) => denied.includes(action)) ? { message: 'no' } : undefined;
    },
  });
  const sqs = createSqsClient(emulators.endpoint, access.runtimeKey);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const queue = emulators.openQueue(QueueUrl, access.issue({ name: 'parse' } as never));
  const send = (MessageBody: string, bytes?: Uint8Array) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        MessageAttributes: bytes && { event: { DataType: 'Binary', BinaryValue: bytes } },
      }),
    );
  const counts = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
  return { asked, queue, send, counts, QueueUrl };
}

describe('openPolledQueue', () => {
  const going = new AbortController().signal;
  let emulators: Emulators;
  let access: ReturnType<typeof createAccess>;

  beforeEach(async () => {
    access = createAccess();
    emulators = await startEmulators({ dataDir: temporaryFolder(), access, onObjectCreated: () => {} });
  });
  afterEach(() => emulators.stop());

  it('receives as an SDK does, system attributes and bytes included, and deletes', async () => {
    const { queue, send, counts } = await openQueue(emulators, access);
    await send('a', Uint8Array.of(0, 255));

    const [message] = await queue.receive(10, going);
    expect(message).toMatchObject({
      Body: 'a',
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
    });
    expect([...message!.MessageAttributes!.event!.BinaryValue!]).toEqual([0, 255]);
    await queue.remove([message!.ReceiptHandle!]);
    expect(await counts()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('asks IAM for every call in the name of the role', async () => {
    const { asked, queue, send } = await openQueue(emulators, access);
    await queue.connect();
    await send('a');
    const [message] = await queue.receive(10, going);
    await queue.remove([message!.ReceiptHandle!]);

    const resource = 'arn:aws:sqs:us-east-1:000000000000:inbox';
    expect(asked).toEqual(
      ['GetQueueAttributes', 'ReceiveMessage', 'DeleteMessage'].map((call) => `sqs:${call} ${resource}`),
    );
  });

  it.each(['GetQueueAttributes', 'ReceiveMessage', 'DeleteMessage'])(
    'throws where the role may not %s',
    async (name) => {
      const { queue, send } = await openQueue(emulators, access, [`sqs:${name}`]);
      await send('a');
      const walk = async () => {
        await queue.connect();
        const [message] = await queue.receive(10, going);
        await queue.remove([message!.ReceiptHandle!]);
      };

      await expect(walk()).rejects.toThrow(DeniedPollError);
    },
  );

  it('waits for a message, and takes none after the end of the wait', async () => {
    const { queue, send, counts } = await openQueue(emulators, access);
    const waiting = queue.receive(10, going);
    await send('a');
    expect(await waiting).toHaveLength(1);

    const ending = new AbortController();
    const ended = queue.receive(10, ending.signal);
    ending.abort();
    await send('b');
    expect(await ended).toEqual([]);
    expect(await queue.receive(10, ending.signal)).toEqual([]);
    expect(await counts()).toMatchObject({ ApproximateNumberOfMessages: '1' });
  });

  it('shows a message again at once', async () => {
    const { queue, send } = await openQueue(emulators, access);
    await send('a');
    const [first] = await queue.receive(10, going);
    queue.showAgain(first!.ReceiptHandle!);

    expect(await queue.receive(10, going)).toMatchObject([{ Body: 'a', Attributes: { ApproximateReceiveCount: '2' } }]);
  });
});
