import fc from 'fast-check';
import type { ConsentChange } from '../../../lambdas/domain/consent/change.ts';
import { judgeEligibility } from '../../../lambdas/domain/consent/eligibility.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import { aChange, anyChange } from '../../helpers/consent.ts';

const stateOf = (changes: readonly ConsentChange[]) => changes.reduce(applyChange, emptyConsent);
const shuffled = fc
  .array(anyChange, { maxLength: 25 })
  .chain((changes) => fc.tuple(fc.constant(changes), fc.shuffledSubarray(changes, { minLength: changes.length })));

describe('consent state', () => {
  it('is the same for any order of the same changes', () => {
    fc.assert(
      fc.property(shuffled, ([changes, other]) => {
        expect(stateOf(other)).toEqual(stateOf(changes));
      }),
    );
  });

  it('is the same however often a change is repeated', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 15 }), (changes) => {
        expect(stateOf([...changes, ...changes])).toEqual(stateOf(changes));
      }),
    );
  });

  it('never makes anybody eligible by an opt-in that is not later than an opt-out', () => {
    const day = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(day, day, fc.boolean(), (out, yes, isOutFirst) => {
        const optOut = aChange({ at: `2026-11-0${out}T00:00:00.000Z` });
        const optIn = aChange({ signal: 'opt-in', at: `2026-11-0${yes}T00:00:00.000Z` });

        const state = stateOf(isOutFirst ? [optOut, optIn] : [optIn, optOut]);

        expect(judgeEligibility('lea@example.org', state).eligible.marketing).toBe(yes > out);
      }),
    );
  });
});
