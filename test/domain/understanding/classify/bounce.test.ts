import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import {
  deliveryStatusReport,
  exchangeNotice,
  failureNotice,
  rejectionReport,
  topicNotification,
} from '../../../../lambdas/domain/understanding/classify/bounce.ts';
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

describe('failureNotice, by its signs', () => {
  const exchange = { address: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mx.example' };
  const gateway = { address: 'gateway@sms.example' };
  const returned = 'From: news@ours.example\nTo: ada@customer.example\nMessage-ID: <a@ours.example>';
  const autoReplied = { headers: [{ name: 'auto-submitted', value: 'auto-replied' }] };

  it.each<[string, Partial<ParsedMail>, string | undefined]>([
    [
      'Exchange in a language without a list of its own',
      { from: exchange, subject: 'Ej postað: Tilboð', text: 'Villa:\n\nada@customer.example\nEkki til' },
      'bounce',
    ],
    [
      'Exchange’s warning of a full mailbox',
      { from: exchange, subject: 'Your mailbox is full', text: 'Clean up.' },
      undefined,
    ],
    [
      'a daemon that says auto-replied',
      { from: robot, subject: 'Mail delivery', text: failure, ...autoReplied },
      'bounce',
    ],
    [
      'a daemon with the headers of a list',
      { from: robot, subject: 'Error', text: failure, headers: [{ name: 'list-id', value: 'x' }] },
      'bounce',
    ],
    [
      'a gateway that answers',
      {
        from: gateway,
        subject: 'Re: Offer',
        inReplyTo: 'a@ours.example',
        text: 'Your message could not be delivered.\n550 unknown subscriber\nTo: 0155@sms.example',
      },
      'bounce',
    ],
    [
      'no-reply with the returned mail',
      {
        from: { address: 'no-reply@mx.example' },
        subject: 'Message could not be delivered',
        text: 'Your mail to ada@customer.example could not be delivered.',
        returned,
      },
      'bounce',
    ],
    [
      'a service that passes a daemon’s report on',
      {
        from: { address: 'lists-bounces@mx.example' },
        subject: 'Uncaught bounce notification',
        text: 'The attached message was received as a bounce.',
        returned: 'From: MAILER-DAEMON@mx.example',
        returnedText: failure,
      },
      'bounce',
    ],
    [
      'certified mail of Italy',
      {
        from: { address: 'posta-certificata@pec.example' },
        subject: 'AVVISO DI MANCATA CONSEGNA: Offerta',
        text: 'destinato all\'utente "ada@customer.example": errore 5.1.1 indirizzo non valido, rifiutato',
        headers: [{ name: 'x-ricevuta', value: 'errore-consegna' }],
      },
      'bounce',
    ],
    [
      'a carrier of parcels',
      {
        from: { address: 'noreply@parcel.example' },
        subject: 'Delivery Status Notification',
        text: 'Your parcel could not be delivered: the recipient was unknown. Write to service@parcel.example.',
      },
      undefined,
    ],
    [
      'a payment that failed',
      {
        from: { address: 'noreply@pay.example' },
        subject: 'Failure notice: payment',
        text: 'Payment of ada@customer.example failed: account unknown.',
      },
      undefined,
    ],
    [
      'a person who writes as postmaster',
      {
        from: { address: 'postmaster@customer.example' },
        subject: 'Re: blocked mails',
        text: 'Hello, your mails rejected with 550 5.7.1 should now pass. Test with ada@customer.example.',
      },
      undefined,
    ],
    [
      'a person who pastes a report',
      { subject: 'Undeliverable', text: `Hi, this came back:\n\n${failure}\n\nAda` },
      undefined,
    ],
    [
      'a person’s vacation',
      { subject: 'Re: Offer', text: 'I am away. Your mail is not forwarded.', ...autoReplied },
      undefined,
    ],
    ['a digest of a quarantine', { from: robot, subject: 'Spam quarantine summary', text: 'blocked: a, b' }, undefined],
  ])('judges %s', (_name, changes, kind) => {
    expect(noticeOf(changes)?.kind).toBe(kind);
  });
});

describe('rejectionReport', () => {
  const mdn = (text: string, disposition: string, headers: ParsedMail['headers'] = []) =>
    rejectionReport({
      mail: aParsedMail({
        text,
        headers,
        contentType: { type: 'multipart/report', reportType: 'disposition-notification' },
        report: `Final-Recipient: rfc822; ada@customer.example\nDisposition: ${disposition}`,
      }),
      recipients: [],
    })?.kind;

  it.each([
    [
      'a mailbox that refuses',
      'Your message was rejected: Quota exceeded',
      'automatic-action/MDN-sent-automatically; deleted',
      'bounce',
    ],
    ['an error', 'Sorry.', 'automatic-action/MDN-sent-automatically; deleted/error', 'bounce'],
    ['a mail deleted unread', 'It was deleted unread.', 'manual-action/MDN-sent-automatically; deleted', undefined],
    ['a mail that was shown', 'Nothing was rejected.', 'manual-action/MDN-sent-manually; displayed', undefined],
  ])('judges %s', (_name, text, disposition, kind) => {
    expect(mdn(text, disposition)).toBe(kind);
  });

  it('goes by the header of RFC 5429, too', () => {
    const header = { name: 'auto-submitted', value: 'auto-replied (rejected)' };

    expect(mdn('No.', 'automatic-action/MDN-sent-automatically; deleted', [header])).toBe('bounce');
  });
});

describe('topicNotification', () => {
  const of = (event: object, changes: Partial<ParsedMail> = {}) =>
    topicNotification({ mail: aParsedMail({ text: JSON.stringify(event), ...changes }), recipients: [] });
  const bounce = { bouncedRecipients: [{ emailAddress: 'ada@customer.example', status: '5.1.1' }] };

  it('reads what SES says of a mail', () => {
    expect(of({ eventType: 'Bounce', bounce })).toMatchObject({
      kind: 'bounce',
      bounce: { recipients: [{ address: 'ada@customer.example', type: 'hard', reason: 'userunknown' }] },
    });
    expect(of({ eventType: 'Delivery', delivery: {} })?.kind).toBe('automated');
  });

  it('leaves people who quote one alone', () => {
    expect(of({ eventType: 'Bounce', bounce }, { inReplyTo: 'a@ours.example' })).toBeUndefined();
  });
});

describe('exchangeNotice', () => {
  it('goes by the address', () => {
    const from = { address: 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mx.example' };

    expect(exchangeNotice({ mail: aParsedMail({ from }), recipients: [] })?.kind).toBe('automated');
    expect(exchangeNotice({ mail: aParsedMail(), recipients: [] })).toBeUndefined();
  });
});

describe('deliveryStatusReport', () => {
  it('leaves people who pass one on alone', () => {
    const mail = aParsedMail({
      subject: 'Fwd: Undeliverable',
      partTypes: ['multipart/mixed', 'message/delivery-status'],
    });

    expect(deliveryStatusReport({ mail, recipients: [] })).toBeUndefined();
  });

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
