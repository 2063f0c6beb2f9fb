import { join } from 'node:path';
import { env } from '../lambdas/env.ts';
import { servicesAt, startAwsServer } from './aws-server.ts';
import { apiKeyOf, awsEnvironment } from './environment.ts';
import type { EventSource } from './event-source.ts';
import type { FunctionHost } from './function-host.ts';
import { startHttpServer } from './http-server.ts';
import { readMeasurements } from './local-figures.ts';
import { portError } from './port-error.ts';
import { createRunToken } from './run-token.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { createSandboxCdps } from './sandbox-cdp.ts';
import { createFaults } from './sandbox-crm/faults.ts';
import { createHubspotStore, type HubspotStore } from './sandbox-crm/hubspot/store.ts';
import { createRecordStores } from './sandbox-crm/record-stores.ts';
import { openSecrets } from './secrets.ts';
import type { SentMail, SuppressionList } from './sending-account.ts';
import type { Backends } from './start-backends.ts';

/** How long a sandbox's search does not show a new record, as a vendor's index does not, in ms. */
const sandboxSearchLagMs = 1_000;

/** Questions of the servers to the functions, which start after the servers. */
export interface RunningParts {
  /** By the names in the template. */
  readonly functions: Map<string, FunctionHost>;
  /** By the folder under `lambdas/`. */
  readonly eventSources: Map<string, EventSource>;
  /** 0 until the SMTP server listens on a free port. */
  smtpPort: number;
}

/** The servers that people, functions and the command line call. */
export interface Servers {
  readonly token: string;
  /** `http://127.0.0.1:port` of pages, API and sandboxes. */
  readonly url: string;
  readonly port: number;
  readonly crm: HubspotStore;
  /** Count of the calls to each route of a CRM since the start. */
  readonly crmCalls: ReadonlyMap<string, number>;
  /** Endpoints and credentials of AWS for the functions and the command line. */
  readonly awsNames: Readonly<Record<string, string>>;
}

/** Starts the HTTP server and the AWS services that no emulator has. @param stack stops them */
export async function startServers(
  options: RuntimeOptions,
  backends: Backends,
  parts: RunningParts,
  stack: AsyncDisposableStack,
): Promise<Servers> {
  const { wiring, emulators, control, dynamoEndpoint } = backends;
  const { access, questions } = control;
  const { crm, recordStore } = openSandboxes(options.dataDir, stack);
  const { crmCalls, onCrmCall } = createCallCounter();
  const token = createRunToken();
  const secrets = openSecrets(options.dataDir, wiring.secrets);
  const [suppressionList, outbox]: [SuppressionList, SentMail[]] = [new Map(), []];
  const shared = { token, functions: parts.functions, eventSources: parts.eventSources, suppressionList, outbox };
  const aws = await startAwsServer({
    ...shared,
    access,
    oldestMessageSeconds: emulators.oldestMessageSeconds,
    measurements: (sinceMs) => readMeasurements(join(options.dataDir, 'logs'), sinceMs),
    secrets,
  });
  stack.defer(() => aws.stop());
  const http = await startHttpServer({
    ...shared,
    port: options.httpPort,
    reader: backends.reader,
    store: backends.store,
    crm,
    recordStore,
    faults: createFaults(),
    routes: wiring.routes,
    mayCall: ({ functionArn, routeKey }) => questions.mayCallRoute(functionArn, routeKey),
    denials: access.denials,
    unusedGrants: access.unusedGrants,
    startedAt: new Date(),
    // Read for each request: postern secret rotate may change it.
    get apiKey() {
      return apiKeyOf(wiring, secrets);
    },
    contentOrigin: new URL(emulators.endpoint).origin,
    cdps: createSandboxCdps(),
    smtpPort: () => parts.smtpPort,
    crmCalls,
    onCrmCall,
  }).catch((error: NodeJS.ErrnoException) => {
    throw portError(error, 'HTTP', options.httpPort, 'POSTERN_HTTP_PORT');
  });
  stack.defer(() => http.stop());
  const awsNames = {
    ...awsEnvironment(emulators.endpoint, dynamoEndpoint, access.operatorKey),
    ...servicesAt(aws.port, token),
  };
  return { token, url: `http://127.0.0.1:${http.port}`, port: http.port, crm, crmCalls, awsNames };
}

/** Opens the records of all sandboxes. @param stack closes them */
function openSandboxes(dataDir: string, stack: AsyncDisposableStack) {
  const crm = createHubspotStore(join(dataDir, 'sandbox-crm.sqlite'));
  stack.defer(() => crm.close());
  const recordStores = createRecordStores(dataDir, sandboxSearchLagMs);
  stack.defer(() => recordStores.close());
  return { crm, recordStore: recordStores.of };
}

/** Counts calls by method and path, with `{id}` for an id. */
function createCallCounter() {
  const crmCalls = new Map<string, number>();
  const onCrmCall = (method: string, path: string): void => {
    const call = `${method} ${path.replace(/\?.*/, '').replace(/\/(?:\d+|[0-9a-f]{64})(?=\/|$)/g, '/{id}')}`;
    crmCalls.set(call, (crmCalls.get(call) ?? 0) + 1);
  };
  return { crmCalls, onCrmCall };
}

/** Where the sandboxes answer, for the functions and the command line. */
export const sandboxEnvironment = ({ url }: Servers): Record<string, string> => ({
  [env.sandboxUrl]: `${url}/sandbox`,
});
