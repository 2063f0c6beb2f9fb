import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamo } from '../../local/dynoxide.ts';
import { startEmulators } from '../../local/emulators.ts';
import { SimulatedDynamo } from '../chaos/services/dynamo.ts';
import { SimulatedS3 } from '../chaos/services/s3.ts';
import { SimulatedQueue } from '../chaos/services/sqs.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

/** A command of the SDK, for whichever client. */
interface Command {
  readonly input: object;
}
type Answer = unknown;

/** The services of one account, simulated or emulated, behind the commands of the SDK. */
export interface Services {
  readonly isSimulated: boolean;
  sqs(command: Command): Promise<Answer>;
  dynamo(command: Command): Promise<Answer>;
  s3(command: Command): Promise<Answer>;
  /** Lets so many ms pass. */
  advance(ms: number): Promise<void>;
  /** A queue of this test's own, and the one that takes what it gives up. */
  queue(attributes?: Record<string, string>): Promise<{ url: string; deadLettersUrl: string }>;
  stop(): Promise<void>;
}

export const table = 'contract';
export const bucket = 'contract';

const key = { hash: 'pk', range: 'sk' };
const visibilitySeconds = 1;

/** The services of the simulation, on a clock that can be set. */
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
    stop: async () => {},
  };
}

/** The services that the laptop runs. */
export async function localServices(): Promise<Services> {
  const dataDir = temporaryFolder();
  const emulators = await startEmulators({ dataDir, onObjectCreated: () => {} });
  const server = await startDynamo(dataDir);
  const common = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const sqs = new SQSClient({ ...common, endpoint: emulators.endpoint, useQueueUrlAsEndpoint: true });
  const s3 = new S3Client({ ...common, endpoint: emulators.endpoint, forcePathStyle: true });
  const client = new DynamoDBClient({ ...common, endpoint: server.endpoint });
  const dynamo = DynamoDBDocumentClient.from(client);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await client.send(
    new CreateTableCommand({
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
    }),
  );
  let queues = 0;
  return {
    isSimulated: false,
    sqs: (command) => sqs.send(command as never),
    dynamo: (command) => dynamo.send(command as never),
    s3: (command) => s3.send(command as never),
    advance: async (ms) => void (await wait(ms)),
    async queue(attributes = {}) {
      queues += 1;
      const create = (QueueName: string, more: Record<string, string> = {}) =>
        sqs.send(
          new CreateQueueCommand({
            QueueName,
            Attributes: { FifoQueue: 'true', VisibilityTimeout: String(visibilitySeconds), ...more },
          }),
        );
      const [name, dead] = [`queue-${queues}.fifo`, `dead-${queues}.fifo`];
      await create(dead);
      const RedrivePolicy = JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${dead}`,
        maxReceiveCount: 2,
      });
      await create(name, { RedrivePolicy, ...attributes });
      const urlOf = (queue: string): string => `${emulators.endpoint}/000000000000/${queue}`;
      return { url: urlOf(name), deadLettersUrl: urlOf(dead) };
    },
    async stop() {
      for (const one of [sqs, s3, client]) one.destroy();
      await emulators.stop();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
