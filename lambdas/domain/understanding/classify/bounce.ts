import { compact } from '../../../compact.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { judgeRecipients, readBounce } from '../bounce/bounce.ts';
import { isDaemonAddress } from '../bounce/recipient.ts';
import { readTopicNotification } from '../bounce/topic-notification.ts';
import {
  bounceSubject,
  clearBounceSubject,
  failureWords,
  rejectionWords,
  robotAddress,
  robotName,
} from './bounce-words.ts';
import { type Finding, hasHeader, hasNullSender, isAnswer, lowerHeader, type Rule, type RuleInput } from './rule.ts';

/** RFC 3464 §2: the root says that it is a delivery status report, or a part is one. */
export const deliveryStatusReport: Rule = ({ mail }) => {
  const isWhole = mail.contentType.reportType === 'delivery-status';
  // People pass reports on with all their parts.
  if (!isWhole && isAnswerSubject(mail) && !hasNullSender(mail) && !isReportingRobot(mail)) return undefined;
  const isReport =
    isWhole ||
    mail.partTypes.some((type) => type === 'message/delivery-status' || type === 'message/global-delivery-status');
  return isReport ? findingOf(mail, 1, 'the mail is a delivery status report (RFC 3464)') : undefined;
};

/** A notification of SES on a mail of ours, when its topic is delivered by mail. */
export const topicNotification: Rule = ({ mail }) => {
  const notification = isAnswer(mail) ? undefined : readTopicNotification(mail.text);
  if (notification === undefined || notification.kind === 'complaint') return undefined;
  const because = 'it is a notification of SES, by way of a topic';
  if (notification.kind === 'delivery') return { kind: 'automated', confidence: 0.95, because };
  const { reportingMta, originalMessageId, recipients } = notification;
  return {
    kind: notification.kind === 'bounce' ? 'bounce' : 'automated',
    confidence: 0.95,
    bounce: compact({ recipients: judgeRecipients(recipients), reportingMta, originalMessageId }),
    because,
  };
};

/**
 * RFC 5429 §2.2: a mailbox refuses a mail by a disposition report, whose words say so. Other disposition reports are
 * receipts.
 */
export const rejectionReport: Rule = ({ mail }) => {
  if (mail.contentType.reportType !== 'disposition-notification') return undefined;
  const disposition = /^disposition\s*:(.{0,200})$/im.exec(mail.report ?? '')?.[1] ?? '';
  if (/displayed|dispatched|processed|manual-action/i.test(disposition)) return undefined;
  const isRejection =
    /\brejected\b/.test(lowerHeader(mail, 'auto-submitted')) ||
    /\/(?:error|failed|failure)/i.test(disposition) ||
    rejectionWords.test((mail.text ?? '').slice(0, 2000));
  return isRejection
    ? findingOf(mail, 0.9, 'its disposition report says that the mailbox refused the mail')
    : undefined;
};

/** Exchange's other notices: of a full mailbox of its own, of a mail that arrived. */
export const exchangeNotice: Rule = ({ mail }) =>
  exchangeAddress.test(mail.from?.address ?? '')
    ? { kind: 'automated', confidence: 0.9, because: 'Exchange’s own address sent it' }
    : undefined;

/** Weights from which on the words of a notice count, and it is a bounce. */
const enoughToRead = 2;
const enough = 5;
const enoughOfRobot = 4;

/** Counts signs that a robot reports a failure in its own words; an answer to such a report has few. */
export const failureNotice: Rule = ({ mail }) => {
  const features = featuresOf(mail);
  // Most mail has none of these: nothing more is read of it.
  if (!Object.values(features).includes(true)) return undefined;
  const signs = signsOf(mail, features);
  if (weightOf(signs) < enoughToRead) return undefined;
  // The words come last, and only where they can decide: they take the time.
  const saysFailure = failureWords.test((mail.returnedText ?? mail.text ?? '').slice(0, 6000));
  if (!saysFailure && !features.isClear && !features.returnsMail && !features.isExchange) return undefined;
  const finding = findingOf(mail, 0, '');
  const all = [...signs, ...signsOfWords(saysFailure, finding)];
  const score = weightOf(all);
  if (score < (features.isRobot ? enoughOfRobot : enough) || !isOfMailHost(mail, features, finding)) return undefined;
  const because = all.flatMap(({ sign }) => sign ?? []).join('; ');
  return { ...finding, confidence: Math.min(0.95, 0.5 + score * 0.06), because: `${because}${finding.because}` };
};

/**
 * Whether a mail host speaks, and not a carrier of parcels or a bank: by its sender, its parts, or a code of SMTP.
 * Words that name nobody need more: Exchange warns of a full mailbox, too.
 */
