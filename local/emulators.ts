import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { guardEmulators } from './emulator-access.ts';
import { type FauxqsQueue, oldestSeconds, patchFifoReceive, releaseInFlight } from './fauxqs-fifo.ts';
import type { Access } from './iam/access.ts';
import { guardListener } from './listener-guard.ts';
import { discardUnfinished, type ObjectFiles, writeWholeObjects } from './s3-files.ts';

export interface Emulators {
  /** `http://127.0.0.1:port` for SQS, SNS and S3. */
  readonly endpoint: string;
  /** Age of a queue's oldest message that is not deleted, in seconds; undefined when there is none. */
  oldestMessageSeconds(queueName: string, now: Date): number | undefined;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  readonly dataDir: string;
  /** Who may ask for what; absent: anybody for anything. */
  readonly access?: Access;
  /** Asked before SNS delivers to a queue. @default it may */
  readonly mayDeliver?: (topicArn: string, queueArn: string) => boolean;
  /** Called after an object was stored, as S3's ObjectCreated notification is. */
  readonly onObjectCreated: (bucket: string, key: string, size: number) => void;
}

/** The modules of fauxqs that its entry point does not export, typed as far as they are used. */
async function internals() {
  const load = <T>(path: string): Promise<T> => import(new URL(path, import.meta.resolve('fauxqs')).href) as Promise<T>;
  const [app, sqs, sns, s3, persistence, files] = await Promise.all([
    load<typeof import('fauxqs')>('./app.js'),
    load<{ SqsStore: new () => Stores; SqsQueue: { prototype: FauxqsQueue } }>('./sqs/sqsStore.js'),
    load<{ SnsStore: new () => Subscriptions }>('./sns/snsStore.js'),
    load<{ S3Store: new () => ObjectStore }>('./s3/s3Store.js'),
    load<{ PersistenceManager: new (dir: string) => Persistence }>('./persistence.js'),
    load<{ FileS3Persistence: new (dir: string) => ObjectFiles & { loadS3(store: unknown): void; close(): void } }>(
      './s3/fileS3Persistence.js',
    ),
  ]);
  return { ...app, ...sqs, ...sns, ...s3, ...persistence, ...files };
}

interface Stores {
  host: string;
  persistence?: unknown;
  allQueues(): Iterable<FauxqsQueue & { persistence?: unknown }>;
}
interface Subscriptions {
  persistence?: unknown;
  getSubscription(arn: string): { readonly topicArn: string; readonly endpoint: string } | undefined;
}
interface ObjectStore {
  persistence?: unknown;
}
interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady(messageId: string): void;
  loadSqsAndSns(sqs: unknown, sns: unknown): void;
  close(): void;
}

/**
 * SQS, SNS and S3 in this process, kept in the data folder.
 *
 * Five gaps of the emulator are closed here, because guarantees of ours rest on what AWS does there: several
 * messages of a FIFO group per receive, a visibility of zero, conditional puts, objects that are whole, and ObjectCreated notifications.
 */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const { dataDir, access, onObjectCreated, mayDeliver } = options;
  const { SqsStore, SqsQueue, SnsStore, S3Store, PersistenceManager, FileS3Persistence, buildApp } = await internals();
  if (!Object.hasOwn(SqsQueue.prototype, patched)) {
    patchFifoReceive(SqsQueue);
    Object.defineProperty(SqsQueue.prototype, patched, { value: true });
  }
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const directory = join(dataDir, 'aws');
  mkdirSync(directory, { recursive: true });
  const persistence = new PersistenceManager(directory);
  // What a process has written outlives its kill without a wait for the disk; only the machine's own crash could take it.
  persistence.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  keepReceiveCounts(persistence);
  const [objectDirectory, stagingDirectory] = [join(dataDir, 's3'), join(dataDir, 's3-staging')];
  discardUnfinished(objectDirectory, stagingDirectory);
  const objects = new FileS3Persistence(objectDirectory);
  writeWholeObjects(objects, new FileS3Persistence(stagingDirectory), objectDirectory, stagingDirectory);
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  objects.loadS3(stores.s3Store);
  stores.sqsStore.persistence = persistence;
  stores.snsStore.persistence = persistence;
  stores.s3Store.persistence = objects;
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = persistence;
    releaseInFlight(queue);
  }

  if (mayDeliver !== undefined) askBeforeDelivery(stores.snsStore, mayDeliver);
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'us-east-1', stores: stores as never });
  if (access !== undefined) guardEmulators(app, access);
  const writing = new Set<string>();
  app.addHook('onRequest', async (request, reply) => {
    const target = objectOf(request.url);
    if (request.method !== 'PUT' || target === undefined || request.headers['if-none-match'] !== '*') return;
    const path = `/${target.bucket}/${target.key}`;
    // S3 looks for itself: a conditional write takes no right to read (API_PutObject).
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${access?.runtimeKey ?? 'none'}/` };
    const exists = writing.has(path) || (await app.inject({ method: 'HEAD', url: path, headers })).statusCode === 200;
    if (exists) {
      await reply
        .code(412)
        .type('application/xml')
        .send(
          '<?xml version="1.0"?><Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>',
        );
      return;
    }
    writing.add(path);
    reply.raw.once('close', () => writing.delete(path));
  });
  app.addHook('onResponse', async (request, reply) => {
    const target = objectOf(request.url);
    const isPut = request.method === 'PUT' && !/[?&](?:partNumber|tagging)\b/.test(request.url);
    const isCompleted = request.method === 'POST' && /[?&]uploadId=/.test(request.url);
    if (target !== undefined && reply.statusCode === 200 && (isPut || isCompleted)) {
      onObjectCreated(target.bucket, target.key, Number(request.headers['content-length'] ?? 0));
    }
  });
  app.addHook('preClose', async () => {
    persistence.close();
    objects.close();
  });
  guardListener(app.server, { link: isPresigned, picture: isPresigned });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    oldestMessageSeconds: (queueName, now) => {
      const queue = [...stores.sqsStore.allQueues()].find(({ name }) => name === queueName);
      return queue && oldestSeconds(queue, now);
    },
    stop: () => app.close(),
  };
}

/** SNS delivers to the subscriptions that its store names: those that it may not deliver to are left out. */
function askBeforeDelivery(sns: Subscriptions, mayDeliver: (topicArn: string, queueArn: string) => boolean): void {
  const original = sns.getSubscription.bind(sns);
  sns.getSubscription = (arn) => {
    const found = original(arn);
    return found === undefined || mayDeliver(found.topicArn, found.endpoint) ? found : undefined;
  };
}

/** The original sets the count of receives to null, which its own table refuses: nothing could be made visible. */
function keepReceiveCounts(persistence: Persistence): void {
  const ready = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void ready.run(messageId);
}

const isPresigned = (path: string): boolean => /[?&]X-Amz-Signature=/.test(path);

const patched = Symbol.for('postern.fauxqs.fifo');

function objectOf(url: string): { bucket: string; key: string } | undefined {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]+)/.exec(url) ?? [];
  return bucket === undefined || key === undefined || /^\d{12}$/.test(bucket)
    ? undefined
    : { bucket, key: decodeURIComponent(key) };
}
