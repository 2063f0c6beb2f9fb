import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { scanTag } from '../lambdas/domain/mail/object-scan.ts';
import { guardEmulators } from './emulator-access.ts';
import { createEmulatorServices, type EmulatorParts, type EmulatorServices } from './emulator-services.ts';
import { type FauxqsQueue, oldestSeconds, patchFifoReceive, releaseInFlight } from './fauxqs-fifo.ts';
import { type ListingStore, listInKeyOrder } from './fauxqs-listing.ts';
import { patchTimers, type TimedQueue } from './fauxqs-timers.ts';
import { fieldsOf } from './fields.ts';
import type { Access } from './iam/access.ts';
import { guardListener } from './listener-guard.ts';
import { answerTags, type ObjectTags, openObjectTags } from './object-tags.ts';
import { answerVersions } from './object-versions.ts';
import { openPolledQueue, type PolledQueue, type QueueParts } from './polled-queue.ts';
import { discardUnfinished, keepObjectsInDatabase, type ObjectFiles, type ObjectMemory } from './s3-files.ts';

export interface Emulators {
  /** `http://127.0.0.1:port` for SQS, SNS and S3. */
  readonly endpoint: string;
  readonly services: EmulatorServices;
  /** The tags of the objects. */
  readonly tags: ObjectTags;
  /** Opens a queue for the poller of a function. @param accessKey of the function's role */
  openQueue(queueUrl: string, accessKey: string): PolledQueue;
  /** Age of a queue's oldest message that is not deleted, in seconds; undefined for an empty queue. */
  oldestMessageSeconds(queueName: string, now: Date): number | undefined;
  stop(): Promise<void>;
}

interface EmulatorOptions {
  readonly dataDir: string;
  /** Decides on every request. @default everything is allowed */
  readonly access?: Access;
  /** Whether SNS may deliver to a queue. @default it may */
  readonly mayDeliver?: (topicArn: string, queueArn: string) => boolean;
  /** Called after an object is stored, as S3 sends its ObjectCreated notification. */
  readonly onObjectCreated: (bucket: string, key: string, size: number) => void;
}

/** The modules of fauxqs that its entry point does not export, typed as far as they are used. */
async function internals() {
  const load = <T>(path: string): Promise<T> => import(new URL(path, import.meta.resolve('fauxqs')).href);
  const [app, sqs, sns, s3, persistence, files, send, publish, ...polling] = await Promise.all([
    load<typeof import('fauxqs')>('./app.js'),
    load<{ SqsStore: new () => Stores; SqsQueue: { prototype: FauxqsQueue & TimedQueue } }>('./sqs/sqsStore.js'),
    load<{ SnsStore: new () => Subscriptions }>('./sns/snsStore.js'),
    load<{ S3Store: new () => ObjectStore }>('./s3/s3Store.js'),
    load<{ PersistenceManager: new (dir: string) => Persistence }>('./persistence.js'),
    load<{ FileS3Persistence: new (dir: string) => ObjectFiles }>('./s3/fileS3Persistence.js'),
    load<Pick<EmulatorParts, 'sendMessage'>>('./sqs/actions/sendMessage.js'),
    load<Pick<EmulatorParts, 'publish'>>('./sns/actions/publish.js'),
    load<Pick<QueueParts, 'receiveMessage'>>('./sqs/actions/receiveMessage.js'),
    load<Pick<QueueParts, 'deleteMessageBatch'>>('./sqs/actions/deleteMessageBatch.js'),
    load<Pick<QueueParts, 'changeMessageVisibility'>>('./sqs/actions/changeMessageVisibility.js'),
  ]);
  return {
    ...app,
    ...sqs,
    ...sns,
    ...s3,
    ...persistence,
    ...files,
    ...send,
    ...publish,
    ...polling[0],
    ...polling[1],
    ...polling[2],
  };
}

interface Stores {
  host: string;
  persistence?: unknown;
  getQueue: QueueParts['sqsStore']['getQueue'];
  allQueues(): Iterable<FauxqsQueue & { persistence?: unknown }>;
}
interface Subscriptions {
  persistence?: unknown;
  getSubscription(arn: string): { readonly topicArn: string; readonly endpoint: string } | undefined;
}
interface ObjectStore extends ListingStore, ObjectMemory {
  persistence?: unknown;
  putObject(bucket: string, key: string, bytes: Buffer): unknown;
  headObject(bucket: string, key: string): unknown;
}
interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady(messageId: string): void;
  loadSqsAndSns(sqs: unknown, sns: unknown): void;
  close(): void;
}

/**
 * Starts SQS, SNS and S3 in this process, with their state in the data folder.
 *
 * The emulator differs from AWS in eight points on which Postern's guarantees rest, so they are corrected here: several
 * messages of a FIFO group per receive, a visibility of zero, conditional puts, whole objects, the order of lists, lists of
 * versions, ObjectCreated notifications, and tags.
 */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const { access, mayDeliver, dataDir } = options;
  const tags = openObjectTags(dataDir);
  const onObjectCreated: EmulatorOptions['onObjectCreated'] = (bucket, key, size) => {
    tags.remove(bucket, key);
    options.onObjectCreated(bucket, key, size);
  };
  const modules = await internals();
  patchReceive(modules.SqsQueue);
  const state = openState(dataDir, modules);
  if (mayDeliver !== undefined) askBeforeDelivery(state.stores.snsStore, mayDeliver);
  const app = modules.buildApp({
    logger: false,
    host: '127.0.0.1',
    defaultRegion: 'us-east-1',
    stores: state.stores as never,
  });
  if (access !== undefined) guardEmulators(app, access, (bucket, key) => tags.of(bucket, key)[scanTag]);
  answerTags(app, tags, objectOf);
  answerVersions(app, state.stores.s3Store);
  refuseSecondPuts(app, state.stores.s3Store);
  announceObjects(app, onObjectCreated);
  app.addHook('preClose', async () => {
    state.close();
    tags.close();
  });
  guardListener(app.server, { link: isPresigned, picture: isPresigned });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    tags,
    services: createEmulatorServices({ ...modules, ...state.stores, onObjectCreated }),
    openQueue: (queueUrl, accessKey) => openPolledQueue({ ...modules, ...state.stores }, access, queueUrl, accessKey),
    oldestMessageSeconds: (queueName, now) => {
      const queue = [...state.stores.sqsStore.allQueues()].find(({ name }) => name === queueName);
      return queue && oldestSeconds(queue, now);
    },
    stop: () => app.close(),
  };
}

