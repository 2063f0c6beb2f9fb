import { verdictLine } from '../../cli/review-say.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { Review } from '../../lambdas/domain/understanding/review.ts';
import { decisionsOf, deliveryOf, judgementsOf, verdictOf } from '../../lambdas/operations/review-verdict.ts';
import { anEvent, anIntegration } from '../helpers/builders.ts';
import { aSettledDelivery } from '../helpers/fake-reader.ts';

const aReview = (changes: Partial<Review> = {}): Review => ({
  eventId: 'evt_1',
  at: 'T',
  by: 'ada',
  kind: 'human',
  ...changes,
});

describe('verdictOf', () => {
  it('keeps what is given', () => {
    expect(verdictOf({})).toEqual({});
    expect(verdictOf({ kind: 'auto-reply', note: 'n' })).toEqual({ rightKind: 'auto-reply', note: 'n' });
  });

  it.each([
    [{ kind: 'poem' }, /^--kind: found "poem", wants one of .*auto-reply/],
    [{ intent: 'none' }, /^--intent: found "none", wants one of /],
    [{ trust: 'wrong' }, /^--trust: found "wrong", wants one of right, too-low, too-high/],
    [{ thread: 'no' }, /^--thread: found "no", wants one of right, wrong/],
    [{ person: '' }, /^--person: found "", wants one of right, wrong/],
  ])('refuses %j', (options, message) => {
    expect(() => verdictOf(options)).toThrow(ConfigError);
    expect(() => verdictOf(options)).toThrow(message);
  });
});

describe('verdictLine', () => {
  it.each([
    [{}, 'evt_1: human is right'],
    [{ rightKind: 'auto-reply' }, 'evt_1: human is wrong: it is auto-reply'],
    [{ rightKind: 'bounce', rightIntent: 'question' }, 'evt_1: human is wrong: it is bounce, means question'],
    [
      { judgements: [{ about: 'thread', by: 'subject', verdict: 'wrong' } as const] },
      'evt_1: human is right; thread by subject is wrong',
    ],
  ])('puts %j into words', (changes, line) => {
    expect(verdictLine(aReview(changes))).toBe(line);
  });
});

describe('judgementsOf', () => {
  const decisions = { trust: '80-100', thread: 'in-reply-to', person: 'sender' };

  it('keeps each verdict with that by which Postern had decided', () => {
    expect(judgementsOf({ thread: 'wrong', trust: 'right' }, decisions)).toEqual([
      { about: 'trust', by: '80-100', verdict: 'right' },
      { about: 'thread', by: 'in-reply-to', verdict: 'wrong' },
    ]);
    expect(judgementsOf({}, decisions)).toEqual([]);
  });
});

describe('decisionsOf', () => {
  it.each([
    ['the sender of a plain mail', {}, { person: 'sender', thread: 'references', trust: '80-100' }],
    [
      'the person behind a form',
      { from: { address: 'noreply@forms.example' }, replyTo: [{ address: 'ada@customer.example' }] },
      { person: 'reply-to', thread: 'references', trust: '80-100' },
    ],
  ])('names the decisions on %s', async (_what, changes, decisions) => {
    const delivery = aSettledDelivery(1, { matchedBy: 'references' });

    expect(await decisionsOf(anEvent(changes), delivery, [anIntegration()])).toEqual(decisions);
  });

  it('takes the trust of the delivery, and knows an integration that is gone', async () => {
    const delivery = aSettledDelivery(1, { trust: { score: 35, reasons: [] } });

    expect(await decisionsOf(anEvent(), delivery, [])).toMatchObject({ trust: '20-49', person: 'sender' });
  });

  it('names them for an integration with data-loss rules of its own, too', async () => {
    const dataLoss = { rules: [{ name: 'project', pattern: 'PRJ-\\d' }], redact: true };

    expect(await decisionsOf(anEvent(), aSettledDelivery(1), [anIntegration({ dataLoss })])).toMatchObject({
      person: 'sender',
    });
  });
});

describe('deliveryOf', () => {
  const [sales, support] = [aSettledDelivery(1), aSettledDelivery(1, { integration: 'support' })];

  it('takes the only delivery, or the one of the integration', () => {
    expect(deliveryOf([sales], undefined)).toBe(sales);
    expect(deliveryOf([sales, support], 'support')).toBe(support);
  });

  it.each([
    [[sales, support], undefined, /the mail went to sales, support: name one with --integration/],
    [[sales], 'gone', /--integration: found "gone", the mail went to sales/],
    [[], undefined, /the mail went to none/],
  ])('refuses to guess among deliveries (%#)', (deliveries, key, message) => {
    expect(() => deliveryOf(deliveries, key)).toThrow(message);
  });
});
