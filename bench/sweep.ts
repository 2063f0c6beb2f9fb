import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { deliveryKey, mailKey, pendingIndex, pendingShard } from '../lambdas/aws/ledger-rows.ts';
import type { StoragePlatform } from '../lambdas/aws/storage-platform.ts';
import { mailIdOf } from '../lambdas/domain/mail/receipt.ts';
import { createSweepContainer } from '../lambdas/sweep/container.ts';
import { createSweepHandler } from '../lambdas/sweep/handler.ts';
import { startDynamo } from '../local/dynoxide.ts';
import { startEmulators } from '../local/emulators.ts';
import { envCount } from './env-count.ts';

type PrintLine = (line?: string) => void;

/** Known mails of the two worlds that are compared. */
const few = 1000;
const many = envCount('POSTERN_BENCH_MAILS', 200_000);
/** Open work of each kind: deliveries that are stuck, and mails whose notification was lost. */
const open = 5;
const hourMs = 3_600_000;

/** Runs of the schedule in a month of 30 days, and the keys that each lists. */
const runsAMonth = (30 * 24 * 60) / 5;
const keysARun = 1000;
/** Days that raw mail is kept by default. */
const keptDays = 365;

/**
 * Counts the requests of the real sweep function at the emulators, with few and with many known mails and the same open work:
 * one scheduled run, and the announcements of S3 for the lost mails.
 */
export async function benchSweep(printLine: PrintLine): Promise<void> {
  printLine('### Requests of the sweep');
  printLine(
    `one scheduled run and the events of S3 for ${open} lost mails, beside ${open} stuck deliveries, counted at the emulators`,
  );
  printLine();
  const [small, large] = [await requestsWith(few), await requestsWith(many)];
  const operations = [...new Set([...small.keys(), ...large.keys()])].toSorted();
  printLine(`| request | ${few.toLocaleString('en')} known mails | ${many.toLocaleString('en')} known mails |`);
  printLine('|---|---|---|');
  for (const name of operations) printLine(`| ${name} | ${small.get(name) ?? 0} | ${large.get(name) ?? 0} |`);
  const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
  printLine(`| all | ${total(small)} | ${total(large)} |`);
  printLine();
  printModel(printLine);
}

/** A model of three years of 10 million mails a month: what a run does, and what listing all mail each hour would do. */
function printModel(printLine: PrintLine): void {
  printLine(`A model of 10 million mails a month, kept for ${keptDays} days:`);
  printLine();
  printLine('| after | mails stored | lists a run | lists a month | lists a month, were all mail listed each hour |');
  printLine('|---|---|---|---|---|');
  for (const month of [1, 3, 6, 12, 24, 36]) {
    const stored = Math.min(month, (keptDays * 12) / 365) * 10e6;
    const hourly = Math.ceil(stored / keysARun) * 24 * 30;
    const cells = [`month ${month}`, stored, 1, runsAMonth, hourly].map((cell) => cell.toLocaleString('en'));
    printLine(`| ${cells.join(' | ')} |`);
  }
  printLine();
}

/** The requests by operation, for a world of so many known mails. */
async function requestsWith(known: number): Promise<ReadonlyMap<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-sweep-'));
  const emulators = await startEmulators({ dataDir, onObjectCreated: () => {} });
  const server = await startDynamo(dataDir);
  const common = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const s3 = new S3Client({ ...common, endpoint: emulators.endpoint, forcePathStyle: true });
  const sqs = new SQSClient({ ...common, endpoint: emulators.endpoint, useQueueUrlAsEndpoint: true });
  const client = new DynamoDBClient({ ...common, endpoint: server.endpoint });
  // Its requests are not counted.
  const recorder = DynamoDBDocumentClient.from(client);
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  try {
    await createStores(client, s3, sqs);
    const lost = await fill(known, dynamo, s3);
    const counts = new Map<string, number>();
    for (const sdk of [s3, sqs, dynamo]) {
      const { send } = sdk;
      sdk.send = ((command: object, ...rest: unknown[]) => {
        const { name } = command.constructor;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return (send as (...parameters: unknown[]) => unknown).call(sdk, command, ...rest);
      }) as never;
    }
    await runSweep({ dynamo, s3, sqs, endpoint: emulators.endpoint }, lost, () =>
      recorder.send(new BatchWriteCommand(rowsOf(lost, new Date().toISOString()))),
    );
    return counts;
  } finally {
    for (const sdk of [s3, sqs, client]) sdk.destroy();
    await emulators.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const queueNames = { inbox: 'inbox', deliveries: 'deliveries.fifo', suppressions: 'suppressions.fifo' };

async function createStores(client: DynamoDBClient, s3: S3Client, sqs: SQSClient): Promise<void> {
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'pendingShard', 'receivedAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: pendingIndex,
          KeySchema: [key('pendingShard', 'HASH'), key('receivedAt', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'mail' }));
  for (const QueueName of Object.values(queueNames))
    await sqs.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: QueueName.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {},
      }),
    );
}

