import {
  isSuspicious,
  isTooUncertainForDeal,
  reviewReasonsOf,
} from '../../../lambdas/domain/planning/review-reasons.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const policy = { ownDomains: [], allow: [], block: [], action: 'tag' as const };
const routed = (confidence: number, score = 50) => ({
  ...routeEvent(anEvent(), aDelivery(anEvent(), { matchedBy: 'subject', confidence })),
  trust: { score, reasons: ['dkim.fail', 'spf.fail'] },
});

describe('isSuspicious', () => {
  it.each([
    [19, undefined, true],
    [20, undefined, false],
    [39, 40, true],
    [40, 40, false],
  ])('judges a score of %d against a bound of %s', (score, below, wanted) => {
    const trust = below === undefined ? {} : { trust: { ...policy, below } };

    expect(isSuspicious({ trust: { score, reasons: [] } }, trust)).toBe(wanted);
  });

  it('suspects nothing without a score', () => {
    expect(isSuspicious({}, {})).toBe(false);
  });
});

describe('isTooUncertainForDeal', () => {
  it('compares with the bound of the integration, and without one with nothing', () => {
    expect(isTooUncertainForDeal(routed(0.5), { dealConfidence: 0.6 })).toBe(true);
    expect(isTooUncertainForDeal(routed(0.6), { dealConfidence: 0.6 })).toBe(false);
    expect(isTooUncertainForDeal(routed(0), {})).toBe(false);
  });
});

describe('reviewReasonsOf', () => {
  it('names a guess with what led to it, and the findings of the trust score', () => {
    expect(reviewReasonsOf(routed(0.5, 5), { deals: 'token' })).toEqual([
      { about: 'thread', text: 'its conversation is known by subject alone (confidence 0.5)' },
      { about: 'trust', text: 'trust 5: dkim.fail, spf.fail' },
    ]);
  });

  it('says that a mail was kept from the deal of its conversation', () => {
    const [reason] = reviewReasonsOf(routed(0.5), { deals: 'thread', dealConfidence: 0.8 });

    expect(reason).toMatchObject({ isWithheld: true, text: expect.stringContaining('neither opens nor joins') });
    expect(reviewReasonsOf(routed(0.5), { deals: 'token', dealConfidence: 0.8 })[0]).not.toHaveProperty('isWithheld');
  });

  it('names nothing of a certain conversation and a sender with enough trust', () => {
    expect(reviewReasonsOf(routed(0.9), { deals: 'thread' })).toEqual([]);
  });
});
