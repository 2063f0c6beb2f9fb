import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live }
  - { key: other, tenant: beta, addresses: [other@inbound.localhost], connection: hub, mode: shadow }
`;

interface ShownKey {
  readonly id: string;
  readonly key: string;
  readonly state: string;
}

describe('keys of the API', () => {
  let pipeline: Pipeline;
  let eventId: string;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
    const raw = join(dataDir, 'mail.eml');
    writeFileSync(
      raw,
      'From: Ada <ada@customer.example>\r\nTo: sales@inbound.localhost\r\nSubject: s\r\nMessage-ID: <k@customer.example>\r\n\r\nHello.\r\n',
    );
    const [line] = (await pipeline.cli('send', raw, '--wait', '--json')).lines();
    eventId = line?.eventId ?? '';
  }, 120_000);
  afterAll(() => discard(pipeline));

  async function keysOf(...words: string[]): Promise<ShownKey> {
    const { code, stdout, stderr } = await pipeline.cli('api-keys', ...words, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as ShownKey;
  }
  const aKey = (tenant: string, ...more: string[]) =>
    keysOf('create', '--name', 'journey', '--tenant', tenant, ...more);
  async function ask(key: string, path: string): Promise<{ status: number; type?: string; detail?: string }> {
    const answer = await pipeline.api(`/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    const text = await answer.text();
    const body = answer.status < 400 ? {} : (JSON.parse(text) as { type: string; detail: string });
    return { status: answer.status, ...body };
  }

  it('do what their scopes say, for their tenant', async () => {
    const { key } = await aKey('acme', '--scopes', 'events:read');
    const foreign = await aKey('beta', '--scopes', 'events:read', 'events:raw');

    expect(await ask(key, 'events')).toMatchObject({ status: 200 });
    expect(await ask(key, `events/${eventId}`)).toMatchObject({ status: 200 });
    expect(await ask(key, `events/${eventId}/raw`)).toMatchObject({
      status: 403,
      type: 'urn:postern:problem:missing-scope',
      scope: 'events:raw',
    });
    expect(await ask(key, 'events?tenant=beta')).toMatchObject({ status: 403 });
    for (const part of ['', '/raw', '/html', '/trace', '/explain', '/attachments/0'])
      expect(await ask(foreign.key, `events/${eventId}${part}`)).toMatchObject({ status: 404 });
  });

  it('work from their addresses alone', async () => {
    const near = await aKey('acme', '--scopes', 'events:read', '--allow', '127.0.0.0/8', '::1');
    const far = await aKey('acme', '--scopes', 'events:read', '--allow', '10.0.0.0/8');

    expect((await ask(near.key, 'events')).status).toBe(200);
    expect(await ask(far.key, 'events')).toMatchObject({
      status: 403,
      type: 'urn:postern:problem:address-not-allowed',
    });
  });

  it('have as many requests as they may', async () => {
    const { key } = await aKey('acme', '--scopes', 'events:read', '--per-day', '2');
    const answers = [];
    for (let nth = 0; nth < 3; nth += 1)
      answers.push(await pipeline.api('/v1/events', { headers: { authorization: `Bearer ${key}` } }));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => /;r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])).toEqual(['1', '0', '0']);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('are rotated with an overlap, and revoked at once', async () => {
    const made = await aKey('acme', '--scopes', 'events:read');
    const rotated = await keysOf('rotate', made.id);
    const status = async (key: string): Promise<number> => (await ask(key, 'events')).status;

    expect([await status(made.key), await status(rotated.key)]).toEqual([200, 200]);
    const last = await keysOf('rotate', made.id, '--overlap', '0');
    expect([await status(made.key), await status(last.key)]).toEqual([401, 200]);
    expect(await ask(rotated.key, 'events')).toMatchObject({
      status: 401,
      detail: expect.stringContaining('replaced'),
    });
    await keysOf('revoke', made.id);
    expect(await ask(last.key, 'events')).toMatchObject({ status: 401, detail: 'the key was revoked' });
    expect((await pipeline.cli('api-keys', 'rotate', made.id)).code).toBe(1);
  });

  it('are listed without a secret, and each change is in the audit log', async () => {
    const made = await aKey('acme', '--scopes', 'holds:read', '--expires-in', '1d', '--allow', '10.0.0.0/8');
    const listed = await pipeline.cli('api-keys', 'list');
    const log = await pipeline.cli('audit', 'log', '--since', '1h', '--json');

    expect(listed.stdout).toContain(made.id);
    expect(listed.stdout).toContain('only from 10.0.0.0/8');
    expect(`${listed.stdout}${log.stdout}`).not.toContain(made.key.slice(18));
    expect(log.stderr).toBe('');
  });

  it.each([
    [['create', '--name', 'x', '--scopes', 'events:read'], 2],
    [['create', '--name', 'x', '--tenant', 'acme', '--all-tenants', '--scopes', 'events:read'], 2],
    [['create', '--name', 'x', '--tenant', 'acme', '--scopes', 'events:all'], 2],
    [['create', '--name', 'ada@customer.example', '--tenant', 'acme', '--scopes', 'events:read'], 2],
    [['create', '--name', 'x', '--tenant', 'acme', '--scopes', 'events:read', '--allow', '10.0.0.0/33'], 2],
    [['create', '--name', 'x', '--tenant', 'unknown', '--scopes', 'events:read'], 1],
    [['revoke', '0123456789ab'], 1],
  ])('are not made or changed by %j', async (words, code) => {
    expect((await pipeline.cli('api-keys', ...words)).code).toBe(code);
  });
});
