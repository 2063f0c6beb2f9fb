import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { deliveryStatusReport, failureNotice } from '../../../../lambdas/domain/understanding/classify/bounce.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const robot = { name: 'Mail Delivery System', address: 'mailer-daemon@mx.example' };
const failure = '<ada@customer.example>: host said: 550 5.1.1 user unknown';
const noticeOf = (changes: Partial<ParsedMail>) => failureNotice({ mail: aParsedMail(changes), recipients: [] });

describe('failureNotice', () => {
  it('counts the signs, and names them', () => {
    expect(noticeOf({ from: robot, subject: 'Undelivered Mail Returned to Sender', text: failure })).toMatchObject({
      kind: 'bounce',
      because:
        'a mail robot sent it; its address is a daemon’s; its subject is a bounce’s; its subject speaks of a failure; its words say that a mail failed; they name a recipient; they give a reason',
    });
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a person’s mail', {}],
    ['a person who answers a bounce', { subject: 'Re: Undeliverable: Prices', text: failure }],
    [
      'a person who forwards one on a list',
      { subject: 'Undeliverable: Prices', text: failure, headers: [{ name: 'list-id', value: 'x' }] },
    ],
    ['a robot that says nothing of a failure', { from: robot, subject: 'Your weekly report', text: 'All is well.' }],
  ])('does not take %s for a bounce', (_name, changes) => {
    expect(noticeOf(changes)?.kind).not.toBe('bounce');
  });

  it('calls a mail that only waits automated', () => {
    const text = 'ada@customer.example.com: this is a warning message only. Your mail could not be delivered yet.';

    expect(noticeOf({ from: robot, subject: 'Delivery Status Notification (Delay)', text })?.kind).toBe('automated');
  });
});

describe('deliveryStatusReport', () => {
  it('goes by the root, and by the parts', () => {
    const byRoot = aParsedMail({ contentType: { type: 'multipart/report', reportType: 'delivery-status' } });
    const byPart = aParsedMail({ partTypes: ['multipart/mixed', 'message/delivery-status'] });

    expect([byRoot, byPart].map((mail) => deliveryStatusReport({ mail, recipients: [] })?.kind)).toEqual([
      'bounce',
      'bounce',
    ]);
    expect(deliveryStatusReport({ mail: aParsedMail(), recipients: [] })).toBeUndefined();
  });
});
