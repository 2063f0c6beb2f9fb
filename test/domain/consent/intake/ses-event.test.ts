import { MalformedEventError } from '../../../../lambdas/domain/consent/intake/sender-event.ts';
import { readSesEvent } from '../../../../lambdas/domain/consent/intake/ses-event.ts';

const mail = (tags: Record<string, string[]> = {}) => ({
  timestamp: '2026-11-20T09:00:00.000Z',
  messageId: '0100018f',
  destination: ['lea@example.org', 'max@example.org'],
  commonHeaders: { messageId: '<own@acme.example>' },
  tags,
});
const recipients = ['lea@example.org', 'max@example.org'].map((emailAddress) => ({ emailAddress, status: '5.1.1' }));
const bounce = (bounceType: string) => ({
  eventType: 'Bounce',
  mail: mail({ campaign: ['autumn'], 'ses:template': ['t1'], 'postern-tenant': ['acme'] }),
  bounce: { bounceType, bouncedRecipients: recipients, timestamp: '2026-11-20T09:00:05.000Z', feedbackId: 'f1' },
});

describe('readSesEvent', () => {
  it('reads a bounce of every recipient, with the campaign of the message tags', () => {
    const { events } = readSesEvent(bounce('Permanent'), 'eu-west-1');

    expect(events).toEqual(
      recipients.map(({ emailAddress }) => ({
        type: 'hard-bounce',
        address: emailAddress,
        at: '2026-11-20T09:00:05.000Z',
        id: 'f1',
        messageId: '0100018f@eu-west-1.amazonses.com',
        reason: '5.1.1',
        campaign: { campaignId: 'autumn', templateId: 't1' },
        tenant: 'acme',
      })),
    );
  });

  it.each(['Transient', 'Undetermined'])('reads a %s bounce as a soft one', (type) => {
    expect(readSesEvent(bounce(type), 'eu-west-1').events.map((event) => event.type)).toEqual([
      'soft-bounce',
      'soft-bounce',
    ]);
  });

  it('reads the same event from EventBridge', () => {
    const wrapped = { source: 'aws.ses', 'detail-type': 'Email Bounced', detail: bounce('Permanent') };

    expect(readSesEvent(wrapped, 'eu-west-1')).toEqual(readSesEvent(bounce('Permanent'), 'eu-west-1'));
  });

  it('reads both Message-IDs of a Send, because SES replaces that of the sender', () => {
    expect(readSesEvent({ eventType: 'Send', mail: mail(), send: {} }, 'us-east-1').sent).toEqual({
      messageIds: ['0100018f@email.amazonses.com', 'own@acme.example'],
      at: '2026-11-20T09:00:00.000Z',
      recipients: ['lea@example.org', 'max@example.org'],
    });
  });

  it.each<[string, object, string[]]>([
    [
      'Delivery',
      { delivery: { timestamp: '2026-11-20T09:00:05.000Z', recipients: ['lea@example.org'] } },
      ['delivered'],
    ],
    [
      'DeliveryDelay',
      {
        deliveryDelay: {
          timestamp: '2026-11-20T09:00:05.000Z',
          delayedRecipients: [{ emailAddress: 'lea@example.org', status: '4.2.2' }],
        },
      },
      ['soft-bounce'],
    ],
    [
      'Subscription',
      { subscription: { timestamp: '2026-11-20T09:00:05.000Z', newTopicPreferences: { unsubscribeAll: true } } },
      ['unsubscribe', 'unsubscribe'],
    ],
    [
      'Complaint',
      {
        complaint: {
          complainedRecipients: [{ emailAddress: 'lea@example.org' }],
          timestamp: '2026-11-20T09:00:05.000Z',
          feedbackId: 'f',
          complaintFeedbackType: 'abuse',
        },
      },
      ['complaint'],
    ],
    [
      'Complaint',
      {
        complaint: {
          complainedRecipients: [{ emailAddress: 'lea@example.org' }],
          timestamp: '2026-11-20T09:00:05.000Z',
          feedbackId: 'f',
          complaintFeedbackType: 'not-spam',
        },
      },
      [],
    ],
    ['Open', {}, []],
  ])('%s', (eventType, rest, types) => {
    const { events } = readSesEvent({ eventType, mail: mail(), ...rest }, 'eu-west-1');

    expect(events.map(({ type }) => type)).toEqual(types);
  });

  it.each([null, [], {}, { eventType: 'Bounce' }, { eventType: 'Send', mail: { ...mail(), timestamp: 'yesterday' } }])(
    'refuses %j',
    (json) => {
      expect(() => readSesEvent(json, 'eu-west-1')).toThrow(MalformedEventError);
    },
  );
});
