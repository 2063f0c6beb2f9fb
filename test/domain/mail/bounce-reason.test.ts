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
  it.each(bounceReasons)('are reasons that an event may carry: %s', (reason) => {
    expect(emailReceivedSchema.safeParse(eventWith(reason)).success).toBe(true);
  });

  it('are a closed list', () => {
    expect(emailReceivedSchema.safeParse(eventWith('bad-luck')).success).toBe(false);
  });

  it('hold each reason once, and the one of a failure that says nothing', () => {
    expect(new Set(bounceReasons).size).toBe(bounceReasons.length);
    expect(bounceReasons).toContain(reasonOf('', undefined));
  });
});
