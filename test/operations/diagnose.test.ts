import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { sweepLateSeconds } from '../../lambdas/env.ts';
import { type DiagnosisPorts, diagnose } from '../../lambdas/operations/diagnose.ts';
import { watchedQueues } from '../../lambdas/operations/queue-health.ts';
import { readStrictly } from '../../lambdas/operations/read-part.ts';
import { anIntegration } from '../helpers/builders.ts';
import { aFakeReader, aStoredMail } from '../helpers/fake-reader.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

const file: IntegrationsFile = {
  connections: { main: { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm' } },
  integrations: [anIntegration()],
};

/** An audit trail whose newest segment was stored then; without a time it is empty. */
const aTrail = (storedAt?: Date): NonNullable<DiagnosisPorts['trail']> => ({
  days: async () => (storedAt === undefined ? [] : ['2026-11-19', '2026-11-20']),
  async *segments(shard, day) {
    for (const number of [1, 2]) yield { shard, day, number };
  },
  get: async ({ day, number }) => ({ text: '', storedAt: day === '2026-11-20' && number === 2 ? storedAt! : ago(1e6) }),
});

async function* noMarkers(): AsyncGenerator<ParkMarker> {}

/** A pipeline in which nothing is wrong, but for these changes. */
function aPipeline(changes: Partial<DiagnosisPorts> = {}): DiagnosisPorts {
  const { store, reader } = aFakeReader({});
  return {
    integrations: async () => file,
    gate: {
      state: async () => ({
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
      }),
    },
    parked: { markers: noMarkers },
    adapterFor: async () => ({ kind: 'unknown' }),
    reader: { ...reader, stuck: async () => [] },
    store: { ...store, getEvent: async () => undefined },
    forwardings: async () => [],
    sweepTime: { get: async () => ago(60) },
    trail: aTrail(),
    queueClients: {
      sqs: { send: async () => ({ Attributes: { QueueArn: 'arn' } }) },
      lambda: { send: async () => ({ EventSourceMappings: [{ State: 'Enabled' }] }) },
      cloudWatch: { send: async () => ({}) },
    } as never,
    variable: (name) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`,
    deniedCalls: async () => [],
    credentialProblems: () => [],
    resolveTxt: async () => [['v=DMARC1; p=reject']],
    readPart: readStrictly,
    ...changes,
  };
}

describe('diagnose', () => {
  it('finds nothing wrong with a pipeline that works', async () => {
    expect(await diagnose(aPipeline(), now, 'look')).toEqual({
      healthy: true,
      integrations: 1,
      connections: [expect.objectContaining({ connection: 'main', circuit: 'closed', waiting: 0 })],
      poisoned: [],
      stuck: 0,
      queues: watchedQueues.map(({ queue }) => expect.objectContaining({ queue, eventSource: 'Enabled' })),
      unread: { mails: 0, lookedAt: 0, isAll: true },
      sweptAt: ago(60).toISOString(),
      trail: {},
      ownDomains: [],
      problems: [],
      remarks: [],
    });
  });

  const { store, reader } = aFakeReader({ stored: [aStoredMail(1, ago(301).toISOString())] });
  const stuckReader = { ...aFakeReader({}).reader, stuck: async () => [{} as never, {} as never] };
  const open = (reason: string): DiagnosisPorts['gate'] => ({
    state: async () => ({
      circuit: 'open',
      reason,
      trials: 0,
      probes: 0,
      failures: 9,
      unfinished: 9,
      refusals: 0,
      busyUntil: 0,
      queuedUntil: 0,
      blockedUntil: 0,
      tenants: new Map(),
    }),
  });

  it.each<[string, Partial<DiagnosisPorts>, RegExp]>([
    [
      'mail that is not read for five minutes',
      { store: { ...store, getEvent: async () => undefined }, reader: { ...reader, stuck: async () => [] } },
      /^1 mails are received and not read yet, the oldest for 5 min: .*#mail-waits$/,
    ],
    ['queues that cannot be read', { variable: () => undefined }, /^the queues could not be looked at \(.* not set/],
    ['calls that IAM denied', { deniedCalls: async () => ['IAM denied sink'] }, /^IAM denied sink$/],
    [
      'a table without integrations',
      { integrations: async () => ({ connections: {}, integrations: [] }) },
      /^no integration is configured/,
    ],
    [
      'a connection without TLS',
      {
        integrations: async () => ({
          connections: {
            main: { vendor: 'hubspot' as const, baseUrl: 'http://crm.example', credentials: 'secret:crm#a' },
          },
          integrations: [anIntegration()],
        }),
      },
      /^connections\.main\.baseUrl: found http:\/\/crm\.example; wants https/,
    ],
    ['an outage', { gate: open('unknown: 5xx') }, /^connection main is open \(unknown: 5xx\): .*#crm-outage$/],
    ['a wrong setting', { gate: open('misconfigured: 401') }, /^connection main is open .*#crm-configuration$/],
    ['credentials that cannot be read', { credentialProblems: () => ['no secret'] }, /^no secret$/],
    ['stuck deliveries', { reader: stuckReader }, /^2 deliveries are stuck/],
    [
      'a sweep that is late',
      { sweepTime: { get: async () => ago(sweepLateSeconds + 1) } },
      /^the sweep has not run to its end since .*#sweep-late$/,
    ],
  ])('reports %s', async (_what, changes, problem) => {
    const { healthy, problems } = await diagnose(aPipeline(changes), now, 'look');

    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(healthy).toBe(false);
  });

  it('asks for deliveries that are pending for a quarter of an hour', async () => {
    const asked: Date[] = [];
    const stuck = async (before: Date) => {
      asked.push(before);
      return [];
    };

    await diagnose(aPipeline({ reader: { ...aFakeReader({}).reader, stuck } }), now, 'look');

    expect(asked).toEqual([ago(900)]);
  });

  it('reports conversations that wait behind a mail, not those in which an attempt is only guarded', async () => {
    const reason = 'rejected: INVALID_EMAIL: property email';
    const marker = { group: 'sales#t', head: 'evt_1', reason, kind: 'poisoned', since: 's', version: 1 } as const;
    async function* markers({ kind }: { kind: string }): AsyncGenerator<ParkMarker> {
      if (kind === 'buffered') return;
      yield { ...marker, waiting: 2 };
      yield { ...marker, head: 'evt_2', waiting: 0 };
    }

    const report = await diagnose(aPipeline({ parked: { markers } }), now, 'look');

    expect(report.poisoned).toEqual([{ group: 'sales#t', head: 'evt_1', reason, since: 's', waiting: 2 }]);
    expect(report.problems).toEqual([
      'conversation sales#t waits behind evt_1 (rejected: INVALID_EMAIL): postern trace evt_1',
    ]);
  });

  it('reports what the connections answer, and the fields that they lack, when it probes', async () => {
    const items = [
      { name: 'Key', state: 'missing' },
      { name: 'Note', state: 'missing', isOptional: true },
      { name: 'Id', state: 'refused', reason: 'no rights' },
      { name: 'New', state: 'made' },
    ] as const;
    const adapterFor = async () =>
      ({
        kind: 'ok',
        how: 'existing',
        value: {
          check: async () => ({ kind: 'unknown' }),
          setUp: async () => ({ kind: 'ok', how: 'existing', value: items }),
        },
      }) as never;

    const { problems } = await diagnose(aPipeline({ adapterFor }), now, 'probe');

    expect(problems).toEqual([
      'connection main answers unknown: no clear answer: docs/crms/README.md, hubspot',
      'connection main has no Key: postern doctor --fix makes it; docs/crms/README.md, hubspot',
      'connection main has no Id: no rights; docs/crms/README.md, hubspot',
    ]);
  });

  it('keeps remarks apart from problems: they leave the pipeline healthy', async () => {
    const trust = { ownDomains: ['acme.com'], allow: [], block: [], below: 20, action: 'tag' as const };
    const integrations = [anIntegration({ tokens: 'open', trust })];
    const ports = aPipeline({ integrations: async () => ({ ...file, integrations }), resolveTxt: async () => [] });

    const { healthy, remarks } = await diagnose(ports, now, 'look');

    expect(healthy).toBe(true);
    expect(remarks).toEqual([
      expect.stringMatching(/^acme\.com has no DMARC record/),
      expect.stringMatching(/^WARNING sales: tokens: open/),
    ]);
  });

  describe('of the audit trail', () => {
    const withMail = (trail: DiagnosisPorts['trail'], seconds: number) => {
      const { store, reader } = aFakeReader({});
      return aPipeline({
        trail,
        store: {
          ...store,
          getEvent: async () => undefined,
          async *rawMails() {
            yield aStoredMail(1, ago(seconds).toISOString());
          },
        },
        reader: { ...reader, stuck: async () => [], mails: async () => new Map([['mail-1', {} as never]]) },
      });
    };
    const problemsOf = async (ports: DiagnosisPorts) => (await diagnose(ports, now, 'look')).problems;

    it('is healthy when its newest segment is behind a mail that is read, or that mail is new', async () => {
      expect(await problemsOf(withMail(aTrail(ago(1000)), 2000))).toEqual([]);
      expect(await problemsOf(withMail(aTrail(ago(5000)), 800))).toEqual([]);
      expect(await problemsOf(withMail(aTrail(), 800))).toEqual([]);
      expect((await diagnose(withMail(aTrail(ago(1000)), 2000), now, 'look')).trail).toEqual({
        newestAt: ago(1000).toISOString(),
      });
    });

    it.each([
      [
        'ends before a mail that is read',
        aTrail(ago(7200)),
        /^the audit trail ends at 2026-11-20T10:00:00.000Z, and lacks/,
      ],
      [
        'has no entry at all',
        aTrail(),
        /^the audit trail has no entry, and lacks a mail of .* ago: docs\/runbook\.md#audit-trail/,
      ],
    ])('reports one that %s', async (_case, trail, problem) => {
      expect(await problemsOf(withMail(trail, 3600))).toEqual([expect.stringMatching(problem)]);
    });

    it('leaves a remark where nobody knows the bucket', async () => {
      const { healthy, remarks } = await diagnose(aPipeline({ trail: undefined }), now, 'look');

      expect(healthy).toBe(true);
      expect(remarks).toEqual([expect.stringContaining('AUDIT_BUCKET')]);
    });
  });
});
