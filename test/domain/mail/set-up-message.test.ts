import { isSetUpMessage, isSetupObject } from '../../../lambdas/domain/mail/set-up-message.ts';

const received = (messageId: string, objectKey?: string): string =>
  JSON.stringify({
    notificationType: 'Received',
    mail: { messageId, timestamp: '2026-11-20T09:00:00Z' },
    receipt: { recipients: [], action: { type: 'S3', objectKey } },
  });

describe('the set-up messages of SES', () => {
  it.each([
    ['of an event destination', 'Successfully validated SNS topic for Amazon SES event publishing.'],
    ['of an identity', '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have subscribed"}'],
    ['of a receipt rule, by the mail that it makes up', received('AMAZON_SES_SETUP_NOTIFICATION')],
    ['of a receipt rule, by the object that it writes', received('0f3', 'inbound/AMAZON_SES_SETUP_NOTIFICATION')],
  ])('recognizes a set-up message: %s', (_, text) => {
    expect(isSetUpMessage(text)).toBe(true);
  });

  it.each([
    ['a receipt', received('0f3', 'inbound/0f3')],
    ['a text that only mentions one', 'See AMAZON_SES_SETUP_NOTIFICATION'],
    ['JSON that only mentions one', '{"subject":"AmazonSnsSubscriptionSucceeded"}'],
    ['a mail that quotes one', received('Successfully validated SNS topic for Amazon SES', 'inbound/0f3')],
    ['nothing', ''],
    ['null', 'null'],
  ])('does not take for a set-up message: %s', (_, text) => {
    expect(isSetUpMessage(text)).toBe(false);
  });

  it('recognizes the object that the set-up leaves, which is no mail', () => {
    expect(['inbound/AMAZON_SES_SETUP_NOTIFICATION', 'inbound/0f3'].map(isSetupObject)).toEqual([true, false]);
  });
});
