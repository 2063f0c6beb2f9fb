import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIntegrations, writeIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { makeTenantKeys } from '../lambdas/aws/tenant-keys.ts';
import { encryptingTenants } from '../lambdas/domain/configuration/sealing-tenants.ts';
import { env } from '../lambdas/env.ts';
import { openLocalAssembly } from './assembly-cache.ts';
import { queueUrls } from './environment.ts';
import type { FunctionHost } from './function-host.ts';
import { localKeyWrap } from './local-key-wrap.ts';
import { makeFolder } from './make-folder.ts';
import { portError } from './port-error.ts';
import { runtimeFileName, writeRuntimeFile } from './runtime-file.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import type { HubspotStore } from './sandbox-crm/hubspot/store.ts';
import { startSchedules } from './schedules.ts';
import { makeCertificate, smtpCertificateFile } from './smtp-certificate.ts';
import { type SmtpIntake, startSmtpIntake } from './smtp-intake.ts';
import { type Backends, startBackends } from './start-backends.ts';
import { type Functions, startEventSources, startFunctions, startStreams } from './start-functions.ts';
import { type RunningParts, type Servers, sandboxEnvironment, startServers } from './start-servers.ts';
import { createDnsResolver } from './verify-sender.ts';
import type { Wiring } from './wiring.ts';

/** A running pipeline. */
export interface Runtime {
  readonly smtp: number;
  readonly http: number;
  readonly wiring: Wiring;
  readonly crm: HubspotStore;
  /** By the folder under `lambdas/`. */
  readonly functions: ReadonlyMap<string, FunctionHost>;
  /** AWS endpoints, tables and queues, as a function or the command line reads them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Count of the calls to each route of a CRM since the start. */
  readonly crmCalls: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** The sweep of a start goes back so far. */
const catchUpHours = 24 * 14;

/**
 * Starts the whole pipeline on this machine, as the cloud assembly of its stage says: templates and code. A failed start stops what it has started, in the reverse order.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  await using starting = new AsyncDisposableStack();
  const { dataDir, onProgress = () => {} } = options;
  makeFolder(join(dataDir, 'logs'));
  onProgress('templates');
  const assembly = await openLocalAssembly(options);
  starting.defer(() => assembly.release());
  const templates = assembly.stage.stacks.map(({ template }) => template);
  const backends = await startBackends(options, templates, starting);
  await applyIntegrations(backends, options);
  onProgress('functions');
  const parts: RunningParts = { functions: new Map(), eventSources: new Map(), smtpPort: options.smtpPort };
  const servers = await startServers(options, backends, parts, starting);
  const functions = await startFunctions({ options, backends, servers, stage: assembly.stage, parts }, starting);
  onProgress('mail');
  const smtp = await startMail(options, backends, parts, starting);
  // Finds what a killed run left between S3, ledger and queue now; the hourly sweep would find it later.
  await functions.byStage.get('sweep')?.invoke({ sinceHours: catchUpHours, stuckForMs: 0 });
  starting.defer(startSchedules(backends.wiring, parts.functions, backends.control.questions.mayInvoke));
  startEventSources(backends, functions, parts, starting);
  startStreams(backends, functions, parts, dataDir, starting);
  const environment = environmentFor(backends, servers);
  announceRuntime(dataDir, { smtp: smtp.port, servers, environment, functions }, starting);
  const started = starting.move();
  return {
    smtp: smtp.port,
    http: servers.port,
    wiring: backends.wiring,
    crm: servers.crm,
    functions: functions.byStage,
    environment,
    crmCalls: servers.crmCalls,
    stop: () => started.disposeAsync(),
  };
}

/** Writes the integrations when the control table is empty, or when the options say so. */
async function applyIntegrations(
  { wiring, clients, names }: Backends,
  { dataDir, integrations, overwriteIntegrations = false }: RuntimeOptions,
): Promise<void> {
  const [dynamo, table] = [clients.documents, names[env.controlTable]!];
  const current = await readIntegrations(dynamo, table);
  if (current.integrations.length > 0 && !overwriteIntegrations) return;
  const tenants = encryptingTenants(integrations.integrations);
  await makeTenantKeys({ dynamo, table }, localKeyWrap(dataDir, wiring, dynamo), tenants, new Date());
  await writeIntegrations(dynamo, table, current, integrations, 'laptop');
}

async function startMail(
  { smtpPort, smtpTls = false, smtpAuth, dataDir, resolver = createDnsResolver() }: RuntimeOptions,
  { wiring, clients, emulators, control }: Backends,
  parts: RunningParts,
  stack: AsyncDisposableStack,
): Promise<SmtpIntake> {
  const certificate = smtpTls ? makeCertificate(new Date()) : undefined;
  if (certificate !== undefined) writeFileSync(join(dataDir, smtpCertificateFile), certificate.cert);
  const smtp = await startSmtpIntake({
    port: smtpPort,
    rule: wiring.receiptRule,
    questions: control.questions,
    s3: clients.s3,
    services: emulators.services,
    resolver,
    spoolDir: join(dataDir, 'spool'),
    certificate,
    auth: smtpAuth,
  }).catch((error: NodeJS.ErrnoException) => {
    throw portError(error, 'SMTP', smtpPort, 'POSTERN_SMTP_PORT');
  });
  parts.smtpPort = smtp.port;
  stack.defer(() => smtp.stop());
  return smtp;
}

/** AWS endpoints, tables, buckets, queues and URLs, as the command line reads them. */
const environmentFor = ({ wiring, names }: Backends, servers: Servers): Record<string, string> => ({
  ...servers.awsNames,
  ...names,
  ...queueUrls(wiring),
  [env.apiUrl]: servers.url,
  ...sandboxEnvironment(servers),
});

/** The content of the runtime file. */
interface Announcement {
  readonly smtp: number;
  readonly servers: Servers;
  readonly environment: Readonly<Record<string, string>>;
  readonly functions: Functions;
}

/** Writes the runtime file, for the command line. @param stack removes it */
function announceRuntime(
  dataDir: string,
  { smtp, servers, environment, functions }: Announcement,
  stack: AsyncDisposableStack,
): void {
  writeRuntimeFile(dataDir, {
    pid: process.pid,
    smtp,
    http: servers.port,
    token: servers.token,
    environment,
    functions: Object.fromEntries([...functions.byStage].map(([stage, { name }]) => [stage, name])),
  });
  stack.defer(() => rmSync(join(dataDir, runtimeFileName), { force: true }));
}
