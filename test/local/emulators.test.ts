import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { startDynamo } from '../../local/dynoxide.ts';
import { startEmulators } from '../../local/emulators.ts';
import type { Template } from '../../local/intrinsics.ts';
import { localStage } from '../../local/local-stage.ts';
import { provision } from '../../local/provision.ts';
import { synthesize } from '../../local/template.ts';
import { readWiring } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const common = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

async function start(dataDir: string, changed?: readonly Template[]) {
  const announced: string[] = [];
  const emulators = await startEmulators({
    dataDir,
    onObjectCreated: (bucket, key) => void announced.push(`${bucket}/${key}`),
  });
  const dynamoServer = await startDynamo(dataDir);
  const { endpoint } = emulators;
  const sqs = new SQSClient({ ...common, endpoint, useQueueUrlAsEndpoint: true });
  const s3 = new S3Client({ ...common, endpoint, forcePathStyle: true });
  const wiring = readWiring(endpoint, changed ?? (await localTemplates()));
  const dynamo = new DynamoDBClient({ ...common, endpoint: dynamoServer.endpoint });
  await provision(wiring, { sqs, s3, sns: new SNSClient({ ...common, endpoint }), dynamo });
  const queueUrl = wiring.queues.find(({ name }) => name.startsWith('DeliveriesQueue'))!.url;
  return {
    announced,
    oldestMessageSeconds: emulators.oldestMessageSeconds,
    wiring,
    sqs,
    s3,
    queueUrl,
    send: (group: string, body: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: body,
        }),
      ),
    receive: async (max = 10) =>
      (
        await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: max,
            WaitTimeSeconds: 0,
            MessageSystemAttributeNames: ['All'],
          }),
        )
      ).Messages ?? [],
    async stop() {
      for (const client of [sqs, s3, dynamo]) client.destroy();
      await emulators.stop();
      await dynamoServer.stop();
    },
  };
}

