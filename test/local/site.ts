import { noCalls } from '../../local/call-counts.ts';
import type { FunctionHost } from '../../local/function-host.ts';
import type { HttpServerOptions } from '../../local/http-exchange.ts';
import { startHttpServer } from '../../local/http-server.ts';
import { createSandboxCdps } from '../../local/sandbox-cdp.ts';
import { createFaults } from '../../local/sandbox-crm/faults.ts';
import { createHubspotStore } from '../../local/sandbox-crm/hubspot/store.ts';
import { createRecordStore } from '../../local/sandbox-crm/record-store.ts';

/** The HTTP server of the local runtime over ports that a test can see and change. */
export interface Site {
  readonly options: HttpServerOptions;
  readonly port: number;
  /** Names of the functions and event sources that a request broke. */
  readonly broken: string[];
  ask(
    method: string,
    path: string,
    request?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<SiteAnswer>;
  stop(): Promise<void>;
}

interface SiteAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function startSite(more: Partial<HttpServerOptions> = {}): Promise<Site> {
  const broken: string[] = [];
  const crm = createHubspotStore(':memory:');
  const recordStore = createRecordStore(':memory:', { now: () => 0 });
  const functions = new Map([
    ['Sink', hostOf('sink', broken)],
    ['Api', hostOf('api', broken)],
  ]);
  const options = {
    port: 0,
    reader: {
      mails: async () => new Map(),
      event: async () => undefined,
    } as unknown as HttpServerOptions['reader'],
    store: {
      async *rawMails() {
        yield { objectKey: 'inbound/waiting', storedAt: '2026-11-20T09:00:00.000Z', size: 120 };
      },
    },
    crm,
    recordStore: () => recordStore,
    faults: createFaults(() => 0),
    functions,
    eventSources: new Map([
      [
        'sink',
        { queueUrl: '', functionName: 'Sink', isEnabled: () => true, stop: async () => void broken.push('queue') },
      ],
    ]),
    routes: [],
    mayCall: () => true,
    denials: () => [],
    unusedGrants: () => [{ function: 'sink', actions: ['s3:PutObject'] }],
    startedAt: new Date('2026-11-20T09:00:00Z'),
    token: 'token-of-the-run',
    contentOrigin: 'http://127.0.0.1:4566',
    apiKey: undefined,
    cdps: createSandboxCdps(),
    suppressionList: new Map(),
    outbox: [],
    smtpPort: () => 2525,
    onCrmCall: () => {},
    crmCalls: new Map(),
    ...more,
  } satisfies HttpServerOptions;
  const { port, stop } = await startHttpServer(options);
  return {
    options,
    port,
    broken,
    async ask(method, path, { body, headers = {} } = {}) {
      const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, redirect: 'manual', ...init });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    async stop() {
      await stop();
      crm.close();
      recordStore.close();
    },
  };
}

const hostOf = (stage: string, broken: string[]): FunctionHost => ({
  name: stage,
  stage,
  awsCalls: () => 0,
  use: () => ({ invocations: 2, ms: 30, memoryMb: 512, counts: noCalls }),
  invoke: async () => ({ statusCode: 200, body: `${stage} answers` }),
  warm: async () => {},
  restart: async () => {},
  kill: async () => stage === 'sink',
  fail: () => void broken.push(stage),
  stop: async () => {},
});
