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
    expect(calls).toMatchObject([['admit', 'main', undefined, 4]]);
  });

  it('takes fewer calls for a contact that is known', async () => {
    const { context, calls } = anAttempt({ context: { known: { contact: 'c1', at: 'x' } } });

    await admitToConnection(context);

    expect(calls).toMatchObject([['admit', 'main', undefined, 1]]);
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

  it.each<[string, Partial<ConnectionGate>, CrmAdapter['check'], object, string[]]>([
    [
      'waits until the probe is due',
      { admit: async () => open(1_000) },
      undefined,
      waitsForMain('throttled: daily'),
      [],
    ],
    [
      'waits while another worker probes',
      { admit: async () => open(0), claimProbe: async () => false },
      undefined,
      waitsForMain('throttled: daily'),
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
      'waits when the check fails, and reports that as a probe',
      { admit: async () => open(0) },
      answer('unknown'),
      waitsForMain('unknown: no clear answer'),
      ['claimProbe', 'failed'],
    ],
  ])('%s while the circuit is open', async (_case, gate, check, ending, asked) => {
    const attempt = anAttempt({ gate, adapter: { ...(check && { check }) } });

    expect(await admitToConnection(attempt.context)).toMatchObject(ending);
    expect(attempt.asked()).toEqual(asked);
  });

  it.each<[string, 'ok' | 'rejected']>([
    ['succeeds', 'ok'],
    ['rejects only the check itself', 'rejected'],
  ])('closes the circuit and counts the call of the check when the vendor %s', async (_case, kind) => {
    const admissions: Admission[] = [open(0), { kind: 'go', state: closedCircuit }];
    const asked: number[] = [];
    const admit: ConnectionGate['admit'] = async (_name, _limits, calls) => {
      asked.push(calls);
      return admissions.shift()!;
    };
    const attempt = anAttempt({ gate: { admit }, adapter: { check: answer(kind)! } });

    expect(await admitToConnection(attempt.context)).toMatchObject({ state: closedCircuit });
    expect(asked).toEqual([4, 5]);
    expect(attempt.asked()).toEqual(['claimProbe', 'succeeded']);
  });
});
