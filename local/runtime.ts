import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readIntegrations, writeIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { createS3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { createAccessControl } from './access-control.ts';
import { openLocalAssembly } from './assembly-cache.ts';
import { createAwsClients, createSqsClient } from './aws-clients.ts';
import { servicesAt, startAwsServer } from './aws-server.ts';
import { startDynamo } from './dynoxide.ts';
import { startEmulators } from './emulators.ts';
import { apiKeyOf, awsEnvironment, clamdEnvironment, environmentOf, inherited, queueUrls } from './environment.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import { codeOfAsset, codeOfSource } from './function-code.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import { startHttpServer } from './http-server.ts';
import type { IamOptions } from './iam/start-iam.ts';
import type { Resource } from './intrinsics.ts';
import { createAnnouncer } from './object-announcer.ts';
import { provision } from './provision.ts';
import { createRunToken } from './run-token.ts';
import { runtimeFileName, writeRuntimeFile } from './runtime-file.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { createSandboxCdps } from './sandbox-cdp.ts';
import { createFaults } from './sandbox-crm/faults.ts';
import { createSandboxStore, type SandboxStore } from './sandbox-crm/hubspot/store.ts';
import { createRecordStores } from './sandbox-crm/record-stores.ts';
import { startSchedules } from './schedules.ts';
import { openSecrets } from './secrets.ts';
import type { SentMail, SuppressionList } from './sending-account.ts';
import { startSmtpIntake } from './smtp-intake.ts';
import { createDnsResolver } from './verify-sender.ts';
import { type FunctionWiring, readResources, readWiring, type Wiring } from './wiring.ts';

export interface Runtime {
  readonly smtp: number;
  readonly http: number;
  readonly wiring: Wiring;
  readonly crm: SandboxStore;
  /** By the folder under `lambdas/`. */
  readonly functions: ReadonlyMap<string, FunctionHost>;
  /** AWS endpoints, tables and queues, as a function or the command line reads them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls to the sandbox CRM since the start. */
  readonly crmCalls: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** So long a search at a stand-in does not show what was just written, as a real one's index would not, in ms. */
const sandboxSearchLagMs = 1_000;
/** Invocations of a function at once: more than the cores, because most of one is waiting for an answer. */
const localConcurrency = 3;
/** What somebody waits for, and what waits for others most of its time. */
const promptConcurrency: Readonly<Record<string, number>> = { api: 4, suppress: 8 };

/** Starts the whole pipeline on this machine, as the cloud assembly of its stage says: templates and code. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { dataDir, fromSources = false, onProgress = () => {}, resolver = createDnsResolver() } = options;
  const stops: Array<() => unknown> = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    onProgress('templates');
    const assembly = await openLocalAssembly(options);
    stops.push(() => assembly.release());
    const templates = assembly.stage.stacks.map(({ template }) => template);
    onProgress('database');
    const dynamoServer = await startDynamo(dataDir);
    stops.push(() => dynamoServer.stop());

    const token = createRunToken();
    const control = createAccessControl();
    const { access, questions } = control;
    stops.push(() => control.stop());
    onProgress('queues and buckets');
    let announce = (_bucket: string, _key: string, _size: number): void => {};
    const emulators = await startEmulators({
      dataDir,
      access,
      mayDeliver: (_topicArn, queueArn) => questions.mayFanOut(queueArn),
      onObjectCreated: (bucket, key, size) => announce(bucket, key, size),
    });
    stops.push(() => emulators.stop());

    const wiring = readWiring(emulators.endpoint, templates);
    const clients = createAwsClients(emulators.endpoint, dynamoServer.endpoint, access.runtimeKey);
    const { sqs, sns, s3, dynamo, documents } = clients;
    for (const client of [sqs, sns, s3, dynamo]) stops.push(() => client.destroy());
    await provision(wiring, clients);
    announce = createAnnouncer(wiring, sqs, questions.mayAnnounceObject);
    const resources = readResources(emulators.endpoint, templates);
    const dynamoEndpoint =
      options.iam === false
        ? dynamoServer.endpoint
        : await control.start(iamOptionsOf(options, resources), dynamoServer.endpoint);

    const names = environmentOf(wiring);
    const crm = createSandboxStore(join(dataDir, 'sandbox-crm.sqlite'));
    stops.push(() => crm.close());
    const recordStores = createRecordStores(dataDir, sandboxSearchLagMs);
    stops.push(() => recordStores.close());
    await applyIntegrations(documents, names[env.controlTable]!, options);

    onProgress('functions');
    const secrets = openSecrets(dataDir, wiring.secrets);
    const functions = new Map<string, FunctionHost>();
    const eventSources = new Map<string, EventSource>();
    const byName = new Map<string, FunctionHost>();
    const crmCalls = new Map<string, number>();
    const intake: { port: number } = { port: options.smtpPort };
    const [suppressionList, outbox]: [SuppressionList, SentMail[]] = [new Map(), []];
    const aws = await startAwsServer({
      token,
      access,
      functions: byName,
      eventSources,
      oldestMessageSeconds: emulators.oldestMessageSeconds,
      secrets,
      suppressionList,
      outbox,
    });
    stops.push(() => aws.stop());
    const http = await startHttpServer({
      port: options.httpPort,
      store: createS3MailStore(
        { s3, pause },
        { mail: names[env.mailBucket]!, attachments: names[env.attachmentsBucket]! },
      ),
      reader: createLedgerReader(documents, names[env.ledgerTable]!),
      crm,
      recordStore: recordStores.of,
      faults: createFaults(),
      functions: byName,
      eventSources,
      routes: wiring.routes,
      mayCall: ({ functionArn, routeKey }) => questions.mayCallRoute(functionArn, routeKey),
      denials: access.denials,
      token,
      apiKey: apiKeyOf(wiring, secrets),
      cdps: createSandboxCdps(),
      suppressionList,
      outbox,
      smtpPort: () => intake.port,
      crmCalls,
      onCrmCall: (method, path) => {
        const call = `${method} ${path.replace(/\/\d+|\/[0-9a-f]{64}/g, '/{id}').replace(/\?.*/, '')}`;
        crmCalls.set(call, (crmCalls.get(call) ?? 0) + 1);
      },
    }).catch((error: NodeJS.ErrnoException) =>
      Promise.reject(portError(error, 'HTTP', options.httpPort, 'POSTERN_HTTP_PORT')),
    );
    stops.push(() => http.stop());
    const awsNames = {
      ...awsEnvironment(emulators.endpoint, dynamoEndpoint, access.operatorKey),
      ...servicesAt(aws.port, token),
    };
    const functionEnvironment = {
      ...inherited(),
      ...awsNames,
      [env.sandboxUrl]: `http://127.0.0.1:${http.port}/sandbox`,
      POSTERN_SANDBOX_TOKEN: process.env.POSTERN_SANDBOX_TOKEN ?? 'sandbox',
      ...clamdEnvironment(),
    };
    const keys = new Map(wiring.functions.map((declared) => [declared.name, control.keyOf(declared)]));
    for (const declared of wiring.functions) {
      const { stage } = declared;
      const logFile = createWriteStream(join(dataDir, 'logs', `${stage}.log`), { flags: 'a' });
      // Every worker of the function writes to it.
      logFile.setMaxListeners(0);
      const host = createFunctionHost({
        wiring: withApiUrl(declared, `http://127.0.0.1:${http.port}`),
        code: fromSources ? codeOfSource(declared) : codeOfAsset(declared, assembly.stage),
        environment: { ...functionEnvironment, AWS_ACCESS_KEY_ID: keys.get(declared.name)! },
        concurrency: promptConcurrency[stage] ?? localConcurrency,
        logFile,
      });
      functions.set(stage, host);
      byName.set(declared.name, host);
      stops.push(() => host.stop());
    }
    await Promise.all(['parse', 'sink', 'suppress', 'api'].map((stage) => functions.get(stage)?.warm()));

    if (fromSources) {
      // Brings the bundler along, which tells the files of a function.
      const { restartOnChange } = await import('./restart-on-change.ts');
      stops.push(await restartOnChange(dataDir, wiring, functions, options.onRestart));
    }

    onProgress('mail');
    const smtp = await startSmtpIntake({
      port: options.smtpPort,
      rule: wiring.receiptRule,
      questions,
      s3,
      sns,
      resolver,
      spoolDir: join(dataDir, 'spool'),
    }).catch((error: NodeJS.ErrnoException) =>
      Promise.reject(portError(error, 'SMTP', options.smtpPort, 'POSTERN_SMTP_PORT')),
    );
    intake.port = smtp.port;
    stops.push(() => smtp.stop());

    // What a killed predecessor left between S3, ledger and queue is found now rather than by the hourly sweep.
    await functions.get('sweep')?.invoke({ sinceHours: 24 * 14, stuckForMs: 0 });
    stops.push(startSchedules(wiring, byName, questions.mayInvoke));
    for (const source of wiring.eventSources) {
      const target = byName.get(source.functionName);
      if (target === undefined)
        throw new Error(`the template maps a queue to ${source.functionName}, which has no code of ours`);
      const { stage } = target;
      const pollers = Math.min(promptConcurrency[stage] ?? localConcurrency, source.maximumConcurrency);
      // Lambda reads the queue in the role of the function.
      const reader = createSqsClient(emulators.endpoint, keys.get(source.functionName)!);
      stops.push(() => reader.destroy());
      const started = startEventSource({ ...source, sqs: reader, operator: sqs, pollers, target });
      eventSources.set(stage, started);
      stops.push(() => started.stop());
    }

    const environment = {
      ...awsNames,
      ...names,
      ...queueUrls(wiring),
      [env.apiUrl]: `http://127.0.0.1:${http.port}`,
      [env.sandboxUrl]: `http://127.0.0.1:${http.port}/sandbox`,
    };
    writeRuntimeFile(dataDir, {
      pid: process.pid,
      smtp: smtp.port,
      http: http.port,
      token,
      environment,
      functions: Object.fromEntries([...functions].map(([stage, { name }]) => [stage, name])),
    });
    stops.push(() => rmSync(join(dataDir, runtimeFileName), { force: true }));
    return { smtp: smtp.port, http: http.port, wiring, crm, functions, environment, crmCalls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function iamOptionsOf(options: RuntimeOptions, resources: ReadonlyMap<string, Resource>): IamOptions {
  const { dataDir, iamRecord, changePolicies = (same) => same } = options;
  const report = options.onReport ?? ((line: string) => void process.stderr.write(`${line}\n`));
  return { resources: changePolicies(resources), dataDir, recordFile: iamRecord, report };
}

async function applyIntegrations(
  documents: DynamoDBDocumentClient,
  table: string,
  { integrations, overwriteIntegrations = false }: RuntimeOptions,
): Promise<void> {
  const current = await readIntegrations(documents, table);
  if (current.integrations.length > 0 && !overwriteIntegrations) return;
  await writeIntegrations(documents, table, current, integrations);
}

function portError(error: NodeJS.ErrnoException, what: string, port: number, variable: string): Error {
  return error.code === 'EADDRINUSE' || error.code === 'EACCES'
    ? new ConfigError(
        `${what} port ${port} ${error.code === 'EACCES' ? 'may not be opened' : 'is in use'}; set ${variable} to another one, or to 0 for any free port`,
      )
    : error;
}

/** The API answers on this machine, at a port that no template can know. */
const withApiUrl = (declared: FunctionWiring, url: string): FunctionWiring =>
  env.apiUrl in declared.environment
    ? { ...declared, environment: { ...declared.environment, [env.apiUrl]: url } }
    : declared;
