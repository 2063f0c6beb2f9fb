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
interface Figures {
  readonly kpis: ReadonlyArray<{ readonly id: string }>;
  readonly unavailable: readonly object[];
}
interface Promises {
  readonly promises: ReadonlyArray<{ readonly id: string }>;
  readonly unavailable: readonly object[];
}
interface Reviews {
  readonly samples: ReadonlyArray<{ readonly eventId: string }>;
  readonly accuracy: readonly object[];
}
interface LookUp {
  readonly history: ReadonlyArray<{ readonly signal: string; readonly source: string }>;
  readonly targets: ReadonlyArray<{ readonly target: string; readonly state: string }>;
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
    await makeKey('officer', '--tenant', 'acme', '--role', 'consent-officer');
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

  async function post<T>(
    path: string,
    content: object,
    name?: string,
  ): Promise<{ readonly status: number; readonly body: T }> {
    const authorization = name === undefined ? {} : { authorization: `Bearer ${keys.get(name)}` };
    const headers = { 'content-type': 'application/json', ...authorization };
    const answer = await pipeline.api(path, { method: 'POST', headers, body: JSON.stringify(content) });
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

  it('redrive it: first as a dry run, never for another tenant, and with the CRM mended for good', async () => {
    const parked = (await ask<Parked>('/v1/parked')).body.threads[0]!;
    const event = parked.head;

    expect(await post('/v1/redrives', { event })).toMatchObject({
      status: 200,
      body: { dryRun: true, replayed: 0, threads: [{ head: event, waiting: 1 }] },
    });
    expect((await post('/v1/redrives', { event }, 'beta')).status).toBe(404);
    expect((await post('/v1/redrives', { integration: 'sales' }, 'beta')).status).toBe(404);
    expect(await post('/v1/redrives', { evnt: event })).toMatchObject({
      status: 400,
      body: { detail: 'evnt: no such member' },
    });

    await pipeline.faults([]);
    const done = await post<{ replayed: number }>('/v1/redrives', { event, dryRun: false }, 'acme');
    expect(done).toMatchObject({ status: 200, body: { dryRun: false, replayed: 1 } });
    expect((await ask<Parked>('/v1/parked')).body.threads).toEqual([]);
    const records = await eventually(async () => {
      const { stdout } = await pipeline.cli('audit', 'log', '--since', '1h', '--json');
      return stdout.includes('redrive was recorded') ? stdout : undefined;
    }, 'the redrive is in the audit trail');
    expect(records).toContain('acme (');
  }, 120_000);

  it('skip a mail, so that those behind it go on', async () => {
    await pipeline.faults([refuseEve]);
    await send('first', 'eve@refused-again.example', 'sales');
    const head = await eventually(async () => (await ask<Parked>('/v1/parked')).body.threads[0]?.head, 'it is parked');

    const skipped = await post('/v1/redrives', { event: head, skip: true, dryRun: false });

    expect(skipped).toMatchObject({ status: 200, body: { skipped: 1 } });
    await pipeline.faults([]);
    expect((await ask<Parked>('/v1/parked')).body.threads).toEqual([]);
  }, 120_000);

  it('list integrations and mappings without credentials, to each tenant its own', async () => {
    const { body: all } = await ask<{ integrations: Array<{ key: string }> }>('/v1/integrations');

    expect(all.integrations.map(({ key }) => key)).toEqual(['other', 'sales']);
    expect(JSON.stringify(all)).not.toMatch(/POSTERN_SANDBOX_TOKEN|sandbox:/);
    expect(await ask('/v1/integrations', 'beta')).toMatchObject({
      body: { integrations: [{ key: 'other', mode: 'live' }], connections: [{ key: 'force', circuit: 'closed' }] },
    });
    expect(await ask('/v1/integrations/sales/mapping')).toMatchObject({ status: 200, body: { mapping: 'default@1' } });
    expect((await ask('/v1/integrations/sales/mapping', 'beta')).status).toBe(404);
  }, 60_000);

  it('say who may be written to, since when not, and which targets know it', async () => {
    await pipeline.cli('consent', 'set', 'lea@customer.example', 'out', '--tenant', 'acme');
    const question = { address: 'lea@customer.example' };

    const found = await eventually(async () => {
      const { body: answer } = await post<LookUp>('/v1/consent/lookup', question, 'officer');
      return answer.targets[0]?.state === 'waiting' ? undefined : answer;
    }, 'the target knows');

    expect(found).toMatchObject({ tenant: 'acme', status: 'partly', answer: { eligible: { marketing: false } } });
    expect(found.history.map(({ signal, source }) => [signal, source])).toEqual([['unsubscribe', 'cli']]);
    expect(found.targets.map(({ target }) => target)).toEqual(['hub']);
    expect(await post('/v1/consent/lookup', { address: 'nobody' }, 'officer')).toMatchObject({ status: 400 });
    expect(await post('/v1/consent/lookup', question, 'acme')).toMatchObject({
      status: 403,
      body: { scope: 'consent:read' },
    });
    // The trail follows the tables.
    const log = await eventually(async () => {
      const { stdout } = await pipeline.cli('audit', 'log', '--since', '1h', '--json');
      return stdout.includes('consent-look-up') ? stdout : undefined;
    }, 'the look-up is in the audit trail');
    expect(log).not.toContain('lea@customer');
  }, 120_000);

  it('show figures and promises of the stage, and none of it to a tenant', async () => {
    await send('fine', 'ada@customer.example', 'sales');
    const kpis = await eventually(async () => {
      const { body: answer } = await ask<Figures>('/v1/kpis');
      return answer.kpis.some(({ id }) => id === 'webhook_delivery_latency_ms') ? answer : undefined;
    }, 'a delivery is measured');
    const delivery = kpis.kpis.find(({ id }) => id === 'webhook_delivery_latency_ms');
    expect(delivery).toMatchObject({ unit: 'ms', trend: [expect.objectContaining({ value: expect.any(Number) })] });
    expect(kpis.unavailable).toEqual([]);

    const { body: answer } = await ask<Promises>('/v1/promises?since=7d');
    expect(answer.promises.map(({ id }) => id)).toEqual(['unsubscribe', 'bounce', 'complaint', 'delivery']);
    expect(answer.promises[3]).toMatchObject({ now: { pending: 0 }, points: [{ count: expect.any(Number) }] });
    expect(answer.unavailable).toEqual([]);
    expect((await ask('/v1/kpis', 'acme')).status).toBe(403);
    expect((await ask('/v1/promises?since=1y')).status).toBe(400);
  }, 120_000);

  it('show what is up for review, and keep the verdict of a person', async () => {
    const { body: list } = await ask<Reviews>('/v1/reviews?limit=50');
    const [sample] = list.samples;
    expect(sample).toMatchObject({ kind: 'human' });
    expect(JSON.stringify(list)).not.toContain('customer.example');
    expect((await ask<Reviews>('/v1/reviews', 'beta')).body.samples).toEqual([]);

    const verdict = { eventId: sample!.eventId, kind: 'auto-reply' };
    expect(await post('/v1/reviews', verdict)).toMatchObject({
      body: { kept: false, review: { rightKind: 'auto-reply' } },
    });
    expect((await ask<Reviews>('/v1/reviews')).body.accuracy).toEqual([]);
    expect((await post('/v1/reviews', { ...verdict, dryRun: false }, 'beta')).status).toBe(404);
    expect(await post('/v1/reviews', { ...verdict, kind: 'poem' })).toMatchObject({ status: 400 });
    expect(await post('/v1/reviews', { ...verdict, dryRun: false }, 'acme')).toMatchObject({ body: { kept: true } });
    const { body: after } = await ask<Reviews>('/v1/reviews?limit=50');
    expect(after.accuracy).toEqual([{ class: 'kind human', reviewed: 1, right: 0, instead: { 'auto-reply': 1 } }]);
    expect(after.samples.map(({ eventId }) => eventId)).not.toContain(sample!.eventId);
  }, 60_000);

  it('list providers, and release none that is not held', async () => {
    expect(await ask('/v1/providers', 'officer')).toMatchObject({ status: 200, body: { providers: [] } });
    expect(await post('/v1/holds/google/release', {}, 'officer')).toMatchObject({ status: 404 });
  }, 60_000);
});