describe('local AWS', () => {
  let dataDir: string;
  let local: Awaited<ReturnType<typeof start>>;

  beforeEach(async () => {
    dataDir = temporaryFolder();
    local = await start(dataDir);
  }, 30_000);

  afterEach(async () => {
    await local.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const bodies = (messages: Array<{ Body?: string | undefined }>): Array<string | undefined> =>
    messages.map(({ Body }) => Body);

  it('hands out several messages of a FIFO group in one receive, in order, and locks the group', async () => {
    for (const body of ['a0', 'a1', 'a2', 'b0']) await local.send(body[0]!, body);

    const first = await local.receive(3);
    const second = await local.receive();
    const third = await local.receive();

    expect(bodies(first)).toEqual(['a0', 'a1', 'a2']);
    expect(bodies(second)).toEqual(['b0']);
    expect(third).toEqual([]);
  });

  it('offers returned messages in their old order, before later messages', async () => {
    for (const body of ['a0', 'a1', 'a2']) await local.send('a', body);
    const received = await local.receive(2);
    await local.send('a', 'a3');
    for (const { ReceiptHandle } of received) {
      await local.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: local.queueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    }

    expect(bodies(await local.receive())).toEqual(['a0', 'a1', 'a2', 'a3']);
  });

  it('unlocks a group only when all its messages in flight are gone', async () => {
    for (const body of ['a0', 'a1', 'a2']) await local.send('a', body);
    const [entry, two] = await local.receive(2);
    await local.sqs.send(new DeleteMessageCommand({ QueueUrl: local.queueUrl, ReceiptHandle: entry?.ReceiptHandle }));
    const locked = await local.receive();
    await local.sqs.send(new DeleteMessageCommand({ QueueUrl: local.queueUrl, ReceiptHandle: two?.ReceiptHandle }));

    expect(locked).toEqual([]);
    expect(bodies(await local.receive())).toEqual(['a2']);
  });

  it('keeps messages over a restart, and offers at once what was in flight', async () => {
    for (const body of ['a0', 'a1']) await local.send('a', body);
    await local.receive(1);
    await local.stop();

    local = await start(dataDir);

    const again = await local.receive();
    expect(bodies(again)).toEqual(['a0', 'a1']);
    expect(again[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  }, 30_000);

  it('says how old the oldest message is, also one in flight', async () => {
    const name = local.queueUrl.split('/').at(-1)!;
    const inTenMinutes = () => local.oldestMessageSeconds(name, new Date(Date.now() + 600_000));
    const empty = inTenMinutes();
    await local.send('a', 'a0');
    const visible = inTenMinutes();
    const [message] = await local.receive();
    const inFlight = inTenMinutes();
    await local.sqs.send(new DeleteMessageCommand({ QueueUrl: local.queueUrl, ReceiptHandle: message?.ReceiptHandle }));

    expect({ empty, deleted: inTenMinutes() }).toEqual({ empty: undefined, deleted: undefined });
    for (const age of [visible, inFlight]) expect(age).toBeGreaterThanOrEqual(600);
    expect(local.oldestMessageSeconds('no-such-queue', new Date())).toBeUndefined();
  });

  it('rejects a conditional put of an existing object, and announces a created object', async () => {
    const bucket = local.wiring.receiptRule.bucket;
    const put = (Body: string) =>
      local.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'events/e 1.json', Body, IfNoneMatch: '*' }));
    await put('first');

    await expect(put('second')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const { Body } = await local.s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'events/e 1.json' }));
    expect(await Body?.transformToString()).toBe('first');
    expect(local.announced).toEqual([`${bucket}/events/e 1.json`]);
  });

  it("takes a queue's settings from the template, so that a change in lib/ changes the laptop", async () => {
    const settings = async () =>
      (await local.sqs.send(new GetQueueAttributesCommand({ QueueUrl: local.queueUrl, AttributeNames: ['All'] })))
        .Attributes;
    const before = await settings();
    await local.stop();
    const changed = synthesize(localStage, ({ state }) => {
      const queue = state.deliveries.queue.node.defaultChild as CfnQueue;
      queue.visibilityTimeout = 77;
      queue.addPropertyOverride('RedrivePolicy.maxReceiveCount', 9);
    });

    local = await start(dataDir, changed);

    const after = await settings();
    expect(before).toMatchObject({ VisibilityTimeout: '180', FifoQueue: 'true' });
    expect(JSON.parse(before?.RedrivePolicy ?? '{}')).toMatchObject({ maxReceiveCount: 100 });
    expect(after?.VisibilityTimeout).toBe('77');
    expect(JSON.parse(after?.RedrivePolicy ?? '{}')).toMatchObject({ maxReceiveCount: 9 });
  }, 60_000);

  it('starts after a kill in the middle of a write of an earlier version, with every object whole or not there', async () => {
    const Bucket = local.wiring.buckets.find(({ name }) => name.startsWith('bucketsmail'))!.name;
    await local.s3.send(new PutObjectCommand({ Bucket, Key: 'events/whole', Body: 'bytes' }));
    await local.stop();
    const folder = join(dataDir, 's3', 'buckets', Bucket, 'objects', 'events');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'torn.data'), 'bytes');
    writeFileSync(join(folder, 'torn.meta.json'), '{"key":"eve');

    local = await start(dataDir);

    const whole = await local.s3.send(new GetObjectCommand({ Bucket, Key: 'events/whole' }));
    expect(await whole.Body?.transformToString()).toBe('bytes');
    await expect(local.s3.send(new GetObjectCommand({ Bucket, Key: 'events/torn' }))).rejects.toThrow('does not exist');
    await local.s3.send(new PutObjectCommand({ Bucket, Key: 'events/torn', Body: 'again', IfNoneMatch: '*' }));
  }, 30_000);
});

describe('the wiring of the emulators', () => {
  it('gives every function the environment of the template, with the names of this machine', async () => {
    const wiring = readWiring('http://127.0.0.1:4', await localTemplates());
    const sink = wiring.functions.find(({ stage }) => stage === 'sink')!;
    const source = wiring.eventSources.find(({ functionName }) => functionName === sink.name)!;

    expect(source).toMatchObject({
      batchSize: 10,
      reportsItemFailures: true,
      queueUrl: sink.environment.DELIVERIES_QUEUE_URL,
    });
    expect(wiring.tables.map(({ name }) => name)).toContain(sink.environment.LEDGER_TABLE);
    expect(sink.environment.MAX_RECEIVE_COUNT).toBe('100');
    expect(wiring.schedules.map(({ everyMs }) => everyMs).toSorted((a, b) => a - b)).toEqual([60_000, 60_000, 300_000]);
  });
});
