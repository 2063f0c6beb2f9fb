import { createTables, type ProvisionClients, provision } from '../../local/provision.ts';
import type { TableWiring } from '../../local/table-wiring.ts';
import type { Wiring } from '../../local/wiring.ts';

interface Sent {
  readonly name: string;
  readonly input: Record<string, unknown>;
}

/** Clients of a cloud that has some tables, and whose CreateBucket may fail. */
function recordingClients({ tables = [], bucketError }: { tables?: readonly string[]; bucketError?: string } = {}) {
  const sent: Sent[] = [];
  const send = async (command: { readonly input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push({ name, input: command.input });
    if (name === 'ListTables') return { TableNames: tables };
    if (name === 'CreateBucket' && bucketError !== undefined)
      throw Object.assign(new Error('no'), { name: bucketError });
    return {};
  };
  const client = { send };
  const clients = { sqs: client, sns: client, s3: client, dynamo: client } as unknown as ProvisionClients;
  return {
    clients,
    sent,
    inputsOf: (name: string) => sent.filter((each) => each.name === name).map(({ input }) => input),
  };
}

const wiringOf = (part: Partial<Wiring>): Wiring =>
  ({ queues: [], topics: [], subscriptions: [], buckets: [], tables: [], ...part }) as unknown as Wiring;
const table: TableWiring = {
  name: 'Ledger',
  keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
  indexes: [],
};

describe('provision', () => {
  it('creates a dead-letter queue before the queue that names it, and sets what may change', async () => {
    const { clients, sent } = recordingClients();
    const fifo = { FifoQueue: 'true', DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
    const RedrivePolicy = '{"maxReceiveCount":5}';
    const queues = [
      {
        name: 'Inbox.fifo',
        url: 'http://q/Inbox.fifo',
        attributes: { ...fifo, VisibilityTimeout: '60', RedrivePolicy },
      },
      { name: 'Dead', url: 'http://q/Dead', attributes: { MessageRetentionPeriod: '9' } },
    ];

    await provision(wiringOf({ queues }), clients);

    expect(sent.slice(0, 4)).toEqual([
      { name: 'CreateQueue', input: { QueueName: 'Dead', Attributes: {} } },
      { name: 'SetQueueAttributes', input: { QueueUrl: 'http://q/Dead', Attributes: { MessageRetentionPeriod: '9' } } },
      { name: 'CreateQueue', input: { QueueName: 'Inbox.fifo', Attributes: fifo } },
      {
        name: 'SetQueueAttributes',
        input: { QueueUrl: 'http://q/Inbox.fifo', Attributes: { VisibilityTimeout: '60', RedrivePolicy } },
      },
    ]);
  });

  it('creates a topic before its subscriptions', async () => {
    const { clients, sent } = recordingClients();
    const subscriptions = [{ topicArn: 'arn:topic', queueArn: 'arn:queue', raw: true }];

    await provision(wiringOf({ topics: [{ name: 'Mail', arn: 'arn:topic' }], subscriptions }), clients);

    expect(sent.slice(0, 2)).toEqual([
      { name: 'CreateTopic', input: { Name: 'Mail' } },
      {
        name: 'Subscribe',
        input: {
          TopicArn: 'arn:topic',
          Protocol: 'sqs',
          Endpoint: 'arn:queue',
          Attributes: { RawMessageDelivery: 'true' },
        },
      },
    ]);
  });

  it.each(['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'])('goes on after %s', async (bucketError) => {
    const { clients, inputsOf } = recordingClients({ bucketError });

    await provision(wiringOf({ buckets: [{ name: 'mail', notifications: [] }], tables: [table] }), clients);

    expect(inputsOf('CreateTable')).toHaveLength(1);
  });

  it('throws any other error of a bucket', async () => {
    const { clients } = recordingClients({ bucketError: 'InternalError' });

    await expect(
      provision(wiringOf({ buckets: [{ name: 'mail', notifications: [] }] }), clients),
    ).rejects.toMatchObject({
      name: 'InternalError',
    });
  });
});

describe('createTables', () => {
  it('creates the missing tables only', async () => {
    const { clients, inputsOf } = recordingClients({ tables: ['Ledger'] });

    await createTables(clients.dynamo, [table, { ...table, name: 'Threads' }]);

    expect(inputsOf('CreateTable')).toEqual([
      {
        TableName: 'Threads',
        KeySchema: table.keySchema,
        AttributeDefinitions: table.attributes,
        BillingMode: 'PAY_PER_REQUEST',
      },
    ]);
    expect(inputsOf('UpdateTimeToLive')).toEqual([]);
  });

  it('sets the indexes and the time to live of the template', async () => {
    const { clients, inputsOf } = recordingClients();
    const indexes = [{ IndexName: 'pending' }];

    await createTables(clients.dynamo, [{ ...table, indexes, ttlAttribute: 'expiresAt' }]);

    expect(inputsOf('CreateTable')).toMatchObject([{ GlobalSecondaryIndexes: indexes }]);
    expect(inputsOf('UpdateTimeToLive')).toEqual([
      { TableName: 'Ledger', TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    ]);
  });
});
