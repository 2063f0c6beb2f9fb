import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import { Webhook } from 'standardwebhooks';
import { contentDigestOf, isDigestOf } from '../../lambdas/domain/configuration/content-digest.ts';
import { signingKeyOf } from '../../lambdas/domain/configuration/webhook-key.ts';
import { eventually } from '../helpers/mail-set.ts';
import { discard, type Pipeline, root, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const pair = generateKeyPairSync('ed25519');
const half = (key: Buffer): string => key.subarray(-32).toString('base64');
const privateKey = `whsk_${half(pair.privateKey.export({ format: 'der', type: 'pkcs8' }))}`;
const publicKey = `whpk_${half(pair.publicKey.export({ format: 'der', type: 'spki' }))}`;
const hmacBytes = Buffer.from('a secret of the test, 32 bytes..');
const secret = `whsec_${hmacBytes.toString('base64')}`;

interface Received {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
}

describe('signatures', () => {
  let pipeline: Pipeline;
  let server: Server;
  const received: Received[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const bytes = Buffer.concat(await Array.fromAsync(request));
      received.push({ url: request.url ?? '', headers: request.headers as Record<string, string>, bytes });
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(
      file,
      `
connections:
  hook: { vendor: webhook, baseUrl: 'http://127.0.0.1:${port}/mail?from=postern', credentials: env:HOOK, compress: true, httpSignatures: true }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hook }
intake:
  newsletter: { tenant: acme, format: standard, credentials: env:INTAKE }
`,
    );
    const keys = { HOOK: `${privateKey} ${secret}`, INTAKE: `${publicKey} ${secret}` };
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, ...keys });
  }, 120_000);
  afterAll(async () => {
    server.close();
    await discard(pipeline);
  });

  it('of a webhook are verified by another implementation of RFC 9421, by each key, and by Standard Webhooks', async () => {
    const [sent] = (
      await pipeline.cli('trigger', 'message', '--to', 'sales@inbound.localhost', '--wait', '--json')
    ).lines();
    const [{ headers, url, bytes } = { headers: {}, url: '', bytes: Buffer.alloc(0) }] = received;

    expect(sent).toMatchObject({ fate: 'delivered' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(isDigestOf(headers['content-digest']!, bytes)).toBe(true);
    expect(() => new Webhook(secret).verify(gunzipSync(bytes).toString(), headers)).not.toThrow();
    const message = { method: 'POST', url: `http://${headers.host}${url}`, headers };
    const verifiers = {
      [signingKeyOf(privateKey).id]: createVerifier(pair.publicKey, 'ed25519'),
      [signingKeyOf(secret).id]: createVerifier(hmacBytes, 'hmac-sha256'),
    };
    const isVerified = await httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) => ({ verify: verifiers[String(keyid)]! }),
        requiredFields: ['@method', '@authority', '@path', '@query', 'content-digest', 'webhook-id'],
        requiredParams: ['created', 'keyid', 'alg', 'tag'],
        maxAge: 300,
        all: true,
      },
      message,
    );
    expect(isVerified).toBe(true);
  });

  it('are over the same body where postern listen delivers it', async () => {
    const [first] = received;
    const { port } = server.address() as AddressInfo;
    const listen = spawn(
      process.execPath,
      [join(root, 'bin/postern.js'), 'listen', '--forward-to', `http://127.0.0.1:${port}/listen`, '--since', '1h'],
      { env: { ...process.env, POSTERN_DATA_DIR: pipeline.dataDir }, stdio: 'ignore' },
    );
    const { bytes } = await eventually(
      async () => received.find(({ url }) => url === '/listen'),
      'the event reaches the developer',
    );
    listen.kill('SIGINT');
    const [code] = (await once(listen, 'exit')) as [number | null];

    expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(gunzipSync(first!.bytes).toString()));
    expect(code).toBe(0);
  });

  /** Posts an event to the intake, signed by the other implementation. */
  async function post(address: string, changes: { readonly body?: string; readonly created?: Date } = {}) {
    const at = new Date();
    const body = JSON.stringify({ type: 'unsubscribe', address, at: at.toISOString(), id: `u-${address}` });
    const url = `http://127.0.0.1:${pipeline.http}/v1/intake/newsletter`;
    const { headers } = await httpbis.signMessage(
      {
        key: createSigner(pair.privateKey, 'ed25519', 'their name of the key'),
        fields: ['@method', '@target-uri', 'content-digest'],
        params: ['created', 'keyid', 'alg'],
        paramValues: { created: changes.created ?? at },
      },
      {
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', 'content-digest': contentDigestOf(Buffer.from(body)) },
      },
    );
    return pipeline.api('/v1/intake/newsletter', {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: changes.body ?? body,
    });
  }

  it('of a sender by RFC 9421 and ed25519 are accepted, and end in the consent ledger', async () => {
    expect((await post('tired@reader.example')).status).toBe(202);

    const answer = await eventually(async () => {
      const asked = await pipeline.api('/v1/eligibility', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ address: 'tired@reader.example' }),
      });
      const { eligible } = (await asked.json()) as { eligible: { marketing: boolean } };
      return eligible.marketing ? undefined : eligible;
    }, 'the unsubscribe takes effect');
    expect(answer).toMatchObject({ marketing: false });
    const lines = readFileSync(join(pipeline.dataDir, 'logs', 'api.log'), 'utf8').split('\n');
    const accepted = lines.find((line) => line.includes('intake.taken'))!;
    expect(accepted).toContain('"signature":"rfc9421"');
    expect(accepted).toContain(signingKeyOf(privateKey).id);
    expect(accepted).toMatch(/"requestId":"[0-9a-f-]{36}"/);
    expect(accepted).not.toContain('tired');
  });

  it('of a sender by Standard Webhooks and ed25519 are accepted, too', async () => {
    const body = JSON.stringify({
      type: 'unsubscribe',
      address: 'b@x.example',
      at: new Date().toISOString(),
      id: 'v1a',
    });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = signingKeyOf(privateKey)
      .sign(Buffer.from(`msg_9.${timestamp}.${body}`))
      .toString('base64');

    const answer = await pipeline.api('/v1/intake/newsletter', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'msg_9',
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1a,${signature}`,
      },
      body,
    });

    expect(answer.status).toBe(202);
  });

  it.each([
    ['an altered body', { body: '{"type":"unsubscribe","address":"other@x.example"}' }],
    ['a time six minutes ago', { created: new Date(Date.now() - 360_000) }],
  ])('with %s are refused', async (_what, changes) => {
    const answer = await post('c@x.example', changes);

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ type: 'urn:postern:problem:bad-signature' });
  });
});
