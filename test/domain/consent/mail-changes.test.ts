import { mailChanges } from '../../../lambdas/domain/consent/mail-changes.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { anEvent, anIntegration } from '../../helpers/builders.ts';
import { subjectHash } from '../../helpers/consent.ts';

const consent = {
  negative: 'stop',
  optOut: 'unsubscribe',
  requireOptIn: [],
  softBounces: { count: 5, days: 3, withinDays: 30 },
  targets: [],
} as const;
const changesOf = (classification: Partial<EmailReceived['classification']>, policy: object = {}) =>
  mailChanges(
    { ...anEvent(), classification: { kind: 'human', confidence: 1, reasons: [], ...classification } },
    anIntegration({ consent: { ...consent, ...policy, requireOptIn: [], targets: [] } }),
    { subjectFor: subjectHash },
  ).map(({ address, signal, reason }) => [address, signal, ...(reason === undefined ? [] : [reason])].join(' '));

const intent = (label: 'positive' | 'negative' | 'opt-out', stop: boolean, confidence = 0.9) => ({
  intent: { label, confidence, ...(stop && { stop }) },
});

describe('mailChanges', () => {
  it.each<[string, Partial<EmailReceived['classification']>, string[], object?]>([
    ['a friendly answer', intent('positive', false), []],
    ['an opt-out in plain words', intent('opt-out', true), ['ada@customer.example opt-out']],
    ['a polite no', intent('negative', true), ['ada@customer.example negative']],
    ['a no that nobody is sure of', intent('negative', true, 0.5), []],
    ['a no where people decide', intent('negative', true), [], { negative: 'ignore' }],
    [
      'an opt-out where people decide still ends outreach',
      intent('opt-out', true),
      ['ada@customer.example negative'],
      { optOut: 'ignore' },
    ],
    ['an out-of-office, whatever it says', { kind: 'auto-reply', ...intent('opt-out', true) }, []],
    [
      'a report of two bounces, one of which may pass',
      {
        kind: 'bounce',
        bounce: {
          recipients: [
            { address: 'gone@x.example', type: 'hard', status: '5.1.1' },
            { address: 'full@x.example', type: 'soft', status: '4.2.2' },
            { address: 'late@x.example', type: 'hard', action: 'delayed', reason: 'mailboxfull' },
          ],
        },
      },
      [
        'gone@x.example hard-bounce 5.1.1',
        'full@x.example soft-bounce 4.2.2',
        'late@x.example soft-bounce mailboxfull',
      ],
    ],
    [
      'a complaint',
      { kind: 'complaint', complaint: { feedbackType: 'abuse', recipients: ['a@x.example'] } },
      ['a@x.example complaint abuse'],
    ],
    [
      'a report that a mail is no spam',
      { kind: 'complaint', complaint: { feedbackType: 'not-spam', recipients: ['a@x.example'] } },
      [],
    ],
    [
      'an unsubscribe',
      { kind: 'unsubscribe', unsubscribe: { address: 'lea@example.org' } },
      ['lea@example.org unsubscribe'],
    ],
    ['an unsubscribe of nobody', { kind: 'unsubscribe', unsubscribe: { address: 'nobody' } }, []],
  ])('%s', (_name, classification, expected, policy = {}) => {
    expect(changesOf(classification, policy)).toEqual(expected);
  });

  it('adds to each change how many of them decide the fate of a suppression-lane mail', () => {
    const recipients = ['a@x.example', 'b@x.example', 'a@x.example'].map((address) => ({
      address,
      type: 'hard' as const,
    }));
    const event: EmailReceived = {
      ...anEvent(),
      classification: { kind: 'bounce', confidence: 1, reasons: [], bounce: { recipients } },
    };

    const deliveries = mailChanges(event, anIntegration(), { subjectFor: subjectHash }).map(({ delivery }) => delivery);

    expect(deliveries).toEqual([1, 2].map(() => ({ eventId: event.eventId, integration: 'sales', of: 2 })));
  });
});
