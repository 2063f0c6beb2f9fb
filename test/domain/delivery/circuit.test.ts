import fc from 'fast-check';
import type { Failure } from '../../../lambdas/domain/crm/outcome.ts';
import {
  type CircuitState,
  circuitReason,
  closedCircuit,
  concernsDeliveries,
  hasAnsweredSince,
  isProbedSoon,
  isTroubled,
  nextProbeAt,
  opensAfter,
  opensCircuit,
} from '../../../lambdas/domain/delivery/circuit.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const unknown: Failure = { kind: 'unknown' };
const refused: Failure = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' };
const rejected: Failure = { kind: 'rejected', code: 'X', message: 'no' };
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
    ['a record that is refused', rejected, false],
  ])('%s', (_name, failure, isOfDeliveries) => {
    expect(concernsDeliveries(failure)).toBe(isOfDeliveries);
  });
});

describe('opensCircuit', () => {
  it.each<[string, Failure, Partial<CircuitState>, boolean]>([
    ['stays closed after four unclear answers in a row', unknown, { failures: 4, unfinished: 4 }, false],
    ['opens after five unclear answers in a row', unknown, { failures: 5, unfinished: 5 }, true],
    ['stays closed while attempts end unclear between answers', unknown, { failures: 1, unfinished: 24 }, false],
    ['opens when answers come and nothing is finished', unknown, { failures: 1, unfinished: 25 }, true],
    ['stays closed after two refusals of the account', refused, { refusals: 2, failures: 4 }, false],
    ['opens after three refusals of the account', refused, { refusals: 3 }, true],
    ['opens at a daily limit', limited('daily'), {}, true],
    ['stays closed at any number of short limits', limited('burst'), { failures: 99, unfinished: 99 }, false],
    ['stays closed when data is refused', rejected, { failures: 99, unfinished: 99, refusals: 99 }, false],
  ])('%s', (_name, failure, state, isOpen) => {
    expect(opensCircuit(failure, { ...closedCircuit, ...state })).toBe(isOpen);
  });
});

/** How a delivery ended: in silence, in silence after an answer, or with all the answers that it needed. */
type Met = 'silence' | 'answer' | 'finish';

/** The runs of a closed circuit after what deliveries met one after the other, a second apart; undefined: it has opened. */
function circuitAfter(met: readonly Met[]): CircuitState | undefined {
  let state: CircuitState = closedCircuit;
  let answeredAt: Date | undefined;
  for (const [nth, kind] of met.entries()) {
    const at = now.getTime() + nth * 1000;
    if (kind !== 'silence') answeredAt = new Date(at - 1);
    if (kind === 'finish') {
      state = closedCircuit;
      continue;
    }
    const counted = { ...state, failures: state.failures + 1, unfinished: state.unfinished + 1 };
    state = { ...counted, failingSince: state.failingSince ?? at };
    if (hasAnsweredSince(state, answeredAt)) state = { ...state, failures: 1, failingSince: at };
    if (opensCircuit(unknown, state)) return undefined;
  }
  return state;
}

describe('the runs of a circuit', () => {
  const met = fc.constantFrom<Met>('silence', 'answer', 'finish');

  it('never open it while the vendor answers one of five deliveries and finishes one of twenty-five', () => {
    const block = fc
      .array(met, { minLength: 0, maxLength: 24 })
      .map((kinds) => [...kinds.map((kind, nth) => (nth % 4 === 3 && kind === 'silence' ? 'answer' : kind)), 'finish']);
    fc.assert(
      fc.property(fc.array(block, { maxLength: 10 }), (blocks) => circuitAfter(blocks.flat() as Met[]) !== undefined),
    );
  });

  it('open it within five deliveries of an outage, whatever was before', () => {
    fc.assert(
      fc.property(fc.array(met, { maxLength: 60 }), (before) => {
        const outage = Array.from({ length: opensAfter.failures }, (): Met => 'silence');
        return circuitAfter([...before, ...outage]) === undefined;
      }),
    );
  });

  it('open it when a vendor answers searches and finishes nothing', () => {
    fc.assert(
      fc.property(fc.array(met, { maxLength: 60 }), (before) => {
        const halfDown = Array.from({ length: opensAfter.unfinished }, (): Met => 'answer');
        return circuitAfter([...before, ...halfDown]) === undefined;
      }),
    );
  });

  it('rarely open it where a fifth of all calls go wrong', () => {
    // A delivery of five calls; chance by a fixed sequence (a linear congruential generator).
    let seed = 7;
    const chance = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const delivery = (): Met => {
      const failing = [1, 2, 3, 4, 5].findIndex(() => chance() < 0.2);
      return failing === -1 ? 'finish' : failing === 0 ? 'silence' : 'answer';
    };
    let opened = 0;
    for (let run = 0; run < 200; run += 1)
      if (circuitAfter(Array.from({ length: 200 }, delivery)) === undefined) opened += 1;

    expect(opened).toBeLessThan(20);
  });
});

describe('isTroubled', () => {
  it.each<[string, Partial<CircuitState>, boolean]>([
    ['a healthy connection', {}, false],
    ['an unclear answer', { failures: 1 }, true],
    ['an attempt that ended unclear', { unfinished: 1 }, true],
    ['a refusal of the account', { refusals: 1 }, true],
    ['an open circuit', { circuit: 'open' }, true],
  ])('%s', (_name, state, troubled) => {
    expect(isTroubled({ ...closedCircuit, ...state })).toBe(troubled);
  });
});

describe('nextProbeAt', () => {
  const waitsAfter = (failure: Failure): number[] =>
    [0, 1, 2, 3, 4, 5, 50].map((probes) => nextProbeAt(failure, probes, now) - now.getTime());

  it('waits a few seconds at first, then longer, and never more than a minute for a vendor without answers', () => {
    expect(waitsAfter(unknown)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('waits longer where a person has to act, and never more than five minutes', () => {
    expect(waitsAfter(refused)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
  });

  it('waits until the time that the vendor named', () => {
    expect(waitsAfter(limited('daily'))).toEqual(Array.from({ length: 7 }, () => 3_600_000));
  });
});

describe('isProbedSoon', () => {
  it.each([
    [-60_000, true],
    [10_000, true],
    [10_001, false],
  ])('for a probe that is due in %d ms: %p', (ms, soon) => {
    expect(isProbedSoon(now.getTime() + ms, now)).toBe(soon);
  });
});

describe('circuitReason', () => {
  it('cuts the words of a vendor, which may name a person, to their code', () => {
    const failure: Failure = { kind: 'misconfigured', code: 'NO_FIELD', message: 'Ada Lovelace has no field' };

    expect(circuitReason(failure)).toBe('misconfigured: NO_FIELD');
  });

  it('keeps our own message about a secret, which names the reference to correct', () => {
    const failure: Failure = { kind: 'misconfigured', code: 'credentials', message: 'env:X is not set' };

    expect(circuitReason(failure)).toBe('misconfigured: credentials: env:X is not set');
  });
});
