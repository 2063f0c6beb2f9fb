import { createServer, type Server } from 'node:http';
import { createFaults, type Faults } from '../../local/sandbox-crm/faults.ts';
import { createHubspotStore, type HubspotStore } from '../../local/sandbox-crm/hubspot/store.ts';
import { createRecordStore, type RecordStore } from '../../local/sandbox-crm/record-store.ts';
import type { SandboxVendor } from '../../local/sandbox-crm/sandbox-vendor.ts';
import { hubspotSandbox, type SandboxCrm, serveSandbox, vendorSandbox } from '../../local/sandbox-crm/server.ts';
import { type SandboxVendorName, sandboxVendors } from '../../local/sandbox-crm/vendors.ts';

export interface TestSandbox {
  readonly url: string;
  readonly store: HubspotStore;
  readonly faults: Faults;
  /** `METHOD path`, in order. */
  readonly calls: string[];
  readonly requests: Listening['requests'];
  readonly stop: () => Promise<void>;
}

interface Listening {
  readonly url: string;
  readonly faults: Faults;
  readonly calls: string[];
  readonly requests: Array<{ readonly method: string; readonly path: string; readonly body: string }>;
  readonly stop: () => Promise<void>;
}

async function listen(crm: SandboxCrm): Promise<Listening> {
  const faults = createFaults(() => 0);
  const calls: string[] = [];
  const requests: Listening['requests'] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const onCall = (method: string, path: string) => void calls.push(`${method} ${path}`);
      const body = Buffer.concat(chunks);
      requests.push({ method: request.method ?? '', path: request.url ?? '', body: body.toString('utf8') });
      void serveSandbox({ crm, faults, onCall, killSink: async () => {} }, request, response, request.url ?? '/', body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    calls,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts only the sandbox CRM, over real HTTP, with its records in memory. */
export async function startSandbox(): Promise<TestSandbox> {
  const store = createHubspotStore(':memory:');
  const listening = await listen(hubspotSandbox(store));
  return { ...listening, store, stop: () => listening.stop().then(() => store.close()) };
}

export interface TestVendorSandbox extends Listening {
  readonly store: RecordStore;
  /** Advances its clock. */
  readonly passes: (ms: number) => void;
}

/** Starts the stand-in of another CRM with a settable clock; searches lag as they do at the vendor. */
export async function startVendorSandbox(
  vendor: SandboxVendorName | SandboxVendor,
  searchLagMs = 10_000,
): Promise<TestVendorSandbox> {
  let aheadMs = 0;
  const store = createRecordStore(':memory:', { now: () => Date.now() + aheadMs, searchLagMs });
  const listening = await listen(vendorSandbox(typeof vendor === 'string' ? sandboxVendors[vendor] : vendor, store));
  return {
    ...listening,
    store,
    passes: (ms) => {
      aheadMs += ms;
    },
    stop: () => listening.stop().then(() => store.close()),
  };
}
