import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createDynamoConnectionGate } from '../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoParkedThreads } from '../lambdas/aws/dynamo-parked-threads.ts';
import { createInvoke } from '../lambdas/aws/invoke-function.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createS3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { lambdaStoragePlatform } from '../lambdas/aws/storage-platform.ts';
import { tenantKeysOf } from '../lambdas/aws/tenant-keys.ts';
import { createSweepTime } from '../lambdas/aws/watermark.ts';
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

export type Backend = ReturnType<typeof connectBackend>;
