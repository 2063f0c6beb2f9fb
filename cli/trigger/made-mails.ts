import type { Classification } from '../../lambdas/domain/mail/event.ts';
import { localDomain } from '../../local/local-recipients.ts';
import { filePart, htmlText, type MadePart, mailText, plainText, typedPart } from './mail-text.ts';

/** One mail to be made. */
export interface MailRequest {
  /** A word of its own, which makes its Message-ID another one each time. */
  readonly id: string;
  readonly to: string;
  readonly now: Date;
}

/** A kind of mail that can be made. */
interface MadeKind {
  readonly description: string;
  /** How Postern classifies the last of its mails. */
  readonly kind: Classification['kind'];
  /** Where its mails go. @default that of the request */
  readonly to?: string;
  /** In their order: the second answers the first. */
  readonly make: (request: MailRequest) => readonly MadePart[];
}

const person = 'Lea Sommer <lea.sommer@customer.example>';
const messageId = (id: string): string => `<${id}@customer.example>`;

function headersOf(
  { id, to, now }: MailRequest,
  { from = person, subject }: { readonly from?: string; readonly subject: string },
  ...more: readonly string[]
): string[] {
  const date = now.toUTCString().replace('GMT', '+0000');
  const fields = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: ${messageId(id)}`, `Date: ${date}`];
  return [...fields, 'MIME-Version: 1.0', ...more];
}

/** A mail with one plain text. */
const plainMail = (headers: readonly string[], text: string): MadePart => {
  const part = plainText(text);
  return { ...part, headers: [...headers, ...part.headers] };
};

const message = (request: MailRequest): MadePart =>
  plainMail(
    headersOf(request, { subject: `Offer for twenty seats (${request.id})` }),
    'Hello,\n\nwe would like an offer for twenty seats. When could we talk?\n\nBest regards\nLea Sommer\n+49 30 1234567\n',
  );

const reply = (request: MailRequest): MadePart[] => {
  const { id } = request;
  const answer = headersOf(
    { ...request, id: `${id}-reply` },
    { subject: `Re: Offer for twenty seats (${id})` },
    `In-Reply-To: ${messageId(id)}`,
    `References: ${messageId(id)}`,
  );
  return [message(request), plainMail(answer, 'Tuesday at ten is fine for us.\n\n> When could we talk?\n')];
};

const html = (request: MailRequest): MadePart => ({
  headers: headersOf(request, { subject: 'Our new logo' }),
  multipart: {
    subtype: 'alternative',
    parts: [
      plainText('Have a look at our new logo: https://customer.example/logo'),
      htmlText('<p>Have a look at our <a href="https://customer.example/logo">new logo</a>.</p>'),
    ],
  },
});

const attachment = (request: MailRequest): MadePart => ({
  headers: headersOf(request, { subject: 'The plan' }),
  multipart: {
    subtype: 'mixed',
    parts: [
      plainText('The plan is attached.\n'),
      filePart('text/plain', 'plan.txt', 'Twenty seats from January on.\n'),
      filePart('text/csv', 'seats.csv', 'name,seats\nBerlin,12\nMunich,8\n'),
    ],
  },
});

const report = (headers: readonly string[], type: string, parts: readonly MadePart[]): MadePart => ({
  headers,
  multipart: { subtype: `report; report-type=${type}`, parts },
});

const bounce = (request: MailRequest): MadePart => {
  const from = 'Mail Delivery System <mailer-daemon@mx.customer.example>';
  const subject = 'Undelivered Mail Returned to Sender';
  const headers = ['Return-Path: <>', ...headersOf(request, { from, subject }, 'Auto-Submitted: auto-replied')];
  return report(headers, 'delivery-status', [
    plainText('Your message could not be delivered: the mailbox does not exist.\n'),
    typedPart(
      'message/delivery-status',
      'Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; gone@customer.example\nAction: failed\n' +
        'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user\n',
    ),
    typedPart('text/rfc822-headers', `From: news@ours.example\nMessage-ID: <campaign-${request.id}@ours.example>\n`),
  ]);
};

const complaint = (request: MailRequest): MadePart =>
  report(headersOf(request, { from: 'fbl@provider.example', subject: 'Abuse report' }), 'feedback-report', [
    plainText('A user reported this message as spam.\n'),
    typedPart(
      'message/feedback-report',
      'Feedback-Type: abuse\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Rcpt-To: <annoyed@provider.example>\n',
    ),
    typedPart('text/rfc822-headers', `From: news@ours.example\nMessage-ID: <campaign-${request.id}@ours.example>\n`),
  ]);

const unsubscribe = (request: MailRequest): MadePart =>
  plainMail(headersOf(request, { subject: 'unsubscribe' }), 'unsubscribe\n');

const outOfOffice = (request: MailRequest): MadePart =>
  plainMail(
    headersOf(request, { subject: 'Automatic reply: Offer' }, 'Auto-Submitted: auto-replied'),
    'I am out of the office until Monday. In urgent cases please write to team@customer.example.\n',
  );

const stamp = (time: Date): string => time.toISOString().replaceAll(/[-:]|\.\d+/g, '');

const invite = (request: MailRequest): MadePart => {
  const start = new Date(request.now.getTime() + 7 * 86_400_000);
  const end = new Date(start.getTime() + 3_600_000);
  const event = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Customer//Calendar//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${request.id}@customer.example`,
    `DTSTAMP:${stamp(request.now)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(end)}`,
    'SUMMARY:Demo',
    'ORGANIZER:mailto:lea.sommer@customer.example',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return {
    headers: headersOf(request, { subject: 'Invitation: Demo' }),
    multipart: {
      subtype: 'alternative',
      parts: [
        plainText('You are invited to: Demo\n'),
        typedPart('text/calendar; method=REQUEST; charset=utf-8', event.join('\n')),
      ],
    },
  };
};

