import { compact } from '../../../compact.ts';
import { anyOf } from '../../mail/any-of.ts';
import { type HeaderBlock, readHeaderBlock, readHeaderBlocks } from '../../mail/header-block.ts';
import { headerValue, type ParsedMail } from '../../mail/parsed-mail.ts';
import { cleanLine } from '../../mail/text.ts';
import { addressesIn, readRecipient, recipientInReturnPath } from '../bounce/recipient.ts';
import { originalMessageIdOf, recipientsOf, splitReturned } from '../bounce/returned-mail.ts';
import { readTopicNotification } from '../bounce/topic-notification.ts';
import { type Finding, hasHeader, isAnswer, lowerHeader, type Rule } from './rule.ts';

/** The types of RFC 5965 §7.3, RFC 6430 and RFC 6591; some hosts write others. */
const knownTypes = [
  'abuse',
  'fraud',
  'virus',
  'other',
  'not-spam',
  'opt-out',
  'opt-out-list',
  'auth-failure',
  'miscategorized',
  'dmarc',
];

/** RFC 5965: a machine-readable part that names a feedback type, or the MIME type that says it is one. */
export const feedbackReport: Rule = ({ mail }) => {
  const fields = readHeaderBlocks(mail.report).find((block) => block.has('feedback-type'));
  const isReport =
    fields !== undefined ||
    mail.contentType.reportType === 'feedback-report' ||
    mail.partTypes.includes('message/feedback-report');
  if (!isReport) return undefined;
  // Some hosts send the fields as the text of the report.
  return findingOf(mail, fields ?? fieldsInText(mail) ?? new Map(), 1, 'the mail is a feedback report (RFC 5965)');
};

/** The same fields as plain text, as a gateway leaves them that flattens a report. */
export const flattenedFeedback: Rule = ({ mail }) => {
  // People quote such reports in answers and on lists.
  if (isAnswer(mail) || hasHeader(mail, 'list-id')) return undefined;
  const fields = fieldsInText(mail);
  const known = [
    'user-agent',
    'version',
    'source-ip',
    'original-mail-from',
    'original-rcpt-to',
    'arrival-date',
    'received-date',
    'reported-domain',
    'authentication-results',
  ];
  return fields !== undefined && known.filter((name) => fields.has(name)).length >= 2
    ? findingOf(mail, fields, 0.95, 'its text holds the fields of a feedback report')
    : undefined;
};

function fieldsInText(mail: ParsedMail): HeaderBlock | undefined {
  const text = mail.text?.slice(0, 20_000) ?? '';
  // Most mail does not hold the name at all.
  if (!/feedback-type:/i.test(text)) return undefined;
  const start = /^[ \t>]*Feedback-Type:[ \t]*[\w-]+/im.exec(text)?.index;
  if (start === undefined) return undefined;
  const lines = text
    .slice(start)
    .split('\n')
    .map((line) => line.replace(/^[ \t>]+/, ''));
  const end = lines.findIndex((line) => line.trim() === '');
  return readHeaderBlock(lines.slice(0, end < 0 ? lines.length : end).join('\n'));
}

/** SES's own notification of a complaint, when its topic is delivered by mail. */
export const topicComplaint: Rule = ({ mail }) => {
  const notification = isAnswer(mail) ? undefined : readTopicNotification(mail.text);
  if (notification?.kind !== 'complaint') return undefined;
  const { feedbackType = 'abuse', recipients, originalMessageId } = notification;
  return {
    kind: 'complaint',
    confidence: 0.95,
    complaint: compact({
      feedbackType,
      recipients: Array.from(new Set(recipients.map(({ address }) => address))),
      originalMessageId,
    }),
    because: 'it is a complaint notification of SES, by way of a topic',
  };
};

const feedbackSubject = new RegExp(
  anyOf`
    \b(?:abuse|complaint|spam|feedback) (?:report|complaint|notification|about|loop)
    e-?mail (?:feedback|abuse) report
    client tos notification
  `,
  'i',
);

