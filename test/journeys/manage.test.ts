import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusals } from '../crm/contract/refusals.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

// The routes behind the console, by what somebody does with them: two tenants, and a mail that one CRM refuses.

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub }
  - { key: other, tenant: beta, addresses: [other@inbound.localhost], connection: force }
`;
const { write, ofTheRecord } = refusals.hubspot!;
const [, status, body] = ofTheRecord.find(([what]) => what === 'an address that it does not take')!;
const refuseEve = { action: 'refuse', match: write, matchBody: 'eve@refused', answer: { status, body } };

interface Parked {
  readonly threads: ReadonlyArray<Readonly<Record<'group' | 'tenant' | 'head' | 'reason' | 'kind', string>>>;
}
interface Health {
  readonly healthy: boolean;
  readonly connections: ReadonlyArray<{ readonly connection: string }>;
  readonly poisoned: ReadonlyArray<{ readonly head: string }>;
  readonly queues: ReadonlyArray<{ readonly queue: string; readonly eventSource: string }>;
  readonly unavailable: ReadonlyArray<{ readonly part: string }>;
}

describe('the routes behind the console', () => {
  let pipeline: Pipeline;
  const keys = new Map<string, string>();

  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
    for (const tenant of ['acme', 'beta'])
      await makeKey(tenant, '--tenant', tenant, '--role', 'operator', '--per-minute', '1000');
    await makeKey('consent', '--all-tenants', '--scopes', 'eligibility:read');
  }, 120_000);
  afterAll(() => discard(pipeline), 60_000);

  async function makeKey(name: string, ...options: readonly string[]): Promise<void> {
    const made = await pipeline.cli('api-keys', 'create', '--name', name, ...options, '--json');
    keys.set(name, made.lines<{ key: string }>()[0]!.key);
  }

  /** Asks with the machine's own key, or with that of a name. */
  async function ask<T>(path: string, name?: string): Promise<{ readonly status: number; readonly body: T }> {
    const headers = name === undefined ? {} : { authorization: `Bearer ${keys.get(name)}` };
    const answer = await pipeline.api(path, { headers });
    return { status: answer.status, body: (await answer.json()) as T };
  }

  const send = (name: string, from: string, to: string, references?: string): Promise<unknown> =>
    sendMail(pipeline.smtp, {
      raw: Buffer.from(
        [
          `From: <${from}>`,
          `To: ${to}@inbound.localhost`,
          `Subject: ${name}`,
          `Message-ID: <${name}@refused.example>`,
          ...(references === undefined ? [] : [`References: <${references}@refused.example>`]),
          '',
          name,
          '',
        ].join('\r\n'),
      ),
      from,
      to: [`${to}@inbound.localhost`],
    });

  it('refuse a key without the scope, and say which one is missing', async () => {
    expect(await ask('/v1/health', 'consent')).toMatchObject({ status: 403, body: { scope: 'health:read' } });
  }, 60_000);

  it('show a healthy pipeline, with every queue and who reads it', async () => {
    const { body: health } = await ask<Health>('/v1/health');

    expect(health).toMatchObject({ healthy: true, integrations: 2, stuck: 0, unavailable: [], problems: [] });
    expect(health.queues.map(({ eventSource }) => eventSource)).toEqual(Array(5).fill('Enabled'));
  }, 60_000);

  it('list the conversation behind a mail that its CRM refuses, to its own tenant alone', async () => {
    await pipeline.faults([refuseEve]);
    await send('refused', 'eve@refused.example', 'sales');

    const parked = await eventually(async () => {
      const { body: found } = await ask<Parked>('/v1/parked');
      return found.threads.length > 0 ? found : undefined;
    }, 'the conversation is parked');

    expect(parked.threads).toEqual([
      expect.objectContaining({ tenant: 'acme', integration: 'sales', kind: 'poisoned', waiting: 1 }),
    ]);
    expect(parked.threads[0]!.reason).toContain('INVALID_EMAIL');
    expect((await ask<Parked>('/v1/parked', 'acme')).body.threads).toHaveLength(1);
    expect((await ask<Parked>('/v1/parked', 'beta')).body.threads).toEqual([]);
    expect((await ask<Parked>('/v1/parked?connection=force')).body.threads).toEqual([]);

    const health = (await ask<Health>('/v1/health')).body;
    expect(health.healthy).toBe(false);
    expect(health.poisoned.map(({ head }) => head)).toEqual([parked.threads[0]!.head]);
    const [ours, theirs] = await Promise.all(['acme', 'beta'].map((name) => ask<Health>('/v1/health', name)));
    expect(ours!.body).toMatchObject({ healthy: false, connections: [{ connection: 'hub' }], queues: [] });
    expect(theirs!.body).toMatchObject({ healthy: true, connections: [{ connection: 'force' }], poisoned: [] });
    expect(theirs!.body.unavailable.map(({ part }) => part)).toContain('queues');
  }, 120_000);
});
