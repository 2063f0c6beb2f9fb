import { endAttempt } from '../../lambdas/deliver/end-attempt.ts';
import type { FailedAttempt } from '../../lambdas/deliver/ending.ts';
import { maxAttempts } from '../../lambdas/domain/crm/retry-policy.ts';
import { anAttempt, attemptTime, closedCircuit } from '../helpers/attempt.ts';

const held = { fence: 4, attempts: 0, steps: {} };
const unknown = { kind: 'unknown' } as const;
const rejected = { kind: 'rejected', code: 'INVALID', message: 'no' } as const;
const credentialsRefused = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;
const misconfigured = { kind: 'misconfigured', code: 'SCOPE', message: 'missing' } as const;
const throttled = { kind: 'throttled', scope: 'burst', retryAt: new Date(attemptTime.getTime() + 9_000) } as const;
const opensFor = (ms: number) => ({ failed: async () => new Date(attemptTime.getTime() + ms) });
const opens = opensFor(60_000);

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
      'retries a last failure that counts while the delivery has been tried for a short time only',
      { failure: unknown, connection: 'main', held: { ...held, attempts: maxAttempts - 1 } },
      {
        context: { isLast: true },
        delivery: { failedFirstAt: new Date(attemptTime.getTime() - 299_000).toISOString() },
      },
      { kind: 'retry', afterMs: 300_000 },
    ],
    [
      'retries within seconds, however often it failed, while the vendor answers other calls',
      {
        failure: unknown,
        connection: 'main',
        held: { ...held, attempts: 5 },
        answeredAt: new Date(attemptTime.getTime() - 59_000),
      },
      {},
      { kind: 'retry', afterMs: 12_500 },
    ],
    [
      'retries a last attempt that may fail more often',
      { failure: unknown, connection: 'main', held },
      { context: { isLast: true } },
      { kind: 'retry' },
    ],
    [
      'retries a last attempt that a shared failure ended',
      { failure: credentialsRefused, connection: 'main', held: { ...held, attempts: maxAttempts - 1 } },
      { context: { isLast: true } },
      { kind: 'retry' },
    ],
    [
      'retries a last attempt in which the vendor has done a step',
      { failure: unknown, connection: 'main', held: { ...held, attempts: maxAttempts - 1, hasProgress: true } },
      { context: { isLast: true } },
      { kind: 'retry', afterMs: 500 },
    ],
    [
      'stays on the queue when the circuit is open and probed soon',
      { failure: unknown, connection: 'main', held },
      { gate: opensFor(4_000) },
      { kind: 'retry', waits: true, afterMs: 4_500, reason: 'waits for connection main: unknown: no clear answer' },
    ],
    [
      'waits in its conversation in a replay, however soon the probe is',
      { failure: unknown, connection: 'main', held },
      { gate: opensFor(4_000), attempt: { isReplay: true } },
      { kind: 'parked', as: 'buffered' },
    ],
    [
      'parks a mail alone whose write meets a setting of the account',
      { failure: misconfigured, connection: 'main', held },
      {},
      { kind: 'parked', as: 'poisoned', errorClass: 'configuration' },
    ],
    [
      'waits for the connection when such a setting opens its circuit',
      { failure: misconfigured, connection: 'main', held },
      { gate: opens },
      { kind: 'parked', as: 'buffered' },
    ],
    [
      'retries a mail that met a setting of the account before its lease, less often than an unclear answer',
      { failure: misconfigured, connection: 'main' },
      {},
      { kind: 'retry', afterMs: 2_500 },
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
        ['release', false],
        ['failed', true],
      ],
    ],
    [
      'does not count an attempt in which the vendor has done a step',
      { failure: unknown, connection: 'main', held: { ...held, hasProgress: true } },
      [
        ['release', false],
        ['failed', false],
      ],
    ],
    [
      'tells the gate of an answer before it reports the failure',
      { failure: unknown, connection: 'main', held, answeredAt: new Date(attemptTime.getTime() - 5) },
      [['release', true], ['answered'], ['failed', false]],
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

  it.each<[string, FailedAttempt, string[]]>([
    ['a refusal of a write that has parked it', { failure: misconfigured, connection: 'main', held }, []],
    ['refused credentials', { failure: credentialsRefused, connection: 'main', held }, ['failed']],
    ['an unclear answer', { failure: unknown, connection: 'main', held }, ['failed']],
  ])('reports to the gate, of a conversation that is tried again: %s', async (_case, failed, asked) => {
    const attempt = anAttempt({ attempt: { isReplay: true } });

    await endAttempt(attempt.context, { ends: 'failed', ...failed });

    expect(attempt.asked().filter((port) => port === 'failed')).toEqual(asked);
  });
});
