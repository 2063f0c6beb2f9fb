import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createDynamoConnectionGate } from '../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoParkedThreads } from '../lambdas/aws/dynamo-parked-threads.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createS3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { lambdaStoragePlatform } from '../lambdas/aws/storage-platform.ts';
import { createWatermark } from '../lambdas/aws/watermark.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { type RuntimeFile, runtimeFileName } from '../local/runtime-file.ts';

export const dataDirectory = (): string => process.env.POSTERN_DATA_DIR ?? '.postern';

/** The running local pipeline, if one is. */
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
    store: createS3MailStore(platform, { mail: read(env.mailBucket), attachments: read(env.attachmentsBucket) }),
    reader: createLedgerReader(dynamo, ledgerTable),
    gate: createDynamoConnectionGate(platform, ledgerTable),
    parked: createDynamoParkedThreads(dynamo, ledgerTable),
    watermark: createWatermark(dynamo, ledgerTable),
    platform,
    /** Of the services that say what the queues hold and who reads them. */
    queueClients: { sqs, lambda, cloudWatch: new CloudWatchClient({}) },
    /** @throws ConfigError when the variable is not set */
    read,
    /** Whether the tables are those of the running local pipeline, where `env:` and `sandbox:` work. */
    isLocal: runtime !== undefined,
    /** Calls a function and waits for its answer. */
    async invoke(stage: string, payload: unknown): Promise<unknown> {
      const FunctionName = runtime?.functions[stage] ?? read(`${stage.toUpperCase()}_FUNCTION`);
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
      );
      const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
      if (FunctionError)
        throw new Error(`${stage} failed: ${(answer as { errorMessage?: string }).errorMessage ?? FunctionError}`);
      return answer;
    },
  };
}

export type Backend = ReturnType<typeof connectBackend>;
