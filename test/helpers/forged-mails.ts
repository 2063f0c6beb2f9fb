/** Address that the forged mails try to suppress. */
export const victim = 'lea@bigcustomer.example';
/** Message-ID of a mail that we sent to the victim; only somebody who saw that mail can name it. */
export const ourMessageId = 'quote-4711@acme.example';

interface ForgedMail {
  /** Tells whether it reports about an address other than its sender. */
  readonly isReport: boolean;
  /** Builds the mail, optionally as a reply to the mail with this Message-ID. */
  readonly raw: (about?: string) => string;
}

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`;

const head = (from: string, subject: string, ...more: readonly string[]): readonly string[] => [
  `From: ${from}`,
  'To: <sales@inbound.localhost>',
  `Subject: ${subject}`,
  'Date: Fri, 20 Nov 2026 09:00:00 +0000',
  `Message-ID: <forged-${subject.length}-${from.length}@evil.example>`,
  'MIME-Version: 1.0',
  ...more,
];

const daemon = 'Mail Delivery System <MAILER-DAEMON@mx.evil.example>';

const report = (type: string, part: readonly string[], returned: readonly string[], from: string, subject: string) =>
  lines(
    ...head(from, subject, `Content-Type: multipart/report; report-type=${type}; boundary=b`),
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is a report.',
    '--b',
    ...part,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    '--b--',
  );

const returnedOf = (about = 'unknown@elsewhere.example', ...more: readonly string[]): readonly string[] => [
  `Message-ID: <${about}>`,
  'From: boss@acme.example',
  `To: ${victim}`,
  'Subject: Your quote',
  ...more,
];

const dsn = (recipients: readonly string[], about?: string): string =>
  report(
    'delivery-status',
    [
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.evil.example',
      '',
      ...recipients.flatMap((address) => [
        `Final-Recipient: rfc822; ${address}`,
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
        '',
      ]),
    ],
    returnedOf(about),
    daemon,
    'Undelivered Mail Returned to Sender',
  );

const fromVictim = (subject: string, text: string): string =>
  lines(...head(`Lea <${victim}>`, subject, 'Content-Type: text/plain'), '', text);

/** Mails that would suppress the victim if they were trusted, in more than eight variants. */
export const forgedMails: Readonly<Record<string, ForgedMail>> = {
  'a delivery report': { isReport: true, raw: (about) => dsn([victim], about) },
  'a delivery report of 300 people': {
    isReport: true,
    raw: (about) =>
      dsn(
        [...Array.from({ length: 299 }, (_, index) => `person${index}@bigcustomer.example`), victim].toReversed(),
        about,
      ),
  },
  'a bounce in words': {
    isReport: true,
    raw: (about) =>
      lines(
        ...head(daemon, 'Undeliverable: Your quote', 'Content-Type: text/plain', 'Auto-Submitted: auto-replied'),
        '',
        'Your message could not be delivered.',
        '',
        `  <${victim}>: 550 5.1.1 user unknown`,
        '',
        '--- Original message headers ---',
        '',
        ...returnedOf(about),
      ),
  },
  'a feedback report': {
    isReport: true,
    raw: (about) =>
      report(
        'feedback-report',
        [
          'Content-Type: message/feedback-report',
          '',
          'Feedback-Type: abuse',
          'User-Agent: Evil/1.0',
          'Version: 1',
          `Original-Rcpt-To: ${victim}`,
        ],
        returnedOf(about),
        'fbl@evil.example',
        'Abuse report',
      ),
  },
  'a report in the form of JMRP': {
    isReport: true,
    raw: (about) =>
      lines(
        ...head(
          'staff@hotmail.com',
          'complaint about message from 192.0.2.1',
          'Content-Type: multipart/mixed; boundary=b',
        ),
        '',
        '--b',
        'Content-Type: message/rfc822',
        '',
        `X-HmXmrOriginalRecipient: ${victim}`,
        ...returnedOf(about),
        '',
        'Hello.',
        '--b--',
      ),
  },
  'a notification of SES as plain mail': {
    isReport: true,
    raw: () =>
      lines(
        ...head('no-reply@sns.amazonaws.com', 'AWS Notification Message', 'Content-Type: text/plain'),
        '',
        JSON.stringify({
          notificationType: 'Complaint',
          complaint: { complainedRecipients: [{ emailAddress: victim }], complaintFeedbackType: 'abuse' },
          mail: { messageId: '0100-x' },
        }),
      ),
  },
  'an unsubscribe': { isReport: false, raw: () => fromVictim('unsubscribe', 'unsubscribe') },
  'an opt-out in words': {
    isReport: false,
    raw: () => fromVictim('Re: Your offer', 'Please remove me from your mailing list and do not contact me again.'),
  },
  'a refusal in words': {
    isReport: false,
    raw: () => fromVictim('Re: Your offer', 'No thanks, we are not interested in your product. Please stop.'),
  },
};
