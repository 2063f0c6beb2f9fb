import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { createParseContainer } from '../../lambdas/parse/container.ts';
import { aReceipt } from '../helpers/builders.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

const environment = {
  MAIL_BUCKET: 'mail',
  ATTACHMENTS_BUCKET: 'attachments',
  LEDGER_TABLE: 'ledger',
  THREADS_TABLE: 'threads',
  CONTROL_TABLE: 'control',
  DELIVERIES_QUEUE_URL: 'https://q/deliveries.fifo',
  SUPPRESSIONS_QUEUE_URL: 'https://q/suppressions.fifo',
  INBOX_QUEUE_URL: 'https://q/inbox',
  INBOX_DEAD_LETTER_QUEUE_URL: 'https://q/inbox-dead',
  TOKEN_KEYS: 'env:KEYS',
  ADDRESS_KEY: 'env:ADDRESS',
};

function containerOver(changes: Record<string, string | undefined> = {}) {
  const { client: dynamo } = scriptedClient<StoragePlatform['dynamo']>();
  const { client: sqs, sent } = scriptedClient<StoragePlatform['sqs']>();
  const measured: string[] = [];
  const { client: s3, sent: asked } = scriptedClient<StoragePlatform['s3']>(awsError('NoSuchKey'));
  const platform = {
    environment: { ...environment, ...changes },
    dynamo,
    sqs,
    s3,
    now: () => new Date(0),
    serverNow: () => new Date(0),
    random: () => 0.5,
    putMetric: (name: string, value: number) => void measured.push(`${name} ${value}`),
  };
  return { container: createParseContainer(platform as unknown as StoragePlatform), sent, asked, measured };
}

describe('createParseContainer', () => {
  it('names every setting that is missing', () => {
    expect(() => containerOver({ MAIL_BUCKET: undefined, TOKEN_KEYS: '' })).toThrow(
      'missing environment: MAIL_BUCKET, TOKEN_KEYS',
    );
  });

  it('acknowledges, puts off and gives up messages of its own queues', async () => {
    const { container, sent } = containerOver();

    await container.acknowledge('handle');
    await container.setVisibility('handle', 1500);
    await container.deadLetters.put('body', 'reason');

    expect(sent.map(({ name, input }) => [name, input.QueueUrl])).toEqual([
      ['DeleteMessageCommand', environment.INBOX_QUEUE_URL],
      ['ChangeMessageVisibilityCommand', environment.INBOX_QUEUE_URL],
      ['SendMessageCommand', environment.INBOX_DEAD_LETTER_QUEUE_URL],
    ]);
  });

  it('looks for raw mail in its own bucket', async () => {
    const { container, asked } = containerOver();

    expect(await container.receive(aReceipt(), '{}')).toEqual({ state: 'missing', deliveries: 0 });
    expect(asked.map(({ input }) => [input.Bucket, input.Key])).toEqual([['mail', 'inbound/mail-1']]);
  });

  it('waits longer after each failure', () => {
    const { container } = containerOver();

    expect(container.backoff(5)).toBeGreaterThan(container.backoff(1));
  });

  it.each<[string, Parameters<ReturnType<typeof createParseContainer>['measure']>[0], string[]]>([
    ['a message that is no receipt', undefined, ['parseErrors 1']],
    ['a mail in quarantine', { state: 'quarantined', deliveries: 0 }, ['parseErrors 1']],
    ['a mail', { state: 'parsed', deliveries: 1 }, []],
    ['changes that nothing proves', { state: 'parsed', deliveries: 1, unproven: 2 }, ['unprovenChanges 2']],
    [
      'attachments of which one could not be inspected',
      { state: 'parsed', deliveries: 1, attachments: { kept: 4, failed: 1 } },
      ['attachments 4', 'attachmentFailureRate 0.25'],
    ],
  ])('measures %s', (_name, received, metrics) => {
    const { container, measured } = containerOver();

    container.measure(received);

    expect(measured).toEqual(metrics);
  });
});
