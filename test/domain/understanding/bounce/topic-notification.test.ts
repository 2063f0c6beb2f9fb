import { readTopicNotification } from '../../../../lambdas/domain/understanding/bounce/topic-notification.ts';

const ada = 'ada@customer.example';
const mail = { messageId: 'x', commonHeaders: { messageId: '<a@ours.example>' } };
const bounce = {
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      { emailAddress: `Ada <${ada}>`, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 unknown' },
    ],
    reportingMTA: 'dns; a.ses.example',
  },
  mail,
};

describe('readTopicNotification', () => {
  it.each([
    ['bare', JSON.stringify(bounce)],
    ['with words below', `${JSON.stringify(bounce)}\n\n--\nTo stop, visit the link.`],
    ['set over many lines', JSON.stringify(bounce, null, 2)],
    ['broken by a mail program', JSON.stringify(bounce).replace('diagnosticCode', 'diagno\nsticCode')],
    ['in the envelope of SNS', JSON.stringify({ Type: 'Notification', Message: JSON.stringify(bounce) })],
  ])('reads a bounce %s', (_name, text) => {
    expect(readTopicNotification(text)).toEqual({
      kind: 'bounce',
      recipients: [{ address: ada, action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 unknown' }],
      reportingMta: 'a.ses.example',
      originalMessageId: 'a@ours.example',
    });
  });

  it('names the reason of a subtype where there is no diagnostic', () => {
    const subType = { bounceSubType: 'MailboxFull', bouncedRecipients: [{ emailAddress: ada }] };

    expect(readTopicNotification(JSON.stringify({ eventType: 'Bounce', bounce: subType }))?.recipients).toEqual([
      { address: ada, action: 'failed', diagnostic: 'mailbox full' },
    ]);
  });

  it.each([
    ['DeliveryDelay', { deliveryDelay: { delayedRecipients: [{ emailAddress: ada, status: '4.2.2' }] } }, 'delay'],
    ['Delivery', { delivery: { recipients: [ada] } }, 'delivery'],
    ['Complaint', { complaint: { complainedRecipients: [{ emailAddress: ada }] } }, 'complaint'],
  ])('reads an event %s', (eventType, details, kind) => {
    expect(readTopicNotification(JSON.stringify({ eventType, ...details }))?.kind).toBe(kind);
  });

  it.each([[undefined], ['Hello'], ['{"notificationType": broken'], ['{"eventType":"Open"}'], ['{"eventType":5}']])(
    'finds none in %j',
    (text) => {
      expect(readTopicNotification(text)).toBeUndefined();
    },
  );
});
