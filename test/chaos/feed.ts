import './quiet.ts';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent } from 'aws-lambda';
import { createApiContainer } from '../../lambdas/api/container.ts';
import { createApiHandler } from '../../lambdas/api/handler.ts';
import { createListEvents } from '../../lambdas/api/list-events.ts';
import { writeIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import { createFeedStore } from '../../lambdas/aws/dynamo-feed.ts';
import type { Platform } from '../../lambdas/aws/platform.ts';
import {
  type FeedPosition,
  type FeedSight,
  placeAt,
  type readStretch,
} from '../../lambdas/domain/delivery/feed-reading.ts';
import { readTokenKeys } from '../../lambdas/domain/mail/signed-text.ts';
import { env } from '../../lambdas/env.ts';
import { createFeedContainer } from '../../lambdas/feed/container.ts';
import { createFeedHandler } from '../../lambdas/feed/handler.ts';
import { anIntegration } from '../helpers/builders.ts';
import { Crash, type FeedWorld } from './feed-world.ts';

/** Guarantees of the feed that can be taken out, to see the check fail. */
export const feedMutations = ['no-horizon', 'no-mark'] as const;
export type FeedMutation = (typeof feedMutations)[number];

interface FeedOptions {
  readonly events: number;
  readonly workers?: number;
  readonly readers?: number;
  readonly mutation?: FeedMutation | undefined;
  /** Called with the number of events that all readers have read together. */
  readonly onProgress?: (read: number) => void;
}

interface ReaderReport {
  readonly pages: number;
  /** Crashes between a page and its checkpoint, and in the middle of a request. */
  readonly crashes: number;
  /** Different events behind its checkpoints. */
  readonly events: number;
  /** Events that a checkpoint covered before, and that came again behind it. */
  readonly repeated: number;
  readonly missing: number;
}

export interface FeedReport {
  readonly events: number;
  readonly workerCrashes: number;
  /** Batches of changes that were handed over again although they had been added. */
  readonly batchesAgain: number;
  readonly readers: readonly ReaderReport[];
  /** Readers that saw a tenant's events in another order than the first reader. */
  readonly otherOrders: number;
}

/** The mutation of `no-mark`: a delivery that has its entry is added again. */
export const withoutMarks = (text: string): string | undefined =>
  text === 'attribute_not_exists(sk)' ? undefined : text;

const tenants = ['acme', 'beta', 'gamma'];
const apiKey = 'a-key-of-the-simulation';
const tokenKeys = JSON.stringify({ current: 'k1', k1: 'a key of the simulation' });
const mostPerBatch = 100;
/** In ms: clocks of different processes differ by up to this, in both directions. */
const skewMs = 60_000;

/**
 * Writes events by concurrent workers and reads them by readers that keep checkpoints, through the functions' own handlers;
 * everybody crashes at random, in the middle of calls and between a page and its checkpoint.
 */
export async function runFeed(world: FeedWorld, options: FeedOptions): Promise<FeedReport> {
  const { events, workers = 20, readers = 5, onProgress = () => {} } = options;
  await world.finish(configure(world));
  const state = { writing: workers, workerCrashes: 0, batchesAgain: 0, read: 0 };
  const shards = Array.from({ length: workers }, (_, nth) => shardOf(nth, workers, events));
  const readings = Array.from({ length: readers }, () => ({ pages: 0, crashes: 0, seen: [] as string[] }));
  const all = Promise.all([
    ...shards.map((shard) => write(world, shard, state)),
    ...readings.map((reading) => read(world, options, reading, state, onProgress)),
  ]);
  await world.finish(all);
  const orders = readings.map(({ seen }) => tenants.map((tenant) => firstSeen(seen, tenant)).join());
  return {
    events,
    workerCrashes: state.workerCrashes,
    batchesAgain: state.batchesAgain,
    readers: readings.map(({ pages, crashes, seen }) => {
      const known = new Set(seen);
      return { pages, crashes, events: known.size, repeated: seen.length - known.size, missing: events - known.size };
    }),
    otherOrders: orders.filter((order) => order !== orders[0]).length,
  };
}

/** Writes an integration for each tenant. */
function configure(world: FeedWorld): Promise<unknown> {
  const integrations = tenants.map((tenant) => anIntegration({ key: `${tenant}-in`, tenant }));
  const before = { connections: {}, integrations: [] };
  const after = { connections: {}, integrations };
  return writeIntegrations(world.client(0), world.tables.control, before, after as never, 'laptop');
}

/** Whether each reader saw each event once behind its checkpoints, and all in one order. */
export const isFeedWhole = ({ readers, otherOrders }: FeedReport): boolean =>
  otherOrders === 0 && readers.every(({ repeated, missing }) => repeated + missing === 0);

const firstSeen = (seen: readonly string[], tenant: string): string =>
  [...new Set(seen.filter((id) => id.startsWith(tenant)))].join();

type Changes = DynamoDBStreamEvent['Records'];

/** The changes of a shard of the stream: each has its deliveries, and rows that are none. */
function shardOf(nth: number, shards: number, events: number): Changes {
  const own = Array.from({ length: Math.ceil((events - nth) / shards) }, (_, at) => nth + at * shards);
  return own.map((number) => {
    const tenant = tenants[number % tenants.length]!;
    const eventId = `${tenant}-${number}`;
    const row = {
      pk: `EVENT#${eventId}`,
      sk: `DELIVERY#${tenant}-in`,
      eventId,
      integration: `${tenant}-in`,
      tenant,
      threadKey: `thread-${number % 97}`,
      lane: 'conversation',
      mailKind: 'human',
      receivedAt: '2026-11-21T09:00:00.000Z',
    };
    const Keys = marshall({ pk: row.pk, sk: row.sk });
    return {
      eventName: 'INSERT',
      dynamodb: { Keys, NewImage: marshall(row), SequenceNumber: String(number) },
    } as never;
  });
}

function platformOf(world: FeedWorld, deadly: number): Platform {
  const skew = world.random.below(2 * skewMs) - skewMs;
  const now = (): Date => new Date(world.now() + skew);
  return {
    environment: {
      [env.ledgerTable]: world.tables.ledger,
      [env.controlTable]: world.tables.control,
      [env.consentTable]: world.tables.consent,
      [env.suppressionsQueueUrl]: 'https://sqs.simulated/suppressions.fifo',
      [env.mailBucket]: 'mail',
      [env.attachmentsBucket]: 'attachments',
      [env.tokenKeys]: 'env:POSTERN_TOKEN_KEYS',
      POSTERN_TOKEN_KEYS: tokenKeys,
      [env.apiKeys]: 'env:POSTERN_API_KEYS',
      POSTERN_API_KEYS: JSON.stringify({ all: apiKey }),
      [env.addressKey]: 'env:POSTERN_ADDRESS_KEY',
      POSTERN_ADDRESS_KEY: 'a key of the simulation',
    },
    dynamo: world.client(deadly),
    now,
    serverNow: now,
    random: world.random,
    pause: world.pause,
    putMetric: () => {},
    getObject: async () => undefined,
    sqs: undefined as never,
  };
}

interface WritingState {
  writing: number;
  workerCrashes: number;
  batchesAgain: number;
  read: number;
}

/** A worker of the stream: hands its changes over in their order, and again from the last batch that was answered. */
async function write(world: FeedWorld, shard: Changes, state: WritingState): Promise<void> {
  const { random } = world;
  let handler = createFeedHandler(createFeedContainer(platformOf(world, 0.02)));
  for (let at = 0; at < shard.length; ) {
    const size = 1 + random.below(mostPerBatch);
    try {
      await handler({ Records: shard.slice(at, at + size) });
      // A repetition of a whole batch is as good as an answer that was lost.
      if (random.chance(0.02)) state.batchesAgain += 1;
      else at += size;
    } catch {
      state.workerCrashes += 1;
      handler = createFeedHandler(createFeedContainer(platformOf(world, 0.02)));
    }
    await world.pause(random.below(200));
  }
  state.writing -= 1;
}

interface Reading {
  pages: number;
  crashes: number;
  /** Events in the order of the checkpoints that cover them. */
  readonly seen: string[];
}

/** A reader that keeps its cursor, and what it made of the page, in one step; a crash before it repeats the page. */
async function read(
  world: FeedWorld,
  { mutation }: FeedOptions,
  reading: Reading,
  state: WritingState,
  onProgress: (read: number) => void,
): Promise<void> {
  const { random } = world;
  let get = readerOf(world, mutation);
  let cursor = '';
  for (let isOver = false; !isOver; ) {
    const isWritten = state.writing === 0;
    try {
      const page = await get({ limit: String(1 + random.below(600)), ...(cursor && { cursor }) });
      if (random.chance(0.05)) throw new Crash();
      reading.seen.push(...page.events.map(({ eventId }) => eventId));
      ({ cursor } = page);
      reading.pages += 1;
      state.read += page.events.length;
      onProgress(state.read);
      isOver = isWritten && !page.hasMore;
      if (page.pollAfterMs > 0) await world.pause(page.pollAfterMs);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      reading.crashes += 1;
      get = readerOf(world, mutation);
      await world.pause(random.below(2000));
    }
  }
}

interface Page {
  readonly events: ReadonlyArray<{ readonly eventId: string }>;
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly pollAfterMs: number;
}

/** One process that reads, through the handler of the API. */
function readerOf(world: FeedWorld, mutation: FeedMutation | undefined) {
  const platform = platformOf(world, 0.02);
  const container = createApiContainer(platform);
  const handler = createApiHandler(
    mutation === 'no-horizon' ? { ...container, listEvents: withoutHorizon(world, platform) } : container,
  );
  return async (query: Record<string, string>): Promise<Page> => {
    const { statusCode, body } = await handler({
      routeKey: 'GET /v1/events',
      queryStringParameters: query,
      headers: { authorization: `Bearer ${apiKey}` },
      requestContext: {},
    } as unknown as APIGatewayProxyEventV2);
    // A process that died answers nothing; what remains of it in here is the handler's own answer.
    if (statusCode === 500) throw new Crash();
    if (statusCode !== 200) throw new Error(`the API answered ${statusCode}: ${body}`);
    return JSON.parse(body!);
  };
}

/** The list as it is without the safe horizon: a reader gets whatever a read shows, with its gaps. */
const withoutHorizon = (world: FeedWorld, { dynamo, now }: Platform) =>
  createListEvents({
    feed: createFeedStore({ dynamo, table: world.tables.ledger }),
    control: { integrations: async () => tenants.map((tenant) => anIntegration({ key: `${tenant}-in`, tenant })) },
    tokenKeys: async () => readTokenKeys(tokenKeys),
    cut: takeAll,
    keptMs: 400 * 86_400_000,
    now,
  });

function takeAll(position: FeedPosition, { entries, isEnd }: FeedSight): ReturnType<typeof readStretch> {
  const last = entries.at(-1);
  return { kind: 'entries', entries, position: last ? placeAt(last) : position, hasMore: !isEnd };
}