const newsletter = (request: MailRequest): MadePart =>
  plainMail(
    headersOf(
      request,
      { from: 'Weekly <news@vendor.example>', subject: 'The week in seats' },
      'List-Id: Weekly <weekly.vendor.example>',
      'List-Unsubscribe: <https://vendor.example/unsubscribe/1>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ),
    'All the news about seats.\n',
  );

const readReceipt = (request: MailRequest): MadePart =>
  report(headersOf(request, { subject: 'Read: Offer' }), 'disposition-notification', [
    plainText('Your message was displayed.\n'),
    typedPart(
      'message/disposition-notification',
      'Final-Recipient: rfc822; lea.sommer@customer.example\n' +
        'Disposition: manual-action/MDN-sent-manually; displayed\n',
    ),
  ]);

const challenge = (request: MailRequest): MadePart =>
  plainMail(
    headersOf(
      request,
      { from: 'Guard <guard@filter.example>', subject: 'Please verify your message' },
      'X-Spamarrest-Version: 2',
    ),
    'Your message is held. Click here to prove that you are a person: https://filter.example/c/1\n',
  );

const notification = (request: MailRequest): MadePart =>
  plainMail(
    headersOf(
      request,
      { from: 'Shop <no-reply@shop.example>', subject: 'Your order 4711 has shipped' },
      'Auto-Submitted: auto-generated',
    ),
    'Your order 4711 is on its way.\n',
  );

const single = (make: (request: MailRequest) => MadePart) => (request: MailRequest) => [make(request)];
const feedback = (name: string): string => `${name}@${localDomain}`;

/** The kinds of mail that `postern trigger` makes, by name. */
export const madeKinds: Readonly<Record<string, MadeKind>> = {
  message: { description: 'a person asks for an offer', kind: 'human', make: single(message) },
  reply: { description: 'two mails of one conversation, the second an answer', kind: 'human', make: reply },
  html: { description: 'a person writes HTML with a link', kind: 'human', make: single(html) },
  attachment: { description: 'a person sends two files', kind: 'human', make: single(attachment) },
  bounce: {
    description: 'a delivery report: the mailbox does not exist (RFC 3464)',
    kind: 'bounce',
    to: feedback('bounces'),
    make: single(bounce),
  },
  complaint: {
    description: 'a feedback report: somebody pressed the spam button (RFC 5965)',
    kind: 'complaint',
    to: feedback('bounces'),
    make: single(complaint),
  },
  unsubscribe: {
    description: 'a person wants no more mail',
    kind: 'unsubscribe',
    to: feedback('unsubscribe'),
    make: single(unsubscribe),
  },
  'out-of-office': { description: 'an absence note', kind: 'auto-reply', make: single(outOfOffice) },
  invite: { description: 'an invitation to a meeting in a week (RFC 5546)', kind: 'calendar', make: single(invite) },
  newsletter: { description: 'mail of a mailing list', kind: 'list', make: single(newsletter) },
  'read-receipt': { description: 'a read receipt (RFC 8098)', kind: 'receipt', make: single(readReceipt) },
  challenge: { description: 'a spam filter wants proof of a person', kind: 'challenge', make: single(challenge) },
  notification: { description: 'a notice of a machine', kind: 'automated', make: single(notification) },
};

/** A kind by its name; undefined for a name that is none. */
export const madeKind = (name: string): MadeKind | undefined =>
  Object.hasOwn(madeKinds, name) ? madeKinds[name] : undefined;

/** The mails of a kind as raw bytes, in the order in which they are sent. */
export const madeMails = ({ make }: Pick<MadeKind, 'make'>, request: MailRequest): Buffer[] =>
  make(request).map((part) => Buffer.from(mailText(part)));
