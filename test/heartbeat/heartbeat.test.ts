import type { TargetProgress } from '../../lambdas/domain/consent/suppression-target.ts';
import { createHeartbeat, type HeartbeatDependencies } from '../../lambdas/heartbeat/heartbeat.ts';
import { closedCircuit } from '../helpers/attempt.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';

const now = new Date('2026-11-20T10:00:00.000Z');

function aHeartbeat(changes: Partial<HeartbeatDependencies> = {}, due = 0) {
  const measured: unknown[] = [];
  const sent: string[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void measured.push([name, ...values]);
  const beat = createHeartbeat({
    oldestMail: async () => ({ bounce: '2026-11-20T09:59:00.000Z', conversation: '2026-11-20T09:58:00.000Z' }),
    parkedThreads: async () => 3,
    consent: {
      oldestWaiting: async () => ({ bounce: '2026-11-20T09:57:00.000Z' }),
      async *due() {
        for (let nth = 0; nth < due; nth += 1) yield { target: `t${nth}` } as TargetProgress;
      },
    },
    sendToTarget: async ({ target }) => void sent.push(target),
    providers: { lastDay: async () => new Map(), holds: async () => [], hold: async () => {}, release: async () => {} },
    control: { integrations: async () => [anIntegration({ connection: 'a' }), anIntegration({ connection: 'b' })] },
    gate: { state: async (name) => ({ ...closedCircuit, circuit: name === 'b' ? 'open' : 'closed' }) },
    canary: { look: async () => [{ hop: 'sink', ageMs: 7 }] },
    pollOptOuts: async () => {},
    pollStages: async () => {},
    sweepTime: { get: async () => new Date('2026-11-20T09:00:00.000Z') },
    watchMappings: async () => 2,
    metrics: {
      beat: note('beat'),
      oldestPending: note('pending'),
      parkedThreads: note('parked'),
      openCircuits: note('open'),
      canary: note('canary'),
      mappingDrift: note('drift'),
      sweepAge: note('sweep'),
      provider: note('provider'),
      worstComplaintRate: note('worst'),
    },
    log: silentLog,
    now: () => now,
    ...changes,
  });
  return { beat, measured, sent };
}

describe('createHeartbeat', () => {
  it.each([
    ['the oldest news of a kind, of mails and targets', ['pending', 'bounce', 180_000]],
    ['the oldest mail of the conversations', ['pending', 'conversation', 120_000]],
    ['no age where nothing waits', ['pending', 'complaint', 0]],
    ['parked threads', ['parked', 3]],
    ['open circuits', ['open', 1]],
    ['fields that drifted from their CRM', ['drift', 2]],
    ['the age of the sweep', ['sweep', 3_600_000]],
    ['the hops of the canary', ['canary', 'sink', 7]],
    ['the worst provider', ['worst', 0]],
  ])('measures %s', async (_case, metric) => {
    const { beat, measured } = aHeartbeat();

    await beat();

    expect(measured).toContainEqual(metric);
    expect(measured.at(-1)).toEqual(['beat']);
  });

  it('sends due targets again, at most a thousand a beat', async () => {
    const [few, many] = [aHeartbeat({}, 2), aHeartbeat({}, 1200)];

    await few.beat();
    await many.beat();

    expect(few.sent).toEqual(['t0', 't1']);
    expect(many.sent).toHaveLength(1000);
  });

  it('asks the CRMs for opt-outs', async () => {
    const polls: string[] = [];
    const { beat } = aHeartbeat({ pollOptOuts: async () => void polls.push('poll') });

    await beat();

    expect(polls).toEqual(['poll']);
  });

  it('measures no age of a sweep that has never come to its end', async () => {
    const { beat, measured } = aHeartbeat({ sweepTime: { get: async () => undefined } });

    await beat();

    expect(measured).not.toContainEqual(expect.arrayContaining(['sweep']));
  });

  it('makes all other checks when some fail, beats, and throws the failures together', async () => {
    const [first, second] = [new Error('no mappings'), new Error('no canary')];
    const { beat, measured } = aHeartbeat({
      watchMappings: () => Promise.reject(first),
      canary: { look: () => Promise.reject(second) },
    });

    await expect(beat()).rejects.toMatchObject({ message: '2 looks of the heartbeat failed', errors: [first, second] });
    expect(measured).toContainEqual(['parked', 3]);
    expect(measured).toContainEqual(['beat']);
  });
});
