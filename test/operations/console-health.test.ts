import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { createConsoleHealth } from '../../lambdas/operations/console-health.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';
import { aFakeReader, aStoredMail } from '../helpers/fake-reader.ts';

type Ports = Parameters<typeof createConsoleHealth>[0];

const now = new Date('2026-11-20T12:00:00Z');
const connection = { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm' } as const;
const file: IntegrationsFile = {
  connections: { ours: connection, theirs: connection },
  integrations: [
    anIntegration({ key: 'sales', tenant: 'acme', connection: 'ours' }),
    anIntegration({ key: 'other', tenant: 'beta', connection: 'theirs' }),
  ],
};
const closed = {
  circuit: 'closed',
  trials: 0,
  probes: 0,
  failures: 0,
  unfinished: 0,
  refusals: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
  tenants: new Map(),
} as const;
const failing = (name: string) => async (): Promise<never> => {
  throw Object.assign(new Error('kim@example.org'), { name });
};
// biome-ignore lint/correctness/useYield: it fails before
async function* brokenList(): AsyncGenerator<never> {
  throw Object.assign(new Error('kim@example.org'), { name: 'S3Down' });
}
/** Answers of SQS with two dead letters in each queue, and messages that wait. */
const sqs = {
  send: async ({ input }: { input: { QueueUrl: string } }) => ({
    Attributes: {
      QueueArn: 'arn',
      ApproximateNumberOfMessages: '2',
      ...(input.QueueUrl.endsWith('-dlq')
        ? {}
        : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:x-dlq' }) }),
    },
  }),
};

async function* markers({ kind }: { kind: string }): AsyncGenerator<ParkMarker> {
  if (kind === 'buffered') return;
  const marker = { reason: 'rejected: X: y', kind: 'poisoned', since: 's', version: 1, waiting: 1 } as const;
  yield { ...marker, group: 'sales#t', head: 'evt_1' };
  yield { ...marker, group: 'other#t', head: 'evt_2' };
}

function health(changes: Partial<Ports> = {}) {
  const { store, reader } = aFakeReader({ stored: [aStoredMail(1, '2026-11-20T11:59:00.000Z')] });
  return createConsoleHealth({
    integrations: async () => file,
    gate: { state: async () => closed },
    parked: { markers },
    adapterFor: async () => ({ kind: 'unknown' }),
    reader: { ...reader, stuck: async () => [{ integration: 'sales' }, { integration: 'other' }] as never },
    store: { ...store, getEvent: async () => undefined },
    forwardings: async () => [],
    sweepTime: { get: async () => now },
    trail: { days: async () => [], async *segments() {}, get: async () => undefined },
    queueClients: {
      sqs,
      lambda: { send: async () => ({ EventSourceMappings: [{ State: 'Enabled' }] }) },
      cloudWatch: { send: async () => ({ MetricDataResults: [{ Values: [7] }] }) },
    } as never,
    variable: (name) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`,
    deniedCalls: async () => [],
    credentialProblems: () => [],
    resolveTxt: async () => [],
    canary: async () => ({ sentAt: 's', state: 'under-way' }),
    now: () => now,
    pause: () => new Promise(() => {}),
    log: silentLog,
    ...changes,
  });
}

describe('createConsoleHealth', () => {
  it('has the findings of doctor, each with its article, the dead letters and the canary', async () => {
    const report = await health()(undefined);

    expect(report).toMatchObject({
      healthy: false,
      deadLetters: 10,
      canary: { state: 'under-way' },
      unread: { mails: 1 },
      stuck: 2,
      unavailable: [],
    });
    expect(report.findings).toContainEqual({
      text: '2 dead letters of inbox',
      article: 'docs/runbook.md#dead-letters',
    });
    expect(report.findings).toContainEqual({
      text: 'conversation sales#t waits behind evt_1 (rejected: X): postern trace evt_1',
    });
  });

  it.each<[string, Partial<Ports>, string, object]>([
    [
      'CloudWatch throttles',
      {
        queueClients: { sqs, lambda: { send: async () => ({}) }, cloudWatch: { send: failing('Throttling') } } as never,
      },
      'queue ages',
      { deadLetters: 10, unread: { mails: 1 } },
    ],
    ['S3 is down', { store: { rawMails: brokenList, getEvent: async () => undefined } }, 'mail', {}],
    ['a right is missing', { gate: { state: failing('AccessDeniedException') } }, 'connections', { stuck: 2 }],
    ['the canary is not known', { canary: failing('Oops') }, 'canary', { deadLetters: 10 }],
  ])('shows the rest where %s, and is not healthy', async (_case, changes, part, rest) => {
    const report = await health(changes)(undefined);

    expect(report.unavailable).toEqual([{ part, reason: expect.any(String) }]);
    expect(report.healthy).toBe(false);
    expect(report).toMatchObject(rest);
    expect(JSON.stringify(report)).not.toContain('kim@');
  });

  it('names a part that is slow', async () => {
    const report = await health({ canary: () => new Promise(() => {}), pause: async (ms) => void ms })(undefined);

    expect(report.unavailable).toContainEqual({ part: 'canary', reason: expect.stringContaining('within 8 s') });
  });

  it('shows a tenant what it has, and nothing of the others or of the whole stage', async () => {
    const report = await health()('acme');

    expect(report.connections.map((each) => each.connection)).toEqual(['ours']);
    expect(report.poisoned.map(({ group }) => group)).toEqual(['sales#t']);
    expect(report).toMatchObject({ integrations: 1, stuck: 1, queues: [] });
    expect(report).not.toHaveProperty('deadLetters');
    expect(report).not.toHaveProperty('unread');
    expect(report).not.toHaveProperty('canary');
    expect(report.unavailable.map(({ part }) => part).toSorted()).toEqual([
      'canary',
      'denials',
      'mail',
      'queues',
      'sweep',
      'trail',
    ]);
    expect(JSON.stringify(report)).not.toMatch(/beta|theirs|other#/);
  });

  it('is healthy for a tenant without problems of its own', async () => {
    const quiet = health({
      parked: { async *markers() {} },
      reader: { ...aFakeReader({}).reader, stuck: async () => [{ integration: 'other' }] as never },
    });

    expect((await quiet('acme')).healthy).toBe(true);
  });
});
