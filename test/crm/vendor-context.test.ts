import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMutex } from '../../lambdas/crm/mutex.ts';
import { createCrmRegistry } from '../../lambdas/crm/registry.ts';
import { createVendorContext } from '../../lambdas/crm/vendor-context.ts';
import { vendors } from '../../lambdas/crm/vendors.ts';
import type { Vendor } from '../../lambdas/domain/crm/connection.ts';
import { memoryTokens } from './contract/subjects.ts';

const now = () => new Date('2026-11-20T12:00:00.000Z');

/** A server that keeps the credentials of each request, and accepts one of them. */
async function startVendor(good: string) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = '', 'x-api-token': token = authorization } = request.headers;
    seen.push(String(token));
    response.writeHead(token === good ? 200 : 401, { 'content-type': 'application/json' });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, [Symbol.asyncDispose]: async () => void server.close() };
}

/** Dependencies of a connection with that secret after a new reading. */
const dependencies = (fresh: string) => ({
  readCredentials: async () => fresh,
  tokens: memoryTokens(),
  handOff: () => {
    throw new Error('unused');
  },
  sandboxUrl: undefined,
  now,
  pause: async () => {},
  random: () => 0.5,
});
const details = (url: string, secret: string) => ({
  vendor: 'hubspot',
  url,
  secret,
  credentials: 'secret:crm',
  account: 'a',
  version: undefined,
  compress: false,
  userId: 'crm' as const,
  previousUserId: undefined,
  salesOptOut: 'tick' as const,
  companyByColleagues: false,
});
const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;

describe('createVendorContext', () => {
  it.each([
    ['hubspot', 't0ken', 'Bearer t0ken'],
    ['pipedrive', 't0ken', 't0ken'],
    ['close', 't0ken', basic('t0ken:')],
    ['freshsales', 't0ken', 'Token token=t0ken'],
    ['zendesk-sell', 't0ken', 'Bearer t0ken'],
    ['segment', 't0ken', basic('t0ken:')],
    ['rudderstack', 't0ken', basic('t0ken:')],
    ['mparticle', 'key:t0ken', basic('key:t0ken')],
  ] as const)(
    'sends credentials to %s without the newline of the file that they came from',
    async (vendor, secret, wanted) => {
      await using server = await startVendor(wanted);
      const registry = createCrmRegistry({ ...dependencies(''), readCredentials: async () => `${secret}\n` });

      const resolution = await registry.adapterFor({
        vendor: vendor as Vendor,
        baseUrl: server.url,
        credentials: 'secret:crm',
      });
      const adapter = resolution.kind === 'ok' ? resolution.value : undefined;
      await (adapter?.check?.() ?? adapter?.suppressions?.write(aSuppression));

      expect(new Set(server.seen)).toEqual(new Set([wanted]));
    },
  );

  it.each(['new', 'new\n', ' new\r\n'])('strips the blanks of credentials that are read anew as %j', async (fresh) => {
    await using server = await startVendor('Bearer new');
    const context = createVendorContext(dependencies(fresh), details(server.url, 'old\n'), createMutex());
    const http = context.client({ headersFrom: (secret) => ({ authorization: `Bearer ${secret}` }) });

    expect(await http({ method: 'GET', path: '/' })).toMatchObject({ kind: 'answer' });

    expect(server.seen).toEqual(['Bearer old', 'Bearer new']);
  });

  it.each(['two\nlines', 'a\0b', 'snow ☃'])(
    'is misconfigured, not out of service, with credentials that no header carries: %j',
    async (secret) => {
      await using server = await startVendor('never');
      const context = createVendorContext(dependencies(secret), details(server.url, secret), createMutex());
      const http = context.client({ headersFrom: (token) => ({ authorization: `Bearer ${token}` }) });

      expect(await http({ method: 'GET', path: '/' })).toMatchObject({ kind: 'misconfigured', code: 'credentials' });

      expect(server.seen).toEqual([]);
    },
  );

  it.each([
    ['salesforce', { clientId: 'id\n', clientSecret: ' hunter2\n' }],
    ['zoho', { clientId: 'id\n', clientSecret: ' hunter2\n', refreshToken: 'r\r\n' }],
  ] as const)('strips the blanks around each field of the JSON of %s', async (vendor, secret) => {
    const forms: string[] = [];
    await using server = await startTokenServer(forms);
    const json = `${JSON.stringify(secret)}\n`;

    const adapter = await vendors[vendor](
      createVendorContext(dependencies(json), details(server.url, json), createMutex()),
    );
    await adapter.check?.();

    const form = Object.fromEntries(new URLSearchParams(forms[0]));
    expect(form).toMatchObject({ client_id: 'id', client_secret: 'hunter2' });
    if (vendor === 'zoho') expect(form).toMatchObject({ refresh_token: 'r' });
  });
});

/** A server that keeps the received forms. */
async function startTokenServer(forms: string[]) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      forms.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

const aSuppression = {
  tenant: 'acme',
  subject: 's',
  address: 'ada@customer.example',
  version: 1,
  suppressed: ['marketing'],
  at: '2026-11-20T12:00:00.000Z',
  unconfirmed: [],
  isWish: true,
} as const;
