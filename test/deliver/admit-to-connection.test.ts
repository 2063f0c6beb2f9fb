import { admitToConnection } from '../../lambdas/deliver/admit-to-connection.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { Admission, ConnectionGate } from '../../lambdas/domain/delivery/connection-gate.ts';
import { anAttempt, attemptTime, closedCircuit } from '../helpers/attempt.ts';

const open = (inMs: number): Admission => ({
  kind: 'open',
  reason: 'throttled: daily',
  probeAt: new Date(attemptTime.getTime() + inMs),
});
const waitsForMain = (reason: string) => ({
  ends: 'parked',
  why: { kind: 'buffered', connection: 'main', reason: `waits for connection main: ${reason}` },
  isHead: true,
});
const staysFor = (afterMs: number, reason: string) => ({
  ends: 'answered',
  result: { kind: 'retry', afterMs, reason: `waits for connection main: ${reason}`, waits: true },
});
const answer =
  (kind: 'ok' | 'unknown' | 'rejected'): CrmAdapter['check'] =>
  async () =>
    kind === 'ok'
      ? { kind, value: undefined, how: 'unchanged' }
      : kind === 'unknown'
        ? { kind }
        : { kind, code: 'X', message: 'no' };

describe('admitToConnection', () => {
  it('admits a delivery with the state of its connection', async () => {
    const { context, integration, calls } = anAttempt();

    const admitted = await admitToConnection(context);

    expect(admitted).toMatchObject({ destination: { integration, account: { name: 'main' } }, state: closedCircuit });
    expect(calls).toMatchObject([['admit', { connection: 'main', tenant: 'acme', calls: 4 }]]);
  });

  it('takes fewer calls for a contact that is known', async () => {
    const { context, calls } = anAttempt({ context: { known: { contact: 'c1', at: 'x' } } });

    await admitToConnection(context);

    expect(calls).toMatchObject([['admit', { connection: 'main', calls: 1 }]]);
  });

  it('asks no connection for an integration that writes nothing', async () => {
    const { context, calls } = anAttempt({ integration: { mode: 'shadow' } });

    expect(await admitToConnection(context)).not.toHaveProperty('state');
    expect(calls).toEqual([]);
  });

  it('fails without a connection when the integration is not configured any more', async () => {
    const { context } = anAttempt({ delivery: { integration: 'gone' } });

    expect(await admitToConnection(context)).toMatchObject({
      ends: 'failed',
      failure: { kind: 'misconfigured', code: 'no-integration' },
      connection: undefined,
    });
  });

  it('fails with the connection when its credentials cannot be read', async () => {
    const failure = { kind: 'misconfigured', code: 'credentials', message: 'x' } as const;
    const { context } = anAttempt({ ports: { crm: { adapterFor: async () => failure } } });

    expect(await admitToConnection(context)).toEqual({ ends: 'failed', failure, connection: 'main' });
  });

  it.each([
    ['its own turn on the queue', false, 7_000],
    ['the next free moment in a replay', true, 3_000],
  ])('waits for %s', async (_case, isReplay, afterMs) => {
    const until = new Date(attemptTime.getTime() + 3_000);
    const { context } = anAttempt({ attempt: { isReplay }, gate: { admit: async () => ({ kind: 'wait', until }) } });

    expect(await admitToConnection(context)).toEqual({
      ends: 'answered',
      result: { kind: 'retry', afterMs, reason: 'waits for its turn', waits: true },
    });
  });

  const openUntil = (inMs: number) => ({
    state: async () => ({ ...closedCircuit, circuit: 'open' as const, probeAt: attemptTime.getTime() + inMs }),
  });

  it.each<[string, Partial<ConnectionGate>, CrmAdapter['check'], object, string[]]>([
    [
      'waits in its conversation for a probe that is far away',
      { admit: async () => open(60_000) },
      undefined,
      waitsForMain('throttled: daily'),
      [],
    ],
    [
      'stays on the queue until a probe that is due soon',
      { admit: async () => open(4_000) },
      undefined,
      staysFor(4_500, 'throttled: daily'),
      [],
    ],
    [
      'stays on the queue while others probe',
      { admit: async () => open(0), claimProbe: async () => false, ...openUntil(9_000) },
      undefined,
      staysFor(9_500, 'throttled: daily'),
      [],
    ],
    [
      'goes on as the probe where the vendor has no check',
      { admit: async () => open(0) },
      undefined,
      { state: closedCircuit },
      ['claimProbe', 'state'],
    ],
    [
      'goes on as one of a few that try before the next probe is due',
      { admit: async () => ({ ...open(9_000), trials: 1 }) as Admission },
      undefined,
      { state: closedCircuit },
      ['claimProbe', 'state'],
    ],
    [
      'goes on as the probe when the check succeeds, and leaves the circuit open until it gets through',
      { admit: async () => open(0), ...openUntil(10_000) },
      answer('ok'),
      { state: { circuit: 'open' } },
      ['claimProbe'],
    ],
    [
      'goes on as the probe when the vendor rejects only the check',
      { admit: async () => open(0), ...openUntil(10_000) },
      answer('rejected'),
      { state: { circuit: 'open' } },
      ['claimProbe'],
    ],
    [
      'waits when the check fails, until the next probe',
      { admit: async () => open(0), failed: async () => new Date(attemptTime.getTime() + 16_000) },
      answer('unknown'),
      waitsForMain('unknown: no clear answer'),
      ['claimProbe'],
    ],
  ])('%s while the circuit is open', async (_case, gate, check, ending, asked) => {
    const attempt = anAttempt({ gate, adapter: { ...(check && { check }) } });

    expect(await admitToConnection(attempt.context)).toMatchObject(ending);
    expect(attempt.asked()).toEqual(asked);
  });

  it('waits in its conversation in a replay, however soon the probe is', async () => {
    const attempt = anAttempt({ attempt: { isReplay: true }, gate: { admit: async () => open(1_000) } });

    expect(await admitToConnection(attempt.context)).toMatchObject(waitsForMain('throttled: daily'));
  });

  it.each<[string, CrmAdapter['check'], number]>([
    ['and of the check', answer('ok'), 5],
    ['alone, where there is no check', undefined, 4],
  ])('takes the calls of a probe from the rate: those of the delivery %s', async (_case, check, calls) => {
    const claimed: unknown[] = [];
    const gate: Partial<ConnectionGate> = {
      admit: async () => open(0),
      claimProbe: async (_name, _now, wanted) => claimed.push(wanted) > 0,
    };

    await admitToConnection(anAttempt({ gate, adapter: { ...(check && { check }) } }).context);

    expect(claimed).toMatchObject([{ connection: 'main', calls }]);
  });
});
