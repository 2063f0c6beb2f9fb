import type { ConsentChange } from '../../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy, judgeEligibility } from '../../../lambdas/domain/consent/eligibility.ts';
import { applyChange, emptyConsent } from '../../../lambdas/domain/consent/state.ts';
import { aChange } from '../../helpers/consent.ts';

const day = (date: number): string => `2026-11-${String(date).padStart(2, '0')}T09:00:00.000Z`;
const judge = (changes: readonly ConsentChange[], address = 'lea@example.org', requireOptIn: Array<'marketing'> = []) =>
  judgeEligibility(address, changes.reduce(applyChange, emptyConsent), { ...defaultConsentPolicy, requireOptIn });
const softBouncesOf = (source: ConsentChange['source'], ...dates: number[]) =>
  dates.map((date, index) => aChange({ signal: 'soft-bounce', at: day(date), evidence: `bounce ${index}`, source }));
const softBounces = (...dates: number[]) => softBouncesOf('ses', ...dates);

const everything = { marketing: true, sales: true, legal: true };
const legalOnly = { marketing: false, sales: false, legal: true };
const nothing = { marketing: false, sales: false, legal: false };

describe('judgeEligibility', () => {
  it.each<[string, ConsentChange[], object, string[]]>([
    ['nobody of whom nothing is known', [], everything, []],
    ['an unsubscribe', [aChange()], legalOnly, ['unsubscribed', 'unsubscribed']],
    [
      'a list that was left',
      [aChange({ purposes: ['marketing'] })],
      { ...everything, marketing: false },
      ['unsubscribed'],
    ],
    ['a polite no', [aChange({ signal: 'negative' })], { ...everything, sales: false }, ['unsubscribed']],
    ['a hard bounce', [aChange({ signal: 'hard-bounce', source: 'ses' })], nothing, ['hard-bounce']],
    ['a hard bounce that a mail reported', [aChange({ signal: 'hard-bounce' })], legalOnly, ['hard-bounce']],
    ['five soft bounces that mails reported', softBouncesOf('mail', 1, 1, 2, 2, 3), legalOnly, ['soft-bounces']],
    [
      'soft bounces of both, of which the mails alone are enough',
      [...softBouncesOf('mail', 1, 1, 2, 2, 3), ...softBounces(1, 2)],
      legalOnly,
      ['soft-bounces'],
    ],
    ['a hint', [aChange({ signal: 'hard-bounce', standing: 'hint' })], everything, []],
    ['a note', [aChange({ standing: 'noted' })], everything, []],
    [
      'an unsubscribe of somebody unproven',
      [aChange({ standing: 'unproven' })],
      legalOnly,
      ['unsubscribed', 'unsubscribed'],
    ],
    [
      'a complaint, after which an opt-in to another list changes nothing',
      [
        aChange({ signal: 'complaint', at: day(1) }),
        aChange({ signal: 'opt-in', purposes: ['marketing', 'sales'], at: day(2) }),
      ],
      legalOnly,
      ['complaint'],
    ],
    [
      'a complaint that a person lifted',
      [
        aChange({ signal: 'complaint', at: day(1) }),
        aChange({ signal: 'lifted', at: day(2) }),
        aChange({ signal: 'opt-in', purposes: ['marketing', 'sales'], at: day(3) }),
      ],
      everything,
      [],
    ],
    [
      'a subscription that was not confirmed',
      [aChange({ signal: 'unconfirmed' })],
      { ...everything, marketing: false },
      ['unconfirmed'],
    ],
    [
      'one that was confirmed',
      [aChange({ signal: 'unconfirmed', at: day(1) }), aChange({ signal: 'opt-in', at: day(2) })],
      everything,
      [],
    ],
    [
      'an address for transactional mail',
      [aChange({ signal: 'address-rule', rule: 'transactional' })],
      legalOnly,
      ['address-rule'],
    ],
    [
      'an address that is never to be written to',
      [aChange({ signal: 'address-rule', rule: 'never' })],
      nothing,
      ['address-rule'],
    ],
    ['four soft bounces', softBounces(1, 2, 3, 4), everything, []],
    ['five on three days', softBounces(1, 1, 2, 2, 3), nothing, ['soft-bounces']],
    ['five on two days', softBounces(1, 1, 2, 2, 2), everything, []],
    [
      'five with a delivery between',
      [...softBounces(1, 1, 2, 4, 5), aChange({ signal: 'delivered', at: day(3) })],
      everything,
      [],
    ],
    [
      'five, and then an answer from a person',
      [...softBounces(1, 1, 2, 2, 3), aChange({ signal: 'heard', at: day(6) })],
      everything,
      [],
    ],
  ])('%s', (_name, changes, eligible, codes) => {
    const judged = judge(changes);

    expect(judged.eligible).toEqual(eligible);
    expect(judged.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('puts a bounce up for review when the address writes to us afterwards, and lifts nothing by itself', () => {
    const judged = judge([
      aChange({ signal: 'hard-bounce', at: day(1), reason: '5.1.1', source: 'ses' }),
      aChange({ signal: 'heard', at: day(2) }),
    ]);

    expect(judged.eligible).toEqual(nothing);
    expect(judged.reasons).toEqual([
      expect.objectContaining({ code: 'hard-bounce', review: true, since: day(1), detail: '5.1.1', evidence: 'evt_1' }),
    ]);
  });

  it('requires a yes on record where the policy does', () => {
    expect(judge([], 'lea@example.org', ['marketing']).reasons).toEqual([
      { code: 'no-opt-in', purposes: ['marketing'] },
    ]);
    expect(judge([aChange({ signal: 'opt-in' })], 'lea@example.org', ['marketing']).eligible).toEqual(everything);
  });

  it.each(['postmaster@example.org', 'No-Reply@example.org', 'abuse+x@example.org'])(
    'sends no newsletter to %s unless somebody signed it up',
    (address) => {
      expect(judge([], address).reasons).toEqual([{ code: 'role-account', purposes: ['marketing'] }]);
      expect(judge([aChange({ signal: 'opt-in' })], address).eligible).toEqual(everything);
    },
  );

  it('keeps channels apart: a person who left by mail may be called', () => {
    const state = applyChange(emptyConsent, aChange());

    expect(judgeEligibility('lea@example.org', state, defaultConsentPolicy, 'phone').eligible).toEqual(everything);
  });
});

describe('judgeEligibility, with stages of deals', () => {
  const stageBars = { opportunity: ['sales'], churned: ['marketing', 'sales'], won: [] } as const;
  const stage = (reason: string, date: number) =>
    aChange({ signal: 'crm-stage', source: 'crm', reason, at: day(date), evidence: `main deal d1 ${reason}` });
  const judgeStages = (...changes: ConsentChange[]) =>
    judgeEligibility('lea@example.org', changes.reduce(applyChange, emptyConsent), {
      ...defaultConsentPolicy,
      stageBars,
    });

  it('bars what the tenant says of a stage, and says which', () => {
    const { eligible, reasons } = judgeStages(stage('opportunity', 1));

    expect(eligible).toEqual({ ...everything, sales: false });
    expect(reasons).toMatchObject([{ code: 'crm.opportunity', purposes: ['sales'], source: 'crm', since: day(1) }]);
    expect(judgeStages(stage('churned', 1)).eligible).toEqual(legalOnly);
  });

  it('goes by the latest stage, in whichever order the stages arrive', () => {
    expect(judgeStages(stage('won', 2), stage('opportunity', 1)).eligible).toEqual(everything);
    expect(judgeStages(stage('open', 2), stage('opportunity', 1)).reasons).toEqual([]);
    expect(judgeStages(stage('opportunity', 3), stage('open', 2)).reasons).toHaveLength(1);
  });

  it('bars nothing where the tenant says nothing of a stage, and ends no refusal', () => {
    expect(judge([stage('opportunity', 1)]).eligible).toEqual(everything);
    expect(judgeStages(stage('lost', 1)).eligible).toEqual(everything);
    expect(judgeStages(aChange(), stage('open', 2)).eligible).toEqual(legalOnly);
  });
});