function isOfMailHost(mail: ParsedMail, features: Features, { bounce }: Finding): boolean {
  const isHost = hostFeatures.some((name) => features[name]);
  if (bounce === undefined || bounce.recipients.length === 0) return features.isExchange ? features.isClear : isHost;
  if (isHost || nearHostFeatures.some((name) => features[name]) || bounce.originalMessageId !== undefined) return true;
  const isOfMail =
    features.isClear && /\b(?:your|the) (?:e-?mail|mail|message)\b/i.test((mail.text ?? '').slice(0, 1000));
  return isOfMail || bounce.recipients.some(({ status, smtpCode }) => (status ?? smtpCode) !== undefined);
}

const hostFeatures = ['isRobot', 'hasNullSender', 'returnsMail', 'isReport', 'namesFailed'] as const;

/** Features of a mail host where the words name a recipient. */
const nearHostFeatures = [
  'isExchange',
  'hasRobotName',
  'hasRobotAddress',
  'quotesAnswer',
  'isCertifiedError',
  'carriesReport',
] as const;

const weightOf = (signs: readonly Sign[]): number => signs.reduce((sum, { weight }) => sum + weight, 0);

const isAnswerSubject = ({ subject = '' }: ParsedMail): boolean =>
  /^(?:re|aw|sv|antw|odp|fwd?|wg|tr|rv|vs)\s*:/i.test(subject);

/** Features of a notice; a mail without any of them is no notice. */
interface Features {
  readonly isDaemon: boolean;
  readonly isRobot: boolean;
  readonly isExchange: boolean;
  readonly hasRobotName: boolean;
  readonly hasRobotAddress: boolean;
  readonly carriesReport: boolean;
  readonly isCertifiedError: boolean;
  readonly isUnanswerable: boolean;
  readonly namesFailed: boolean;
  readonly hasNullSender: boolean;
  readonly isReport: boolean;
  readonly isClear: boolean;
  readonly returnsMail: boolean;
  readonly quotesAnswer: boolean;
}

function featuresOf(mail: ParsedMail): Features {
  const sender = senderFeaturesOf(mail);
  const subject = mail.subject ?? '';
  const isMachine = sender.isRobot || sender.hasNullSender || sender.isUnanswerable;
  return {
    ...sender,
    carriesReport: mail.returnedText !== undefined && (isMachine || bounceSubject.test(subject)),
    isCertifiedError: /^(?:errore|preavviso-errore)-consegna/.test(lowerHeader(mail, 'x-ricevuta')),
    namesFailed: hasHeader(mail, 'x-failed-recipients'),
    isReport: mail.contentType.type === 'multipart/report' && mail.contentType.reportType !== 'tlsrpt',
    isClear: clearBounceSubject.test(subject),
    returnsMail: mail.returned !== undefined,
    quotesAnswer: quotesAnswer(mail),
  };
}

function senderFeaturesOf(mail: ParsedMail) {
  const { name, address = '' } = mail.from ?? {};
  const isRobot = isReportingRobot(mail);
  const mayBeRobot = !isRobot && !isAnswerSubject(mail);
  return {
    isDaemon: isRobot && (mail.from === undefined || /^(?:mailer-?daemon|mail\.?daemon)/i.test(address)),
    isRobot,
    isExchange: exchangeAddress.test(address),
    hasRobotName: mayBeRobot && hasRobotName(mail),
    hasRobotAddress: mayBeRobot && name === undefined && robotAddress.test(address),
    isUnanswerable: unanswerable.test(address),
    hasNullSender: hasNullSender(mail),
  };
}

/** The address from which Exchange sends its own reports, in every organization and language. */
const exchangeAddress = /^microsoftexchange[\da-f]{32}@/i;

const unanswerable = /^(?:[\w.-]{0,40}[-_.])?(?:no-?reply|do-?not-?reply|donotreply|bounces?)(?:[-_.+][^@]{0,80})?@/i;

/** Whether the text is a gateway's: it begins with the failure, and a server's answer stands on a line of its own. */
function quotesAnswer(mail: ParsedMail): boolean {
  const head = (mail.text ?? '').slice(0, 2000);
  return (
    /^[ \t]*(?:<<<[ \t]*)?[45]\d\d[ -]{1,3}(?:[45]\.\d|[\w<])/m.test(head) &&
    failureWords.test(head.slice(0, 200)) &&
    !opensLikePerson(mail) &&
    !/^>|\bwrote:/m.test(head)
  );
}

/** Whether a text greets, or speaks of its author: some robots do, and have other signs. */
const opensLikePerson = ({ text = '' }: ParsedMail): boolean =>
  /^\s{0,20}(?:hi|hello|hey|dear|good|hallo|liebe|guten|bonjour|hola|ciao|thanks)\b(?![.!,]? {1,3}this is)|\bI (?:got|have|had|wrote|sent|tried)\b/i.test(
    text.slice(0, 400),
  );

