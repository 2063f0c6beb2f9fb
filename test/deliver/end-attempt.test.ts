import { endAttempt } from '../../lambdas/deliver/end-attempt.ts';
import type { FailedAttempt } from '../../lambdas/deliver/ending.ts';
import { maxAttempts } from '../../lambdas/domain/crm/retry-policy.ts';
import { anAttempt, attemptTime, closedCircuit } from '../helpers/attempt.ts';

const held = { fence: 4, attempts: 0, steps: {} };
const unknown = { kind: 'unknown' } as const;
const rejected = { kind: 'rejected', code: 'INVALID', message: 'no' } as const;
const misconfigured = { kind: 'misconfigured', code: 'SCOPE', message: 'missing' } as const;
const throttled = { kind: 'throttled', scope: 'burst', retryAt: new Date(attemptTime.getTime() + 9_000) } as const;
const opens = { failed: async () => true };

describe('endAttempt', () => {
  it('answers without a write where nothing is left to write', async () => {
    const { context, calls } = anAttempt();
    const result = { kind: 'settled', fate: 'delivered', how: 'now' } as const;

    expect(await endAttempt(context, { ends: 'answered', result })).toBe(result);
    expect(calls).toEqual([]);
  });

  it('gives a lease back without counting a failure', async () => {
    const { context, calls } = anAttempt();

    const result = await endAttempt(context, { ends: 'released', held, reason: 'unclear', afterMs: 5_000 });

    expect(result).toEqual({ kind: 'retry', afterMs: 5_000, reason: 'unclear', waits: true });
    expect(calls).toMatchObject([['release', context.message, 4, { reason: 'unclear', counts: false, steps: {} }]]);
  });

  it('gives a delivery up that has nothing to deliver', async () => {
    const { context, calls } = anAttempt();

    expect(await endAttempt(context, { ends: 'given-up', reason: 'gone' })).toEqual({ kind: 'dead', reason: 'gone' });
    expect(calls).toMatchObject([['giveUp', context.message, 'gone']]);
  });

  it('parks a delivery in its place in the conversation', async () => {
    const { context, calls } = anAttempt();
    const why = { reason: 'behind evt_0', kind: 'poisoned' } as const;

    const result = await endAttempt(context, { ends: 'parked', why, isHead: false });

    expect(result).toEqual({ kind: 'parked', as: 'poisoned', reason: 'behind evt_0' });
    expect(calls).toMatchObject([['park', context.group, { message: context.message }, { ...why, isHead: false }]]);
  });

  it.each([
    ['explains anew why a replayed conversation waits', 'another', ['explainPark']],
    ['writes nothing when a replayed conversation waits for the same reason', 'same', []],
  ])('%s', async (_case, reason, asked) => {
    const marker = {
      group: 'g',
      head: 'h',
      reason: 'same',
      kind: 'poisoned',
      since: 'x',
      version: 1,
      waiting: 1,
    } as const;
    const attempt = anAttempt({ attempt: { isReplay: true }, context: { marker } });

    await endAttempt(attempt.context, { ends: 'parked', why: { reason, kind: 'poisoned' }, isHead: true });

    expect(attempt.asked()).toEqual(asked);
  });

  it.each<[string, FailedAttempt, Parameters<typeof anAttempt>[0], object]>([
    [
      'retries an unclear answer with backoff',
      { failure: unknown, connection: 'main', held },
      {},
      { kind: 'retry', afterMs: 500, errorClass: 'outage' },
    ],
    [
      'retries at the time of a rate limit',
      { failure: throttled, connection: 'main', held },
      {},
      { kind: 'retry', afterMs: 9_000, errorClass: 'quota' },
    ],
    [
      'parks a rejected mail at once',
      { failure: rejected, connection: 'main', held },
      {},
      { kind: 'parked', as: 'poisoned', errorClass: 'validation' },
    ],
    [
      'parks a delivery that has no connection',
      { failure: misconfigured },
      {},
      { kind: 'parked', as: 'poisoned', errorClass: 'configuration' },
    ],
    [
      'waits for the connection when the failure opens its circuit',
      { failure: unknown, connection: 'main', held },
      { gate: opens },
      { kind: 'parked', as: 'buffered', reason: 'waits for connection main: unknown: no clear answer' },
    ],
    [
      'parks the last failure that counts',
      { failure: unknown, connection: 'main', held: { ...held, attempts: maxAttempts - 1 } },
      { context: { isLast: true } },
      { kind: 'parked', as: 'poisoned' },
    ],
    [
      'retries a last attempt that may fail more often',
      { failure: unknown, connection: 'main', held },
      { context: { isLast: true } },
      { kind: 'retry' },
    ],
    [
      'retries a last attempt that a shared failure ended',
      { failure: misconfigured, connection: 'main', held: { ...held, attempts: maxAttempts - 1 } },
      { context: { isLast: true } },
      { kind: 'retry' },
    ],
  ])('%s', async (_case, failed, options, result) => {
    expect(await endAttempt(anAttempt(options).context, { ends: 'failed', ...failed })).toMatchObject(result);
  });

  it.each<[string, FailedAttempt, unknown[]]>([
    [
      'counts an unclear answer against the delivery',
      { failure: unknown, connection: 'main', held },
      [
        ['release', true],
        ['failed', false],
      ],
    ],
    [
      'does not count a failure that every message meets',
      { failure: throttled, connection: 'main', held },
      [
        ['release', false],
        ['failed', false],
      ],
    ],
    [
      'reports a failed probe as one',
      { failure: unknown, connection: 'main', held, state: { ...closedCircuit, circuit: 'open' } },
      [
        ['release', true],
        ['failed', true],
      ],
    ],
    [
      'takes a rejection for an answer of the connection',
      { failure: rejected, connection: 'main', held, state: { ...closedCircuit, failures: 2 } },
      [['release', true], ['succeeded'], ['park']],
    ],
    ['releases nothing when the attempt held no lease', { failure: unknown, connection: 'main' }, [['failed', false]]],
  ])('%s', async (_case, failed, wanted) => {
    const { context, calls } = anAttempt();

    await endAttempt(context, { ends: 'failed', ...failed });

    const facts = calls.map(([port, ...given]) => {
      if (port === 'release') return [port, (given[2] as { counts: boolean }).counts];
      return port === 'failed' ? [port, given[2]] : [port];
    });
    expect(facts).toEqual(wanted);
  });
});
