import { isArrivalNotice, isDelayNotice } from '../../../../lambdas/domain/understanding/bounce/delay-words.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const asks = (subject: string, text: string) => isDelayNotice(aParsedMail({ subject }), text);

describe('isDelayNotice', () => {
  it.each([
    ['Warning: message 1abc delayed 24 hours', ''],
    ['Delivery Status Notification (Delay)', 'Gmail will retry for 46 more hours.'],
    ['Notice', 'Your message is late by more than 10 minutes. So far this is a temporary failure only.'],
    ['Notice', 'It has not yet been delivered. We keep trying.'],
    ['Übermittlung verzögert: Angebot', ''],
    ['Remise retardée : Offre', ''],
    ['Entrega retrasada: Oferta', ''],
    ['Levering forsinket: Tilbud', ''],
    ['配信遅延: 見積', ''],
    ['传递延迟: 报价', ''],
    ['Доставка задерживается: Предложение', ''],
    ['Bericht', 'Diese Nachricht wurde noch nicht zugestellt.'],
  ])('finds one in %j, %j', (subject, text) => {
    expect(asks(subject, text)).toBe(true);
  });

  it.each([
    ['Undelivered Mail', 'The mailbox does not exist.'],
    ['Failure', 'This is a permanent error. Delivery was delayed for 5 days.'],
    ['Failure', 'We are giving up; it is delayed no more.'],
    ['Undeliverable: Delayed trains', 'Delivery has failed to these recipients'],
  ])('finds none in %j, %j', (subject, text) => {
    expect(asks(subject, text)).toBe(false);
  });
});

describe('isArrivalNotice', () => {
  it.each([
    ['Relayed: Offer', 'Delivery to these recipients or groups is complete, but no notification was sent', true],
    ['Successful Mail Delivery Report', '', true],
    ['Undeliverable', 'It was not delivered to these recipients', false],
    ['Report', 'It was delivered to the host, which failed', false],
  ])('judges %j, %j', (subject, text, isArrival) => {
    expect(isArrivalNotice(aParsedMail({ subject }), text)).toBe(isArrival);
  });
});
