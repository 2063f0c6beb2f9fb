import type { ConsentLedger } from '../../lambdas/domain/consent/consent-ledger.ts';
import { emptyConsent } from '../../lambdas/domain/consent/state.ts';
import type { TargetProgress } from '../../lambdas/domain/consent/suppression-target.ts';
import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionTarget } from '../../lambdas/domain/crm/suppression-target.ts';
import type { ConnectionState } from '../../lambdas/domain/delivery/connection-gate.ts';
import { createInformTarget } from '../../lambdas/suppress/inform-target.ts';
import { closedCircuit, attemptTime as now } from '../helpers/attempt.ts';
import { anIntegration, silentLog } from '../helpers/builders.ts';

const id = { tenant: 'acme', subject: 'a'.repeat(40), target: 'main' };
const arrived: Outcome<SuppressionProof> = {
  kind: 'ok',
  value: { by: 'read-back', answer: 'it says so' },
  how: 'updated',
};
const unknown = { kind: 'unknown' } as const;
const inMs = (ms: number): Date => new Date(now.getTime() + ms);
const openCircuit = (probeInMs: number): ConnectionState => ({
  ...closedCircuit,
  circuit: 'open',
  probeAt: now.getTime() + probeInMs,
});

interface Given {
  readonly progress?: Partial<TargetProgress>;
  readonly target?: Outcome<SuppressionTarget>;
  readonly name?: string;
  readonly outcomes?: Outcome<SuppressionProof>[];
  readonly ends?: Array<'done' | 'behind' | 'lost'>;
  readonly address?: string | undefined;
  readonly state?: ConnectionState;
  readonly opens?: boolean;
  readonly claim?: Awaited<ReturnType<ConsentLedger['claim']>>;
  readonly leaseMs?: number;
}

/** Informs one target of one address over a ledger with the given answers. */
async function inform(situation: Given) {
  const { outcomes = [arrived], ends = ['done'], state = closedCircuit, name = 'main', leaseMs = 60_000 } = situation;
  const progress: TargetProgress = {
    ...id,
    target: name,
    wanted: 1,
    done: 0,
    kind: 'unsubscribe',
    receivedAt: '2026-11-20T09:59:00.000Z',
    attempts: 0,
    fence: 1,
    ...situation.progress,
  };
  const failures: Array<{ nextInMs: number; counts: boolean; reason: string; unclearUntil?: Date }> = [];
  const gate: unknown[] = [];
  const lags: unknown[] = [];
  let writes = 0;
  const target: SuppressionTarget = {
    async write() {
      writes += 1;
      return outcomes.shift() ?? arrived;
    },
  };
  const informTarget = createInformTarget({
    consent: {
      claim: async () => ('claim' in situation ? situation.claim : { progress }),
      read: async () => ({
        ...id,
        version: 1,
        state: emptyConsent,
        ...('address' in situation ? {} : { address: 'ada@customer.example' }),
      }),
      arrived: async () => ends.shift() ?? 'done',
      failed: async (_progress: TargetProgress, { nextAt, ...failure }: Parameters<ConsentLedger['failed']>[1]) =>
        void failures.push({ ...failure, nextInMs: nextAt.getTime() - now.getTime() }),
    } as unknown as ConsentLedger,
    targets: { targetFor: async () => situation.target ?? { kind: 'ok', value: target, how: 'existing' } },
    control: { integrations: async () => [anIntegration()] },
    gate: {
      state: async () => state,
      claimProbe: async () => gate.push('probe') > 0,
      answered: () => gate.push('answered'),
      succeeded: async () => void gate.push('succeeded'),
      failed: async (_name: string, _failure: unknown, _now: Date, isProbe: boolean) => {
        gate.push(isProbe ? 'failed probe' : 'failed');
        return situation.opens ? new Date(now.getTime() + 60_000) : undefined;
      },
    } as never,
    metrics: { lag: (...lag) => lags.push(lag) },
    log: silentLog,
    now: () => now,
    random: () => 0.5,
  });
  const result = await informTarget({ ...id, target: name }, leaseMs);
  return { result, failures, gate, lags, writes };
}