/** Feedback loops that send no report fields: Microsoft's JMRP forwards the mail under a fixed subject. */
export const feedbackLoop: Rule = ({ mail }) => {
  const subject = mail.subject ?? '';
  const from = mail.from?.address.toLowerCase() ?? '';
  const isMicrosoft = /^complaint about message from\b/i.test(subject) || /^staff@hotmail\.com$/.test(from);
  // SpamCop passes the complaints of its users on, without their addresses.
  const isSpamCop = /@reports\.spamcop\.net$/.test(from);
  const isLoop =
    isMicrosoft ||
    isSpamCop ||
    (/^(?:abuse|fbl|feedback(?:loop)?|complaints?|feedbackloop|scomp|jmrp|arf)\b[^@]*@/.test(from) &&
      feedbackSubject.test(subject) &&
      mail.returned !== undefined) ||
    /^email feedback report for ip\b/i.test(subject);
  return isLoop
    ? findingOf(mail, new Map([['feedback-type', 'abuse']]), 0.9, 'it comes from a feedback loop')
    : undefined;
};

function findingOf(mail: ParsedMail, fields: HeaderBlock, confidence: number, because: string): Finding {
  const split = splitReturned(mail.text ?? '');
  const returned = mail.returned ? readHeaderBlock(mail.returned) : split.headers;
  const statedType = cleanLine(fields.get('feedback-type'))?.toLowerCase() ?? 'abuse';
  const feedbackType =
    knownTypes.find((type) => statedType.startsWith(type) && statedType.length - type.length < 2) ??
    /^[\w-]{1,40}/.exec(statedType)?.[0] ??
    'other';
  const inFields = [
    ...allOf(mail, 'original-rcpt-to').map(readRecipient),
    readRecipient(fields.get('original-rcpt-to')),
    readRecipient(fields.get('removal-recipient')),
    readRecipient(fields.get('x-original-rcpt-to')),
    ...['x-hmxmroriginalrecipient', 'x-original-rcpt-to'].map((name) =>
      readRecipient(returned.get(name) ?? headerValue(mail, name)),
    ),
  ].filter((address): address is string => address !== undefined);
  const addressed = inFields.length > 0 ? inFields : recipientsOf(returned).filter((address) => !isRedacted(address));
  // A provider that strikes the recipient out may leave our return path, which names it.
  const inReturnPaths = [fields.get('original-mail-from'), returned.get('return-path')]
    .flatMap((path) => addressesWithin(path))
    .map(recipientInReturnPath)
    .filter((address) => address !== undefined);
  const recipients = addressed.length > 0 ? addressed : inReturnPaths;
  const originalMessageId = originalMessageIdOf(returned);
  const source = cleanLine(fields.get('source-ip') ?? fields.get('source'));
  return {
    kind: 'complaint',
    confidence,
    complaint: compact({
      feedbackType,
      recipients: [...new Set(recipients)].filter((address) => !isRedacted(address)),
      originalMessageId,
      sourceIp: source !== undefined && /^[\da-f.:[\]]+$/i.test(source) ? source : undefined,
    }),
    because: `${because}, type ${feedbackType}`,
  };
}

/** Whether a provider struck the address out (RFC 6590). */
const isRedacted = (address: string): boolean => /^(?:undisclosed|redacted|x+@|\*)|@redacted\b/.test(address);

/** The addresses of a return path, which may hold `=`. */
const addressesWithin = (path: string | undefined): string[] =>
  path
    ?.slice(0, 1000)
    .split(/[<>\s,]/)
    .filter((word) => word.indexOf('@') > 0 && !word.endsWith('@')) ?? [];

/** RFC 5965 §3.2 lets `Original-Rcpt-To` stand several times. */
const allOf = (mail: ParsedMail, name: string): string[] =>
  (mail.report ?? '')
    .split(/\r?\n/)
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .flatMap((line) => addressesIn(line.slice(name.length + 1)))
    .slice(0, 1000);

/** A domain's own aggregate report on our mail (RFC 7489 §7.2), which no person sent. */
export const dmarcReport: Rule = ({ mail }) =>
  /^\[?(?:preview\] )?report domain:/i.test(mail.subject ?? '') && /\bsubmitter:/i.test(mail.subject ?? '')
    ? {
        kind: 'automated',
        confidence: 0.95,
        because: isAutomatic(mail)
          ? 'its subject is that of a DMARC report and it says that it is automatic'
          : 'its subject is that of a DMARC report',
      }
    : undefined;

const isAutomatic = (mail: ParsedMail): boolean => lowerHeader(mail, 'auto-submitted') !== '';
