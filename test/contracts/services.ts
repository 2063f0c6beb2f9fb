import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamo } from '../../local/dynoxide.ts';
import { startEmulators } from '../../local/emulators.ts';
import { SimulatedDynamo } from '../chaos/services/dynamo.ts';
import { SimulatedS3 } from '../chaos/services/s3.ts';
import { SimulatedQueue } from '../chaos/services/sqs.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

/** A command of the SDK, for any of the clients. */
interface Command {
  readonly input: object;
}
type Answer = unknown;

/** A topic with one subscribed queue. */
export interface SubscribedTopic {
  readonly queueUrl: string;
  publish(message: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
}

/** The services of one account, simulated or emulated, behind the commands of the SDK. */
export interface Services {
  readonly isSimulated: boolean;
  sqs(command: Command): Promise<Answer>;
  dynamo(command: Command): Promise<Answer>;
  s3(command: Command): Promise<Answer>;
  /** Advances the time by this many ms. */
  advance(ms: number): Promise<void>;
  /** Creates a queue for this test, and its dead-letter queue. */
  queue(attributes?: Record<string, string>): Promise<{ url: string; deadLettersUrl: string }>;
  /** Creates a topic for this test. The simulation has none: it puts the messages of SNS directly into the queue. */
  topic(subscription: Readonly<Record<string, string>>): Promise<SubscribedTopic>;
  stop(): Promise<void>;
}

export const table = 'contract';
export const bucket = 'contract';

const key = { hash: 'pk', range: 'sk' };
const visibilitySeconds = 1;

/** Starts the services of the simulation, on a settable clock. */
export async function simulatedServices(): Promise<Services> {
  const clock = { ms: Date.UTC(2026, 10, 21) };
  const now = (): number => clock.ms;
  const indexes = [{ name: 'open', hash: 'openShard', range: 'at' }];
  const dynamo = new SimulatedDynamo([{ name: table, ...key, indexes }], now);
  const s3 = new SimulatedS3(now);
  const queues = new Map<string, SimulatedQueue>();
  const run = async (execute: (name: string, input: never) => unknown, command: Command): Promise<Answer> =>
    execute(command.constructor.name, command.input as never);
  return {
    isSimulated: true,
    sqs: (command) => {
      const { QueueUrl } = command.input as { QueueUrl: string };
      const queue = queues.get(QueueUrl)!;
      return run(queue.execute.bind(queue), command);
    },
    dynamo: (command) => run(dynamo.execute.bind(dynamo), command),
    s3: (command) => run(s3.execute.bind(s3), command),
    advance: async (ms) => {
      clock.ms += ms;
    },
    async queue(attributes = {}) {
      const url = `http://sqs/queue-${queues.size}.fifo`;
      const common = { FifoQueue: 'true', VisibilityTimeout: String(visibilitySeconds) };
      const deadLetters = new SimulatedQueue({ name: 'd', url: `${url}-d`, attributes: common }, now);
      const RedrivePolicy = JSON.stringify({ maxReceiveCount: 2 });
      const queue = new SimulatedQueue(
        { name: 'q', url, attributes: { ...common, RedrivePolicy, ...attributes } },
        now,
      );
      queue.deadLetters = deadLetters;
      queues.set(url, queue).set(`${url}-d`, deadLetters);
      return { url, deadLettersUrl: `${url}-d` };
    },
    topic: () => Promise.reject(new Error('the simulation has no topics')),
    stop: async () => {},
  };
}

/** Starts the services of the local runtime. */
export async function localServices(): Promise<Services> {
  const dataDir = temporaryFolder();
  const emulators = await startEmulators({ dataDir, onObjectCreated: () => {} });
  const server = await startDynamo(dataDir);
  return emulatedServices({
    endpoint: emulators.endpoint,
    dynamoEndpoint: server.endpoint,
    account: '000000000000',
    async stop() {
      await emulators.stop();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  });
}

/**
 * Uses the services of a third-party server, which outlives the suite and is shared with other suites.
 *
 * @param endpoint common endpoint of all services, as in moto's server
 */
export const witnessServices = (endpoint: string): Promise<Services> =>
  emulatedServices({ endpoint, dynamoEndpoint: endpoint, account: '123456789012', stop: async () => {} });

interface Emulated {
  /** Common endpoint of SQS, SNS and S3. */
  readonly endpoint: string;
  readonly dynamoEndpoint: string;
  readonly account: string;
  stop(): Promise<void>;
}

/** Connects to services that the SDK's clients reach over HTTP. */
async function emulatedServices({ endpoint, dynamoEndpoint, account, stop }: Emulated): Promise<Services> {
  const common = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const sqs = new SQSClient({ ...common, endpoint, useQueueUrlAsEndpoint: true });
  const sns = new SNSClient({ ...common, endpoint });
  const s3 = new S3Client({ ...common, endpoint, forcePathStyle: true });
  const client = new DynamoDBClient({ ...common, endpoint: dynamoEndpoint });
  const dynamo = DynamoDBDocumentClient.from(client);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await client.send(new CreateTableCommand(schema)).catch((error: Error) => {
    // Another suite has created it already on a shared server.
    if (error.name !== 'ResourceInUseException') throw error;
  });
  // The random suffix separates the queues of suites that share a server.
  const suite = randomUUID();
  let queues = 0;
  const urlOf = (name: string): string => `${endpoint}/${account}/${name}`;
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> => {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return urlOf(QueueName);
  };
  const arnOf = async (QueueUrl: string): Promise<string> => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return Attributes!.QueueArn!;
  };
  return {
    isSimulated: false,
    sqs: (command) => sqs.send(command as never),
    dynamo: (command) => dynamo.send(command as never),
    s3: (command) => s3.send(command as never),
    advance: async (ms) => void (await wait(ms)),
    async queue(attributes = {}) {
      queues += 1;
      const common = { FifoQueue: 'true', VisibilityTimeout: String(visibilitySeconds) };
      const deadLettersUrl = await create(`dead-${queues}-${suite}.fifo`, common);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await arnOf(deadLettersUrl), maxReceiveCount: 2 });
      const url = await create(`queue-${queues}-${suite}.fifo`, { ...common, RedrivePolicy, ...attributes });
      return { url, deadLettersUrl };
    },
    async topic(subscription) {
      queues += 1;
      const queueUrl = await create(`inbox-${queues}-${suite}`, {});
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `topic-${queues}-${suite}` }));
      const Endpoint = await arnOf(queueUrl);
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { ...subscription } }));
      return {
        queueUrl,
        async publish(Message, attributes = {}) {
          const MessageAttributes = Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
          );
          await sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
        },
      };
    },
    async stop() {
      for (const sdkClient of [sqs, sns, s3, client]) sdkClient.destroy();
      await stop();
    },
  };
}

const schema: CreateTableCommandInput = {
  TableName: table,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'openShard', 'at'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'open',
      KeySchema: [
        { AttributeName: 'openShard', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
