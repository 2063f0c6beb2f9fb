import fc from 'fast-check';
import type { Failure } from '../../../lambdas/domain/crm/outcome.ts';
import {
  type ConnectionState,
  concernsDeliveries,
  freeAt,
  isCrowdedAt,
  msPerCall,
  nextProbeAt,
  opensCircuit,
} from '../../../lambdas/domain/delivery/connection-gate.ts';

const idle: ConnectionState = {
  circuit: 'closed',
  probes: 0,
  failures: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
};
const now = new Date('2026-11-20T10:00:00.000Z');
const unknown: Failure = { kind: 'unknown' };
const refused: Failure = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' };
const limited = (scope: 'burst' | 'daily'): Failure => ({
  kind: 'throttled',
  scope,
  retryAt: new Date(now.getTime() + 3_600_000),
});

describe('concernsDeliveries', () => {
  it.each<[string, Failure, boolean]>([
    ['refused credentials', refused, true],
    ['a token that is not given', { kind: 'misconfigured', code: 'OAUTH', message: 'no' }, true],
    ['a secret that cannot be read', { kind: 'misconfigured', code: 'credentials', message: 'no' }, true],
    ['no clear answer', unknown, true],
    ['a daily limit', limited('daily'), true],
    ['a right that only consent needs', { kind: 'misconfigured', code: 'HTTP 403', message: 'no scope' }, false],
    ['a field that is not there', { kind: 'misconfigured', code: 'INVALID_FIELD', message: 'no' }, false],
    ['a record that is refused', { kind: 'rejected', code: 'X', message: 'no' }, false],
  ])('%s', (_name, failure, isOfDeliveries) => {
    expect(concernsDeliveries(failure)).toBe(isOfDeliveries);
  });
});

describe('opensCircuit and nextProbeAt', () => {
  it.each<[string, Failure, number, boolean]>([
    ['four unclear answers', unknown, 4, false],
    ['five unclear answers', unknown, 5, true],
    ['two refusals of the credentials', refused, 2, false],
    ['three refusals of the credentials', refused, 3, true],
    ['a daily limit', limited('daily'), 1, true],
    ['any number of short limits', limited('burst'), 99, false],
    ['data that is refused', { kind: 'rejected', code: 'X', message: 'no' }, 99, false],
  ])('%s', (_name, failure, failures, isOpen) => {
    expect(opensCircuit(failure, failures)).toBe(isOpen);
  });

  it('probe after a wait that doubles, and never longer than five minutes', () => {
    const waits = [0, 1, 2, 3, 4, 50].map((probes) => nextProbeAt(unknown, probes, now) - now.getTime());

    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('probe at the time that the vendor named', () => {
    expect(nextProbeAt(limited('daily'), 0, now) - now.getTime()).toBe(3_600_000);
  });
});

describe('freeAt and isCrowdedAt', () => {
  it('never let more than the burst and the rate through, whenever deliveries come', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), calls: fc.integer({ min: 1, max: 5 }) })),
        (perSecond, burst, deliveries) => {
          const limits = { perSecond, burst };
          let state = idle;
          let ms = now.getTime();
          const admitted: Array<{ at: number; calls: number }> = [];
          for (const { afterMs, calls } of deliveries) {
            ms += afterMs;
            if (freeAt(state, limits, calls) > ms) continue;
            state = { ...state, busyUntil: Math.max(state.busyUntil, ms) + calls * msPerCall(limits) };
            admitted.push({ at: ms, calls });
          }
          for (const [first, { at: from }] of admitted.entries()) {
            let calls = 0;
            for (const later of admitted.slice(first)) {
              calls += later.calls;
              const allowed = ((later.at - from) * perSecond) / 1000 + Math.max(burst, later.calls) + 5;
              if (calls > allowed) return false;
            }
          }
          return true;
        },
      ),
    );
  });

  it('find a connection crowded when a turn is far away or the circuit is open, not after a few deliveries', () => {
    const at = (ms: number): number => now.getTime() + ms;

    expect(isCrowdedAt({ ...idle, queuedUntil: at(1500) }, now)).toBe(false);
    expect(isCrowdedAt({ ...idle, queuedUntil: at(2500) }, now)).toBe(true);
    expect(isCrowdedAt({ ...idle, blockedUntil: at(60_000) }, now)).toBe(true);
    expect(isCrowdedAt({ ...idle, circuit: 'open' }, now)).toBe(true);
  });
});
