import { defaultConsentPolicy } from '../../../lambdas/domain/consent/eligibility.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import {
  isSameForTargets,
  isUnsuppressed,
  isWaiting,
  notKeptHere,
  suppressionStateOf,
  type TargetProgress,
} from '../../../lambdas/domain/consent/suppression-target.ts';
import { aChange } from '../../helpers/consent.ts';

const id = { tenant: 'acme', subject: 's', address: 'lea@example.org', version: 1 };
const stateOf = (...changes: Array<Parameters<typeof aChange>[0]>) =>
  suppressionStateOf(
    id,
    changes.reduce((state, change) => applyChange(state, aChange(change)), emptyConsent),
    { ...defaultConsentPolicy, requireOptIn: ['marketing'] },
  );

describe('suppressionStateOf', () => {
  it.each<[string, Array<Parameters<typeof aChange>[0]>, object]>([
    [
      'nothing of an address without news, even where a yes is required',
      [],
      { suppressed: [], isWish: false, unconfirmed: [] },
    ],
    [
      'an unsubscribe',
      [{}],
      { suppressed: ['marketing', 'sales'], refused: ['marketing', 'sales'], reason: 'unsubscribed', isWish: true },
    ],
    [
      'a no to sales apart from the purposes that a bounce bars',
      [{ signal: 'negative' }, { signal: 'hard-bounce', source: 'ses', evidence: 'e2' }],
      { suppressed: expect.arrayContaining(['marketing', 'sales', 'legal']), refused: ['sales'], isWish: true },
    ],
    [
      'a hard bounce as a dead address',
      [{ signal: 'hard-bounce', source: 'ses' }],
      { block: 'BOUNCE', reason: 'hard-bounce', isWish: false, refused: [] },
    ],
    [
      'a complaint before a bounce',
      [
        { signal: 'hard-bounce', source: 'ses' },
        { signal: 'complaint', evidence: 'e2' },
      ],
      { block: 'COMPLAINT', reason: 'complaint', isWish: true },
    ],
    [
      'a sign-up that waits for its confirmation',
      [{ signal: 'unconfirmed' }],
      { unconfirmed: ['marketing'], signedUpAt: { marketing: '2026-11-20T09:00:00.000Z' } },
    ],
    [
      'a refusal on other channels, apart from mail',
      [
        { channel: 'sms', purposes: ['marketing'] },
        { channel: 'whatsapp', purposes: ['marketing', 'sales'], evidence: 'e2' },
      ],
      { suppressed: [], channels: { sms: ['marketing'], whatsapp: ['marketing', 'sales'] }, isWish: false },
    ],
  ])('informs targets of %s', (_case, changes, state) => {
    expect(stateOf(...changes)).toMatchObject(state);
  });

  it('blocks no address at SES for an unsubscribe', () => {
    expect(stateOf({})).not.toHaveProperty('block');
  });
});

describe('isSameForTargets', () => {
  it('ignores the version, and sees another reason or time', () => {
    const state = stateOf({});

    expect(isSameForTargets(state, { ...state, version: 9 })).toBe(true);
    expect(isSameForTargets(state, stateOf({ signal: 'complaint' }))).toBe(false);
    expect(isSameForTargets(state, { ...state, channels: { phone: ['sales'] } })).toBe(false);
    expect(isSameForTargets(state, { ...state, at: '2026-11-21T09:00:00.000Z' })).toBe(false);
  });
});

describe('isUnsuppressed', () => {
  it('is true for an address that may be mailed and refused no other channel', () => {
    expect(isUnsuppressed(stateOf())).toBe(true);
    expect(isUnsuppressed(stateOf({}))).toBe(false);
    expect(isUnsuppressed(stateOf({ channel: 'phone', purposes: ['sales'] }))).toBe(false);
  });
});

describe('isWaiting and notKeptHere', () => {
  it('tell a target with news, and the end at a place that keeps none', () => {
    const progress = { receivedAt: '2026-11-20T09:00:00.000Z' } as TargetProgress;

    expect([isWaiting(progress), isWaiting({} as TargetProgress)]).toEqual([true, false]);
    expect(notKeptHere('no field')).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here', answer: 'no field' } });
  });
});
