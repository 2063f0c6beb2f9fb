import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { classify, explainKind } from '../../../../lambdas/domain/understanding/classify/classify.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const header = (name: string, value: string) => ({ headers: [{ name, value }] });
const robot = { name: 'Mail Delivery Subsystem', address: 'mailer-daemon@mx.example' };

describe('classify', () => {
  it.each<[string, Partial<ParsedMail>, string, string]>([
    ['a person’s mail', {}, 'human', 'default.human'],
    [
      'a delivery status report',
      { contentType: { type: 'multipart/report', reportType: 'delivery-status' } },
      'bounce',
      'report.delivery-status',
    ],
    [
      'a bounce in words',
      {
        from: robot,
        subject: 'Undeliverable: Prices',
        text: '<ada@customer.example>: 550 user unknown, could not be delivered',
      },
      'bounce',
      'bounce.notice',
    ],
    [
      'a feedback report',
      { contentType: { type: 'multipart/report', reportType: 'feedback-report' } },
      'complaint',
      'report.feedback',
    ],
    [
      'a receipt',
      { contentType: { type: 'multipart/report', reportType: 'disposition-notification' } },
      'receipt',
      'report.disposition',
    ],
    ['an automatic reply by its header', header('auto-submitted', 'auto-replied'), 'auto-reply', 'header.auto-replied'],
    [
      'an automatic reply by its subject',
      { subject: 'Automatic reply: Prices', ...header('return-path', '<>') },
      'auto-reply',
      'auto-reply.subject',
    ],
    ['an invitation', { contentType: { type: 'text/calendar', method: 'request' } }, 'calendar', 'calendar.method'],
    ['a list', header('list-id', '<news.example>'), 'list', 'header.list'],
    ['a mail that started by itself', header('auto-submitted', 'auto-generated'), 'automated', 'header.auto-generated'],
    ['a robot by its address', { from: { address: 'no-reply@shop.example' } }, 'automated', 'sender.robot'],
    ['a request to unsubscribe', { subject: 'unsubscribe', text: '' }, 'unsubscribe', 'unsubscribe.subject'],
    [
      'a challenge',
      {
        subject: 'Please confirm your message',
        text: 'To confirm you are human, click before your message can be delivered. Before your message can be delivered, reply.',
      },
      'challenge',
      'challenge.words',
    ],
  ])('knows %s', (_name, changes, kind, rule) => {
    const result = classify({ mail: aParsedMail(changes), recipients: [] });

    expect([result.kind, ...result.reasons]).toEqual([kind, rule]);
  });

  it('takes a bounce that also calls itself an automatic reply for a bounce', () => {
    const mail = aParsedMail({
      contentType: { type: 'multipart/report', reportType: 'delivery-status' },
      ...header('auto-submitted', 'auto-replied'),
    });

    expect(classify({ mail, recipients: [] }).kind).toBe('bounce');
  });
});

describe('explainKind', () => {
  it('says in words for people what the rule goes by', () => {
    expect(explainKind({ mail: aParsedMail(header('list-id', '<news.example>')), recipients: [] }).because).toBe(
      'header list-id is a list’s',
    );
  });
});
