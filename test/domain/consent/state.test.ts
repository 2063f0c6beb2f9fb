import fc from 'fast-check';
import type { ConsentChange } from '../../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy, judgeEligibility } from '../../../lambdas/domain/consent/eligibility.ts';
import { applyChange, emptyConsent, stateOfHistory } from '../../../lambdas/domain/consent/state.ts';
import { suppressionStateOf } from '../../../lambdas/domain/consent/suppression-target.ts';
import { aChange, anyChange } from '../../helpers/consent.ts';

const stateOf = (changes: readonly ConsentChange[]) => changes.reduce(applyChange, emptyConsent);
const shuffled = fc
  .array(anyChange, { maxLength: 25 })
  .chain((changes) => fc.tuple(fc.constant(changes), fc.shuffledSubarray(changes, { minLength: changes.length })));

describe('applyChange and stateOfHistory', () => {
  it('give the same state for any order of the same changes', () => {
    fc.assert(
      fc.property(shuffled, ([changes, other]) => {
        expect(stateOf(other)).toEqual(stateOf(changes));
      }),
    );
  });

  it('give the same state however often a change is repeated', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 15 }), (changes) => {
        expect(stateOf([...changes, ...changes])).toEqual(stateOf(changes));
      }),
    );
  });

  it('ignore a change that was taken back, in whatever order both arrive', () => {
    const standing = fc.constantFrom(undefined, 'unproven' as const, 'hint' as const, 'noted' as const);
    fc.assert(
      fc.property(
        shuffled,
        fc.array(standing, { minLength: 25, maxLength: 25 }),
        fc.nat(),
        ([changes, other], standings, seed) => {
          const statements = changes.map((change, nth) =>
            aChange({ ...change, address: 'lea@example.org', standing: standings[nth]! }),
          );
          const [back, others] = [
            statements.filter((_, nth) => (nth + seed) % 3 === 0),
            statements.filter((_, nth) => (nth + seed) % 3 !== 0),
          ];
          const ids = new Set(back.map(({ changeId }) => changeId));
          fc.pre(back.length > 0 && others.every(({ changeId }) => !ids.has(changeId)));
          const lift = aChange({ signal: 'lifted', lifts: [...ids], source: 'cli' });
          const order = other.map((change) => statements[changes.indexOf(change)]!);
          const { lifted, liftedAt, ...state } = stateOfHistory([...order, lift]);

          expect(lifted).toEqual([...ids].toSorted());
          expect(state).toEqual(stateOfHistory(others));
          expect([lift, ...order].reduce(applyChange, emptyConsent)).toEqual({ ...state, lifted, liftedAt: lift.at });
          expect(liftedAt).toBe(lift.at);
        },
      ),
    );
  });

  it('never make anybody eligible by an opt-in that is not later than an opt-out', () => {
    const day = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(day, day, fc.boolean(), fc.boolean(), (out, yes, isOutFirst, byPage) => {
        const source = byPage ? 'one-click' : 'mail';
        const optOut = aChange({ source, at: `2026-11-0${out}T00:00:00.000Z` });
        const optIn = aChange({ signal: 'opt-in', at: `2026-11-0${yes}T00:00:00.000Z` });

        const state = stateOf(isOutFirst ? [optOut, optIn] : [optIn, optOut]);

        expect(judgeEligibility('lea@example.org', state).eligible.marketing).toBe(yes > out);
      }),
    );
  });

  it('take back a refusal by a link of ours, and nothing else', () => {
    const takenBack = aChange({ signal: 'taken-back', source: 'preferences', at: '2026-11-21T09:00:00.000Z' });
    const marketing = (changes: readonly ConsentChange[]) =>
      judgeEligibility('lea@example.org', stateOf(changes), undefined).eligible.marketing;

    expect(marketing([aChange({ source: 'one-click' }), takenBack])).toBe(true);
    expect(marketing([aChange({ source: 'mail' }), takenBack])).toBe(false);
    expect(marketing([aChange({ source: 'mail' }), aChange({ source: 'one-click' }), takenBack])).toBe(false);
    expect(marketing([aChange({ source: 'one-click', at: takenBack.at }), takenBack])).toBe(false);
  });
});

describe('suppressionStateOf', () => {
  it('dates the state after a change that was taken back, so that a target that orders by time takes it over', () => {
    const policy = defaultConsentPolicy;
    const view = (state: ReturnType<typeof stateOfHistory>) =>
      suppressionStateOf({ tenant: 'acme', subject: 's', address: 'lea@example.org', version: 1 }, state, policy);
    const older = aChange({ purposes: ['sales'], at: '2026-11-01T00:00:00.000Z' });
    const forged = aChange({ at: '2026-11-20T00:00:00.000Z', standing: 'unproven' });
    const lift = aChange({ signal: 'lifted', lifts: [forged.changeId], at: '2026-11-21T00:00:00.000Z', source: 'cli' });

    expect(view(stateOfHistory([forged]))).toMatchObject({ suppressed: ['marketing', 'sales'], at: forged.at });
    expect(view(stateOfHistory([forged, lift]))).toMatchObject({ suppressed: [], at: lift.at });
    expect(view(stateOfHistory([older, forged, lift]))).toMatchObject({ suppressed: ['sales'], at: lift.at });
  });

  it.each([
    ['a yes to one purpose', aChange({ signal: 'opt-in', purposes: ['marketing'], at: '2026-11-21T00:00:00.000Z' })],
    [
      'a refusal that its page takes back',
      aChange({ signal: 'taken-back', purposes: ['marketing'], at: '2026-11-21T00:00:00.000Z', source: 'preferences' }),
    ],
  ])('dates the state after a reason that ended, where an older one stays: %s', (_case, change) => {
    const sales = aChange({ purposes: ['sales'], at: '2026-11-01T00:00:00.000Z', source: 'preferences' });
    const both = aChange({ purposes: ['marketing'], at: '2026-11-20T00:00:00.000Z', source: 'preferences' });
    const state = stateOf([sales, both, change]);
    const view = suppressionStateOf(
      { tenant: 'acme', subject: 's', address: 'lea@example.org', version: 1 },
      state,
      defaultConsentPolicy,
    );

    expect(view).toMatchObject({ suppressed: ['sales'], at: change.at });
  });

  it('dates the state after the soft bounces that a delivery ended', () => {
    const bounces = [1, 2, 3, 4, 5].map((day) =>
      aChange({ signal: 'soft-bounce', at: `2026-11-0${day}T00:00:00.000Z`, source: 'ses', evidence: `b${day}` }),
    );
    const delivered = aChange({ signal: 'delivered', at: '2026-11-09T00:00:00.000Z', source: 'ses' });
    const viewOf = (changes: readonly ConsentChange[]) =>
      suppressionStateOf(
        { tenant: 'acme', subject: 's', address: 'lea@example.org', version: 1 },
        stateOf(changes),
        defaultConsentPolicy,
      );

    expect(viewOf(bounces)).toMatchObject({ block: 'BOUNCE', at: bounces[4]!.at });
    expect(viewOf([...bounces, delivered])).toMatchObject({ suppressed: [], at: delivered.at });
  });
});