describe('createInformTarget', () => {
  it('settles a target that has heard everything', async () => {
    expect(await inform({ claim: undefined })).toMatchObject({ result: { kind: 'settled' }, writes: 0 });
  });

  it('waits for another worker that holds the target', async () => {
    const { result } = await inform({ claim: { busyUntil: inMs(4_000) } });

    expect(result).toEqual({ kind: 'retry', afterMs: 4_000, reason: 'leased' });
  });

  it('writes the state and measures how long the news took', async () => {
    const { result, lags, gate, failures } = await inform({});

    expect(result).toEqual({ kind: 'settled' });
    expect(lags).toEqual([['unsubscribe', 'main', 60_000]]);
    expect([gate, failures]).toEqual([['answered'], []]);
  });

  it('measures no lag for a target that keeps nothing', async () => {
    const end: Outcome<SuppressionProof> = {
      kind: 'ok',
      value: { by: 'not-kept-here', answer: 'no place' },
      how: 'unchanged',
    };

    expect((await inform({ outcomes: [end] })).lags).toEqual([]);
  });

  it('settles without a write when the address is not known', async () => {
    expect(await inform({ address: undefined })).toMatchObject({ result: { kind: 'settled' }, writes: 0 });
  });

  it.each<[string, Given, object]>([
    [
      'an unclear answer, which may still land',
      { outcomes: [unknown] },
      { nextInMs: 500, counts: true, unclearUntil: inMs(15_000) },
    ],
    [
      'a rate limit until its time',
      { outcomes: [{ kind: 'throttled', scope: 'burst', retryAt: inMs(8_000) }] },
      { nextInMs: 8_000, counts: true },
    ],
    [
      'a target that is misconfigured',
      { target: { kind: 'misconfigured', code: 'X', message: 'no' } },
      { counts: true, reason: 'misconfigured: X: no' },
    ],
  ])('retries %s', async (_case, situation, failure) => {
    const { result, failures } = await inform(situation);

    expect(result.kind).toBe('retry');
    expect(failures).toMatchObject([failure]);
  });

  it.each<[string, Given]>([
    ['after its attempts on the queue', { outcomes: [unknown], progress: { attempts: 3 } }],
    ['when the failure opens the circuit', { outcomes: [unknown], opens: true }],
  ])('leaves a target to the heartbeat %s', async (_case, situation) => {
    const { result, failures } = await inform(situation);

    expect(result).toEqual({ kind: 'waiting', reason: 'unknown: no clear answer' });
    expect(failures[0]!.nextInMs).toBeGreaterThanOrEqual(5_000);
  });

  it.each<[string, Given, unknown[]]>([
    ['an outage', { outcomes: [unknown] }, ['failed']],
    ['a daily limit', { outcomes: [{ kind: 'throttled', scope: 'daily', retryAt: inMs(1) }] }, ['failed']],
    [
      'not a limit that passes within moments',
      { outcomes: [{ kind: 'throttled', scope: 'burst', retryAt: inMs(1) }] },
      [],
    ],
    [
      'not a permission that only consent needs',
      { outcomes: [{ kind: 'misconfigured', code: 'HTTP 403', message: 'x' }] },
      [],
    ],
    ['not the failure of the sending account', { outcomes: [unknown], name: 'ses' }, []],
    [
      'not the failure of a target that makes no call',
      { target: { kind: 'ok', how: 'existing', value: { makesNoCall: true, write: async () => unknown } } },
      [],
    ],
  ])('reports %s to the gate', async (_case, situation, gate) => {
    expect((await inform(situation)).gate).toEqual(gate);
  });

  it('waits while the circuit is open, without counting an attempt', async () => {
    const { result, failures, writes } = await inform({ state: openCircuit(20_000) });

    expect(result).toEqual({ kind: 'waiting', reason: 'waits for connection main' });
    expect(failures).toMatchObject([{ nextInMs: 20_000, counts: false }]);
    expect(writes).toBe(0);
  });

  it('probes a connection with a due probe, and closes its circuit', async () => {
    expect((await inform({ state: openCircuit(-1) })).gate).toEqual(['probe', 'answered', 'succeeded']);
    expect((await inform({ state: openCircuit(-1), outcomes: [unknown] })).gate).toEqual(['probe', 'failed probe']);
  });

  it('waits while an earlier write may still land', async () => {
    const { result, failures, writes } = await inform({ progress: { unclearUntil: inMs(5_000).toISOString() } });

    expect(result).toEqual({ kind: 'retry', afterMs: 6_000, reason: 'written; an earlier write may still land' });
    expect(failures).toMatchObject([{ nextInMs: 5_000, counts: false }]);
    expect(writes).toBe(1);
  });

  it('writes again when something new came meanwhile, as long as the lease outlives another request', async () => {
    expect(await inform({ ends: ['behind', 'done'] })).toMatchObject({ result: { kind: 'settled' }, writes: 2 });
    expect(await inform({ ends: ['behind'], leaseMs: 10_000 })).toMatchObject({
      result: { kind: 'waiting', reason: 'something new came meanwhile' },
      writes: 1,
    });
  });

  it('leaves a target to the worker that holds it now', async () => {
    expect((await inform({ ends: ['lost'] })).result).toEqual({ kind: 'retry', afterMs: 1000, reason: 'lease lost' });
  });
});
