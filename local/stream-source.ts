import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import { matchesPattern } from './event-pattern.ts';
import type { FunctionHost } from './function-host.ts';
import { DeniedPollError } from './polled-queue.ts';
import type { TableStream } from './table-stream.ts';

/** Where the reading of a stream goes on after a restart. */
export interface StreamCheckpoint {
  /** The last record that the function has handled. */
  read(): string | undefined;
  write(sequenceNumber: string): void;
}

interface StreamSourceOptions {
  readonly stream: TableStream;
  readonly checkpoint: StreamCheckpoint;
  readonly batchSize: number;
  /** Patterns of the records that are wanted; absent: all. */
  readonly filters?: readonly unknown[];
  /** How long records are gathered, in ms. */
  readonly windowMs: number;
  /** A batch that fails is tried again in halves. */
  readonly isBisected: boolean;
  /** Records that are older are given up, in ms; absent: never. */
  readonly maxAgeMs?: number;
  /** Takes the place of records that are given up. */
  readonly giveUp: (records: readonly DynamoDBRecord[]) => Promise<void>;
  readonly target: FunctionHost;
}

interface StreamSource {
  stop(): Promise<void>;
}

/** In ms. A person who changes something looks at the trail seconds later. */
const idlePauseMs = 300;
const failurePauseMs = 1_000;
/** A role that may not read the stream will not be allowed to in a moment either. */
const deniedPauseMs = 10_000;

/** Reads the stream of a table for a function, as a Lambda event source mapping does: in order, and one batch at a time. */
export function startStreamSource(options: StreamSourceOptions): StreamSource {
  const stopping = new AbortController();
  const loop = poll(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

async function poll(options: StreamSourceOptions, signal: AbortSignal): Promise<void> {
  const { stream, checkpoint, batchSize, windowMs } = options;
  while (!signal.aborted) {
    try {
      let records = await stream.read(checkpoint.read(), batchSize);
      if (records.length === 0) {
        await pauseFor(idlePauseMs, signal);
        continue;
      }
      if (records.length < batchSize) {
        await pauseFor(windowMs, signal);
        records = await stream.read(checkpoint.read(), batchSize);
      }
      await handle(options, wantedOf(options, records), signal);
      checkpoint.write(records.at(-1)?.dynamodb?.SequenceNumber ?? '');
    } catch (error) {
      await pauseFor(error instanceof DeniedPollError ? deniedPauseMs : failurePauseMs, signal);
    }
  }
}

/** The records of a batch that match a pattern of the source; the others are passed. */
const wantedOf = ({ filters }: StreamSourceOptions, records: readonly DynamoDBRecord[]): readonly DynamoDBRecord[] =>
  filters === undefined
    ? records
    : records.filter((record) => filters.some((pattern) => matchesPattern(pattern, record)));

/** Invokes the function with a batch until it is handled, in halves where that is asked for, or until it is too old. */
async function handle(
  options: StreamSourceOptions,
  records: readonly DynamoDBRecord[],
  signal: AbortSignal,
): Promise<void> {
  const { checkpoint, isBisected, giveUp, target, maxAgeMs = Number.POSITIVE_INFINITY } = options;
  while (!signal.aborted && records.length > 0) {
    if (ageOf(records) > maxAgeMs) {
      await giveUp(records);
    } else if (!(await succeeds(target, records))) {
      await pauseFor(failurePauseMs, signal);
      const middle = Math.ceil(records.length / 2);
      if (!isBisected || records.length === 1) continue;
      await handle(options, records.slice(0, middle), signal);
      await handle(options, records.slice(middle), signal);
      return;
    }
    checkpoint.write(records.at(-1)?.dynamodb?.SequenceNumber ?? '');
    return;
  }
}

const ageOf = (records: readonly DynamoDBRecord[]): number =>
  Date.now() - 1000 * (records[0]?.dynamodb?.ApproximateCreationDateTime ?? 0);

const succeeds = (target: FunctionHost, Records: readonly DynamoDBRecord[]): Promise<boolean> =>
  target.invoke({ Records }).then(
    () => true,
    () => false,
  );

const pauseFor = (ms: number, signal: AbortSignal): Promise<unknown> => wait(ms, undefined, { signal }).catch(() => {});