type Modules = Awaited<ReturnType<typeof internals>>;
type App = ReturnType<Modules['buildApp']>;

const patched = Symbol.for('postern.fauxqs.fifo');

/** Patches the emulator's queues, once for each process. */
function patchReceive(SqsQueue: Modules['SqsQueue']): void {
  if (Object.hasOwn(SqsQueue.prototype, patched)) return;
  // First, because it looks at the original methods.
  patchTimers(SqsQueue);
  patchFifoReceive(SqsQueue);
  Object.defineProperty(SqsQueue.prototype, patched, { value: true });
}

/** Loads the queues, subscriptions and objects of former runs, and keeps every change of them. */
function openState(dataDir: string, { SqsStore, SnsStore, S3Store, PersistenceManager, FileS3Persistence }: Modules) {
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const directory = join(dataDir, 'aws');
  mkdirSync(directory, { recursive: true });
  const persistence = new PersistenceManager(directory);
  // A write survives a kill of the process without a wait for the disk; only a crash of the machine could lose it.
  persistence.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  keepReceiveCounts(persistence);
  const [objectDirectory, stagingDirectory] = [join(dataDir, 's3'), join(dataDir, 's3-staging')];
  discardUnfinished(objectDirectory, stagingDirectory);
  const objects = new FileS3Persistence(objectDirectory);
  keepObjectsInDatabase(objects, objectDirectory, stagingDirectory);
  persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  objects.loadS3(stores.s3Store);
  stores.sqsStore.persistence = persistence;
  stores.snsStore.persistence = persistence;
  stores.s3Store.persistence = objects;
  listInKeyOrder(stores.s3Store);
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = persistence;
    releaseInFlight(queue);
  }
  const close = (): void => {
    persistence.close();
    objects.close();
  };
  return { stores, close };
}

const preconditionFailed =
  '<?xml version="1.0"?><Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>';

/**
 * Refuses a put with `If-None-Match: *` for an object that is there, or that another request writes at the moment.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function refuseSecondPuts(app: App, store: ObjectStore): void {
  const writing = new Set<string>();
  app.addHook('onRequest', async (request, reply) => {
    const target = objectOf(request.url);
    if (request.method !== 'PUT' || target === undefined || request.headers['if-none-match'] !== '*') return;
    const path = `/${target.bucket}/${target.key}`;
    // S3 looks for itself: a conditional write takes no right to read (API_PutObject).
    const exists = writing.has(path) || hasObject(store, target);
    if (exists) {
      await reply.code(412).type('application/xml').send(preconditionFailed);
      return;
    }
    writing.add(path);
    reply.raw.once('close', () => writing.delete(path));
  });
}

function hasObject(store: ObjectStore, { bucket, key }: { readonly bucket: string; readonly key: string }): boolean {
  try {
    return store.headObject(bucket, key) !== undefined;
  } catch (error) {
    // An absent bucket is the next handler's error.
    if (/^NoSuch(?:Key|Bucket)$/.test(String(fieldsOf(error).code))) return false;
    throw error;
  }
}

/** Calls back after each object that a put or a completed upload has stored. */
function announceObjects(app: App, onObjectCreated: EmulatorOptions['onObjectCreated']): void {
  app.addHook('onResponse', async (request, reply) => {
    const target = objectOf(request.url);
    const isPut = request.method === 'PUT' && !/[?&](?:partNumber|tagging)\b/.test(request.url);
    const isCompleted = request.method === 'POST' && /[?&]uploadId=/.test(request.url);
    if (target !== undefined && reply.statusCode === 200 && (isPut || isCompleted)) {
      onObjectCreated(target.bucket, target.key, Number(request.headers['content-length'] ?? 0));
    }
  });
}

/** Hides from SNS the subscriptions to which it may not deliver: it delivers to those that its store names. */
function askBeforeDelivery(sns: Subscriptions, mayDeliver: (topicArn: string, queueArn: string) => boolean): void {
  const original = sns.getSubscription.bind(sns);
  sns.getSubscription = (arn) => {
    const subscription = original(arn);
    const isDenied = subscription !== undefined && !mayDeliver(subscription.topicArn, subscription.endpoint);
    return isDenied ? undefined : subscription;
  };
}

/** Keeps the count of receives: the original sets it to null, which its own table rejects, and no message becomes visible. */
function keepReceiveCounts(persistence: Persistence): void {
  const ready = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void ready.run(messageId);
}

const isPresigned = (path: string): boolean => /[?&]X-Amz-Signature=/.test(path);

function objectOf(url: string): { bucket: string; key: string } | undefined {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]+)/.exec(url) ?? [];
  return bucket === undefined || key === undefined || /^\d{12}$/.test(bucket)
    ? undefined
    : { bucket, key: decodeURIComponent(key) };
}
