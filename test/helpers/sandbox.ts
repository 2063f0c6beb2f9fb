import { createServer, type Server } from 'node:http';
import { createFaults, type Faults } from '../../local/sandbox-crm/faults.ts';
import { serveSandbox } from '../../local/sandbox-crm/server.ts';
import { createSandboxStore, type SandboxStore } from '../../local/sandbox-crm/store.ts';

export interface TestSandbox {
  readonly url: string;
  readonly store: SandboxStore;
  readonly faults: Faults;
  /** `METHOD path`, in order. */
  readonly calls: string[];
  readonly stop: () => Promise<void>;
}

/** The sandbox CRM alone, over real HTTP, with its records in memory. */
export async function startSandbox(): Promise<TestSandbox> {
  const store = createSandboxStore(':memory:');
  const faults = createFaults(() => 0);
  const calls: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const dependencies = {
        store,
        faults,
        onCall: (method: string, path: string) => void calls.push(`${method} ${path}`),
        killSink: async () => {},
      };
      void serveSandbox(dependencies, request, response, request.url ?? '/', Buffer.concat(chunks).toString('utf8'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    store,
    faults,
    calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}
