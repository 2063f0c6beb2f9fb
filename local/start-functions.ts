import { createWriteStream, openSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { env } from '../lambdas/env.ts';
import type { AssembledStage } from './assembly.ts';
import { createSqsClient } from './aws-clients.ts';
import { clamdEnvironment, inherited, restoredEnvironment } from './environment.ts';
import { startEventSource } from './event-source.ts';
import { codeOfAsset, codeOfSource, projectRoot } from './function-code.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { Backends } from './start-backends.ts';
import { type RunningParts, type Servers, sandboxEnvironment } from './start-servers.ts';
import { openStreamCheckpoints } from './stream-checkpoints.ts';
import { startStreamSource } from './stream-source.ts';
import { openTableStream } from './table-stream.ts';
import type { FunctionWiring } from './wiring.ts';

/** Invocations of a function at once: more than the cores, because an invocation mostly waits for an answer. */
const localConcurrency = 3;
/** Invocations at once of a function that a person waits for, or that waits for others most of its time. */
const promptConcurrency: Readonly<Record<string, number>> = { api: 4, suppress: 8, parse: 2, sink: 2, trail: 1 };
const concurrencyOf = (stage: string): number => promptConcurrency[stage] ?? localConcurrency;

/** Functions that load before their first invocation, which then does not wait for a worker. */
const warmStages = ['parse', 'sink', 'suppress', 'api'];

/** The hosts of the templates' functions, and their access keys. */
export interface Functions {
  /** By the folder under `lambdas/`. */
  readonly byStage: ReadonlyMap<string, FunctionHost>;
  /** Access keys by the names in the template. */
  readonly keys: ReadonlyMap<string, string>;
}

/** The environment of the functions. */
interface FunctionsOptions {
  readonly options: RuntimeOptions;
  readonly backends: Backends;
  readonly servers: Servers;
  /** The stage with the code of its functions. */
  readonly stage: AssembledStage;
  readonly parts: RunningParts;
}

/** Creates a host for each function of the templates, and warms those that the first mail needs. @param stack stops them */
export async function startFunctions(
  { options, backends: { wiring, control }, servers, stage, parts }: FunctionsOptions,
  stack: AsyncDisposableStack,
): Promise<Functions> {
  const { dataDir, fromSources = false, onRestart } = options;
  const environment = functionEnvironment(servers);
  const keys = new Map(wiring.functions.map((declared) => [declared.name, control.keyOf(declared)]));
  const byStage = new Map<string, FunctionHost>();
  for (const declared of wiring.functions) {
    const host = createFunctionHost({
      wiring: withApiUrl(declared, servers.url),
      code: fromSources ? codeOfSource(declared) : codeOfAsset(declared, stage),
      environment: { ...environment, AWS_ACCESS_KEY_ID: keys.get(declared.name)! },
      concurrency: concurrencyOf(declared.stage),
      logFile: openLogFile(dataDir, declared.stage),
    });
    byStage.set(declared.stage, host);
    parts.functions.set(declared.name, host);
    stack.defer(() => host.stop());
  }
  await Promise.all(warmStages.map((warmStage) => byStage.get(warmStage)?.warm()));
  if (fromSources) {
    // Loads the bundler, which knows the files of a function.
    const { restartOnChange } = await import('./restart-on-change.ts');
    stack.defer(await restartOnChange({ root: projectRoot, dataDir, wiring, functions: byStage, onRestart }));
  }
  return { byStage, keys };
}

function functionEnvironment(servers: Servers): Record<string, string> {
  return {
    ...inherited(),
    ...servers.awsNames,
    ...sandboxEnvironment(servers),
    POSTERN_SANDBOX_TOKEN: process.env.POSTERN_SANDBOX_TOKEN ?? 'sandbox',
    ...clamdEnvironment(),
    ...restoredEnvironment(),
  };
}

/** Opens the log of a function, to which all its workers write. It is open at once, or the start fails. */
function openLogFile(dataDir: string, stage: string) {
  const path = join(dataDir, 'logs', `${stage}.log`);
  const logFile = createWriteStream(path, { fd: openSync(path, 'a') });
  logFile.setMaxListeners(0);
  return logFile;
}

/** The API answers on this machine, at a port that no template can know. */
const withApiUrl = (declared: FunctionWiring, url: string): FunctionWiring =>
  env.apiUrl in declared.environment
    ? { ...declared, environment: { ...declared.environment, [env.apiUrl]: url } }
    : declared;

/** Starts to poll the queues of the functions. @param stack stops the polling */
export function startEventSources(
  { wiring, emulators }: Backends,
  { keys }: Functions,
  parts: RunningParts,
  stack: AsyncDisposableStack,
): void {
  for (const source of wiring.eventSources) {
    const target = parts.functions.get(source.functionName);
    if (target === undefined)
      throw new Error(`the template maps a queue to ${source.functionName}, which has no code of ours`);
    const pollers = Math.min(concurrencyOf(target.stage), source.maximumConcurrency);
    // Lambda reads the queue in the role of the function.
    const queue = emulators.openQueue(source.queueUrl, keys.get(source.functionName)!);
    const eventSource = startEventSource({ ...source, queue, pollers, target });
    parts.eventSources.set(target.stage, eventSource);
    stack.defer(() => eventSource.stop());
  }
}

/** Starts to read the streams of the tables for the functions. @param stack stops the reading */
export function startStreams(
  { wiring, emulators, control, databaseEndpoint }: Backends,
  { keys }: Functions,
  parts: RunningParts,
  dataDir: string,
  stack: AsyncDisposableStack,
): void {
  const checkpointOf = openStreamCheckpoints(dataDir);
  for (const { functionName, streamArn, table, failureQueueUrl, ...settings } of wiring.streams) {
    const target = parts.functions.get(functionName);
    if (target === undefined)
      throw new Error(`the template maps a stream to ${functionName}, which has no code of ours`);
    const { access } = control;
    // Lambda reads the stream, and names what it gives up, in the role of the function.
    const accessKey = keys.get(functionName)!;
    const sqs = createSqsClient(emulators.endpoint, accessKey);
    stack.defer(() => sqs.destroy());
    const source = startStreamSource({
      ...settings,
      stream: openTableStream({ endpoint: databaseEndpoint, table, streamArn, access, accessKey }),
      checkpoint: checkpointOf(`${table} ${functionName}`),
      giveUp: async (records) => {
        const MessageBody = failureMessage(streamArn, records);
        if (failureQueueUrl !== undefined)
          await sqs.send(new SendMessageCommand({ QueueUrl: failureQueueUrl, MessageBody }));
      },
      target,
    });
    stack.defer(() => source.stop());
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
const failureMessage = (streamArn: string, records: readonly DynamoDBRecord[]): string =>
  JSON.stringify({
    requestContext: { condition: 'RecordAgeExceeded' },
    DDBStreamBatchInfo: {
      streamArn,
      shardId: 'local',
      startSequenceNumber: records[0]?.dynamodb?.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber,
      batchSize: records.length,
    },
  });
