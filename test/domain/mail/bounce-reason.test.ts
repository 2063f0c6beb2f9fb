import { bounceReasons } from '../../../lambdas/domain/mail/bounce-reason.ts';
import { emailReceivedSchema } from '../../../lambdas/domain/mail/event.ts';
import { reasonOf } from '../../../lambdas/domain/understanding/bounce/reasons.ts';
import { anEvent } from '../../helpers/builders.ts';

const eventWith = (reason: string) => ({
  ...anEvent(),
  classification: {
    kind: 'bounce',
    confidence: 1,
    reasons: [],
    bounce: { recipients: [{ address: 'cy@customer.example', type: 'hard', reason }] },
  },
});

describe('bounceReasons', () => {
  it.each(bounceReasons)('allows an event the reason %s', (reason) => {
    expect(emailReceivedSchema.safeParse(eventWith(reason)).success).toBe(true);
  });

  it('allows an event no other reason', () => {
    expect(emailReceivedSchema.safeParse(eventWith('bad-luck')).success).toBe(false);
  });

  it('holds each reason once, and a reason for a failure without one', () => {
    expect(new Set(bounceReasons).size).toBe(bounceReasons.length);
    expect(bounceReasons).toContain(reasonOf('', undefined));
  });
});
