import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createDynamoConnectionGate } from '../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoParkedThreads } from '../lambdas/aws/dynamo-parked-threads.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createS3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { lambdaStoragePlatform } from '../lambdas/aws/storage-platform.ts';
import { tenantKeysOf } from '../lambdas/aws/tenant-keys.ts';
import { createSweepTime } from '../lambdas/aws/watermark.ts';
import type { ReconcileReport, ReconcileRequest } from '../lambdas/domain/delivery/reconcile-report.ts';
import type {
  RedriveReport,
  RedriveRequest,
  ReplayReport,
  ReplayRequest,
} from '../lambdas/domain/delivery/redrive-report.ts';
import type { RereadReport, RereadRequest } from '../lambdas/domain/delivery/reread-report.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { type RuntimeFile, runtimeFileName } from '../local/runtime-file.ts';

/** The folder of the local pipeline's data. */
export const dataDirectory = (): string => process.env.POSTERN_DATA_DIR ?? '.postern';

/** The running local pipeline; undefined when none runs in that folder. */
export function findRuntime(dataDir = dataDirectory()): RuntimeFile | undefined {
  const path = join(dataDir, runtimeFileName);
  if (!existsSync(path)) return undefined;
  const runtime = JSON.parse(readFileSync(path, 'utf8')) as RuntimeFile;
  try {
    process.kill(runtime.pid, 0);
    return runtime;
  } catch {
    return undefined;
  }
}

/**
 * The tables and buckets that a verb works on: those of the running local pipeline, or those that the
 * environment names, as the deployment's `CliEnvironment` output spells them.
 *
 * @throws ConfigError when there are neither
 */
export function connectBackend() {
  const runtime = findRuntime();
  // The stand-ins take any token.
  if (runtime) Object.assign(process.env, { POSTERN_SANDBOX_TOKEN: 'sandbox', ...process.env, ...runtime.environment });
  const read = (name: string): string => {
    const value = process.env[name];
    if (value) return value;
    throw new ConfigError(
      `no local pipeline is running in ${dataDirectory()} (start it with: npm start), and ${name} is not set; ` +
        "for a deployment set the variables of the stack's CliEnvironment output",
    );
  };
  const ledgerTable = read(env.ledgerTable);
  const platform = lambdaStoragePlatform();
  const { dynamo, sqs } = platform;
  const lambda = new LambdaClient({});
  return {
    dynamo,
    ledgerTable,
    controlTable: read(env.controlTable),
    store: createS3MailStore(
      platform,
      { mail: read(env.mailBucket), attachments: read(env.attachmentsBucket) },
      tenantKeysOf(platform, read(env.controlTable)),
    ),
    reader: createLedgerReader(dynamo, ledgerTable),
    gate: createDynamoConnectionGate(platform, ledgerTable),
    parked: createDynamoParkedThreads(dynamo, ledgerTable),
    sweepTime: createSweepTime(dynamo, ledgerTable),
    platform,
    /** Clients of the services that know what the queues hold and who reads them. */
    queueClients: { sqs, lambda, cloudWatch: new CloudWatchClient({}) },
    /** @throws ConfigError when the variable is not set */
    read,
    /** Whether the tables are those of the running local pipeline, where `env:` and `sandbox:` work. */
    isLocal: runtime !== undefined,
    invoke: createInvoke(lambda, (stage) => runtime?.functions[stage] ?? read(`${stage.toUpperCase()}_FUNCTION`)),
  };
}

/** Calls a function of the pipeline and waits for its answer. */
export interface InvokeFunction {
  (stage: 'redrive', request: RedriveRequest): Promise<RedriveReport>;
  (stage: 'redrive', request: ReplayRequest): Promise<ReplayReport>;
  (stage: 'sweep', request: RereadRequest): Promise<RereadReport>;
  (stage: 'sweep', request: ReconcileRequest): Promise<ReconcileReport>;
}

/**
 * @param functionNameOf the name or ARN of a stage's function
 * @throws Error with the function's own message when the function fails
 */
export function createInvoke(
  lambda: Pick<LambdaClient, 'send'>,
  functionNameOf: (stage: string) => string,
): InvokeFunction {
  const invoke = async (stage: string, request: object): Promise<unknown> => {
    const command = new InvokeCommand({ FunctionName: functionNameOf(stage), Payload: JSON.stringify(request) });
    const { Payload, FunctionError } = await lambda.send(command);
    const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
    if (FunctionError) throw new Error(`${stage} failed: ${errorMessageOf(answer) ?? FunctionError}`);
    return answer;
  };
  // Both ends of each call are of one release, so that the answer is what the types say.
  return invoke as InvokeFunction;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const errorMessageOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'errorMessage' in answer ? String(answer.errorMessage) : undefined;

export type Backend = ReturnType<typeof connectBackend>;
