import { rmSync } from 'node:fs';
import { env } from '../../lambdas/env.ts';
import { createAccessControl } from '../../local/access-control.ts';
import type { Backends } from '../../local/start-backends.ts';
import { type RunningParts, type Servers, sandboxEnvironment, startServers } from '../../local/start-servers.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const backends = {
  wiring: { routes: [], functions: [], secrets: [] },
  emulators: { endpoint: 'http://127.0.0.1:1', oldestMessageSeconds: () => undefined, stop: async () => {} },
  control: createAccessControl(),
  dynamoEndpoint: 'http://127.0.0.1:2',
  store: { async *rawMails() {} },
  reader: { mails: async () => new Map() },
} as unknown as Backends;
const integrations = { integrations: [] } as unknown as Parameters<typeof startServers>[0]['integrations'];

describe('startServers', () => {
  let dataDir: string;
  let stack: AsyncDisposableStack;

  beforeEach(() => {
    dataDir = temporaryFolder();
    stack = new AsyncDisposableStack();
  });

  afterEach(async () => {
    await stack.disposeAsync();
    rmSync(dataDir, { recursive: true });
  });

  const start = (httpPort = 0): Promise<Servers> => {
    const parts: RunningParts = { functions: new Map(), eventSources: new Map(), smtpPort: 2525 };
    return startServers({ dataDir, smtpPort: 0, httpPort, integrations }, backends, parts, stack);
  };

  it('serves the page with the port of the mail server', async () => {
    const { url, port } = await start();

    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(await (await fetch(`${url}/console.json`)).json()).toMatchObject({ smtpPort: 2525 });
  });

  it('names every endpoint of AWS, with the key of the command line', async () => {
    const { awsNames, token } = await start();

    expect(awsNames).toMatchObject({
      AWS_ACCESS_KEY_ID: backends.control.access.operatorKey,
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
      AWS_ENDPOINT_URL_LAMBDA: expect.stringMatching(`^http://127\\.0\\.0\\.1:\\d+/${token}/lambda$`),
    });
    expect((await fetch(awsNames.AWS_ENDPOINT_URL_LAMBDA!)).status).toBe(403);
  });

  it('counts the calls to a CRM by route', async () => {
    const { url, crmCalls } = await start();

    for (const id of [1, 22]) await fetch(`${url}/sandbox/pipedrive/v1/persons/${id}?include=fields`);

    await fetch(`${url}/sandbox/hubspot/crm/objects/2026-09/contacts/33`);

    expect([...crmCalls]).toEqual([
      ['GET /v1/persons/{id}', 2],
      ['GET /crm/objects/2026-09/contacts/{id}', 1],
    ]);
  });

  it('names the variable that sets the port when the port is in use', async () => {
    const { port } = await start();

    await expect(start(port)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(`^HTTP port ${port} is in use; set POSTERN_HTTP_PORT`),
    });
  });

  it('listens until the stack is disposed', async () => {
    const { url } = await start();

    await stack.disposeAsync();

    await expect(fetch(url)).rejects.toThrow();
    stack = new AsyncDisposableStack();
  });
});

describe('sandboxEnvironment', () => {
  it('points to the sandboxes', () => {
    expect(sandboxEnvironment({ url: 'http://127.0.0.1:3' } as Servers)).toEqual({
      [env.sandboxUrl]: 'http://127.0.0.1:3/sandbox',
    });
  });
});