interface Sign {
  readonly weight: number;
  /** A part of the reason; absent for a sign against a bounce. */
  readonly sign?: string;
}

function signsOf(mail: ParsedMail, features: Features): Sign[] {
  const { isRobot, isClear, returnsMail, quotesAnswer: quotes } = features;
  const subject = mail.subject ?? '';
  const signs: ReadonlyArray<readonly [weight: number, holds: boolean, sign?: string]> = [
    [3, features.namesFailed, 'a header names failed recipients'],
    [4, features.isExchange, 'Exchange’s own address sent it'],
    [2, isRobot, 'a mail robot sent it'],
    [1, features.isDaemon, 'its address is a daemon’s'],
    [1, features.hasRobotName, 'its sender is called like a mail system'],
    [1, features.hasRobotAddress, 'its address is a mail system’s'],
    [3, features.isCertifiedError, 'a header of certified mail says so'],
    [3, features.carriesReport, 'it carries the report of a mail robot'],
    [1, features.isUnanswerable && !isRobot, 'nobody can answer its sender'],
    [1, features.hasNullSender, 'its envelope sender is empty'],
    [2, isClear, 'its subject is a bounce’s'],
    [1, bounceSubject.test(subject), 'its subject speaks of a failure'],
    [1, returnsMail, 'it returns a mail'],
    [1, features.isReport, 'it calls itself a report'],
    [3, quotes, 'it opens with a failure and quotes a server'],
    [-2, (mail.inReplyTo !== undefined || hasHeader(mail, 'list-id')) && !isRobot && !features.isExchange && !quotes],
    [-3, isAnswerSubject(mail) && !isRobot && !quotes],
    [-3, isAnswerSubject(mail) && isRobot && !features.hasNullSender && opensLikePerson(mail)],
    [-3, !isRobot && !features.isExchange && !features.hasNullSender && opensLikePerson(mail)],
    [-3, /quarantin|\bdigest\b|\bsummary\b|newsletter/i.test(subject)],
    [-3, !isClear && !returnsMail && !isRobot && /\bauto-replied\b/.test(lowerHeader(mail, 'auto-submitted'))],
  ];
  return signs.filter(([, holds]) => holds).map(([weight, , sign]) => compact({ weight, sign }));
}

function signsOfWords(saysFailure: boolean, { bounce }: Finding): Sign[] {
  const recipients = bounce?.recipients ?? [];
  const signs: ReadonlyArray<readonly [holds: boolean, sign: string]> = [
    [saysFailure, 'its words say that a mail failed'],
    [recipients.length > 0, 'they name a recipient'],
    [
      recipients.some(
        ({ reason, status, smtpCode }) => (reason ?? 'other') !== 'other' || (status ?? smtpCode) !== undefined,
      ),
      'they give a reason',
    ],
  ];
  return signs.filter(([holds]) => holds).map(([, sign]) => ({ weight: 1, sign }));
}

function isReportingRobot(mail: ParsedMail): boolean {
  const { from, sender } = mail;
  const name = from?.name ?? '';
  const address = from?.address.toLowerCase() ?? '';
  const isRobot = isDaemonAddress(address) && !/^(?:no-?reply|abuse|bounces?)/.test(address);
  if (isRobot || (sender && /^mailer-?daemon/i.test(sender.address))) return true;
  if (from === undefined)
    return (
      /mailer-?daemon|postmaster|mail (?:delivery|server|system)/.test(lowerHeader(mail, 'from')) ||
      (hasHeader(mail, 'from') && hasNullSender(mail))
    );
  return (
    /mail(?:er)?[ -]?daemon|mail delivery (?:sub)?system|^post ?master\b/i.test(name) ||
    (robotName.test(name) && hasNullSender(mail))
  );
}

/** Whether the sender has the name of a mail system, which people of an office have as well: it counts for less. */
const hasRobotName = ({ from }: ParsedMail): boolean =>
  from !== undefined && robotName.test(from.name ?? '') && robotAddress.test(from.address);

/** Finds a bounce where a recipient failed; a report on mail that arrived or still waits is an automated mail. */
function findingOf(mail: RuleInput['mail'], confidence: number, because: string): Finding {
  const { state, bounce } = readBounce(mail);
  if (state === 'failed') return { kind: 'bounce', confidence, bounce, because };
  if (state === 'delayed')
    return { kind: 'automated', confidence, bounce, because: `${because}; the mail is delayed, not yet failed` };
  return { kind: 'automated', confidence, because: `${because}; it says that the mail arrived` };
}