/** The rows of mails, as a batch. */
const rowsOf = (objectKeys: readonly string[], receivedAt: string) => ({
  RequestItems: {
    ledger: objectKeys.map((objectKey) => {
      const mailId = mailIdOf(objectKey);
      const record = { mailId, objectKey, receivedAt, state: 'parsed', recipients: [] };
      return { PutRequest: { Item: { ...mailKey(mailId), ...record } } };
    }),
  },
});

/** Stores known mails, stuck deliveries and mails that the ledger has no record of. @returns the keys of the last */
async function fill(known: number, dynamo: DynamoDBDocumentClient, s3: S3Client): Promise<string[]> {
  const receivedAt = new Date().toISOString();
  const put = (objectKey: string): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket: 'mail', Key: objectKey, Body: 'Subject: x\r\n\r\n' }));
  for (let from = 0; from < known; from += 25) {
    const ids = Array.from({ length: Math.min(25, known - from) }, () => randomUUID());
    const keys = ids.map((mailId) => `inbound/${mailId}`);
    await Promise.all([dynamo.send(new BatchWriteCommand(rowsOf(keys, receivedAt))), ...keys.map(put)]);
  }
  for (let index = 0; index < open; index += 1) {
    const id = { eventId: `evt_${index}`, integration: 'sales' };
    const Item = {
      ...deliveryKey(id),
      ...id,
      threadKey: `thread-${index}`,
      lane: 'conversation',
      receivedAt,
      state: 'pending',
      pendingShard: pendingShard('conversation', id.eventId),
    };
    await dynamo.send(new PutCommand({ TableName: 'ledger', Item }));
  }
  const lost = Array.from({ length: open }, () => `inbound/${randomUUID()}`);
  await Promise.all(lost.map(put));
  return lost;
}

type Clients = Pick<StoragePlatform, 'dynamo' | 's3' | 'sqs'> & { readonly endpoint: string };

/**
 * Runs the function as S3's events and its schedule do, an hour after everything was stored.
 *
 * @param recordLost what parse does with the receipts of the lost mails in between
 */
async function runSweep(
  { endpoint, ...clients }: Clients,
  lost: readonly string[],
  recordLost: () => Promise<unknown>,
): Promise<void> {
  const now = (): Date => new Date(Date.now() + hourMs);
  const urlOf = (name: string): string => `${endpoint}/000000000000/${name}`;
  const platform = {
    ...clients,
    now,
    serverNow: now,
    random: Math.random,
    pause: async () => {},
    putMetric: () => {},
    getObject: () => Promise.reject(new Error('the sweep reads no event here')),
    environment: {
      MAIL_BUCKET: 'mail',
      ATTACHMENTS_BUCKET: 'mail',
      LEDGER_TABLE: 'ledger',
      CONTROL_TABLE: 'ledger',
      INBOX_QUEUE_URL: urlOf(queueNames.inbox),
      DELIVERIES_QUEUE_URL: urlOf(queueNames.deliveries),
      SUPPRESSIONS_QUEUE_URL: urlOf(queueNames.suppressions),
      ADDRESS_KEY: 'env:NONE',
    },
  } as unknown as StoragePlatform;
  const sweep = createSweepHandler(createSweepContainer(platform));
  const context = { getRemainingTimeInMillis: () => 300_000 } as Context;
  const eventTime = new Date().toISOString();
  const Records = lost.map((key, index) => ({
    messageId: String(index),
    body: JSON.stringify({ Records: [{ eventTime, s3: { object: { key } } }] }),
  }));
  await sweep({ Records }, context);
  await recordLost();
  await sweep({ routine: true }, context);
}
