import { compact } from '../../../compact.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { readBounce } from '../bounce/bounce.ts';
import { isDaemonAddress } from '../bounce/recipient.ts';
import { bounceSubject, clearBounceSubject, failureWords, robotAddress, robotName } from './bounce-words.ts';
import { type Finding, hasHeader, hasNullSender, lowerHeader, type Rule, type RuleInput } from './rule.ts';

/** RFC 3464 §2: the root says that it is a delivery status report, or a part is one. */
export const deliveryStatusReport: Rule = ({ mail }) => {
  const isReport =
    mail.contentType.reportType === 'delivery-status' ||
    mail.partTypes.some((type) => type === 'message/delivery-status' || type === 'message/global-delivery-status');
  return isReport ? findingOf(mail, 1, 'the mail is a delivery status report (RFC 3464)') : undefined;
};

/** Weights from which on the words of a notice count, it is a bounce, and it is a bounce also without such words. */
const enoughToRead = 3;
const enough = 4;
const enoughWithoutWords = 7;

/** Counts signs that a robot reports a failure in its own words; an answer to such a report has few. */
export const failureNotice: Rule = ({ mail }) => {
  const features = featuresOf(mail);
  if (isAnswerSubject(mail) && !features.isRobot) return undefined;
  // Most mail has none of these: nothing more is read of it.
  if (!Object.values(features).includes(true)) return undefined;
  const signs = signsOf(mail, features);
  const weight = signs.reduce((sum, sign) => sum + sign.weight, 0);
  // The words come last, and only where they can decide: they take the time.
  if (weight < enoughToRead) return undefined;
  const saysFailure = failureWords.test((mail.text ?? '').slice(0, 6000));
  const score = saysFailure ? weight + 1 : weight;
  if (score < enough || !(saysFailure || features.isClear || score >= enoughWithoutWords)) return undefined;
  const because = [...signs.map(({ sign }) => sign), saysFailure ? 'its words say that a mail failed' : undefined];
  const finding = findingOf(mail, Math.min(0.95, 0.5 + score * 0.07), because.filter(Boolean).join('; '));
  // Words alone that name nobody are some other notice of a robot.
  return finding.bounce?.recipients.length === 0 && score < 5 ? undefined : finding;
};

const isAnswerSubject = ({ subject = '' }: ParsedMail): boolean =>
  /^(?:re|aw|sv|antw|odp|fwd?|wg|tr|rv|vs)\s*:/i.test(subject);

/** Features of a notice; a mail without any of them is no notice. */
interface Features {
  readonly isRobot: boolean;
  readonly hasRobotName: boolean;
  readonly namesFailed: boolean;
  readonly hasNullSender: boolean;
  readonly isReport: boolean;
  readonly isClear: boolean;
  readonly returnsMail: boolean;
}

function featuresOf(mail: ParsedMail): Features {
  const isRobot = isDaemon(mail);
  return {
    isRobot,
    hasRobotName: !isRobot && hasRobotName(mail),
    namesFailed: hasHeader(mail, 'x-failed-recipients'),
    hasNullSender: hasNullSender(mail),
    isReport: mail.contentType.type === 'multipart/report',
    isClear: clearBounceSubject.test(mail.subject ?? ''),
    returnsMail: mail.returned !== undefined,
  };
}

interface Sign {
  readonly weight: number;
  /** A part of the reason; absent for a sign against a bounce. */
  readonly sign?: string;
}

function signsOf(mail: ParsedMail, features: Features): Sign[] {
  const { isRobot, isClear, returnsMail } = features;
  const signs: ReadonlyArray<readonly [weight: number, holds: boolean, sign?: string]> = [
    [3, features.namesFailed, 'a header names failed recipients'],
    [2, isRobot, 'a mail robot sent it'],
    [1, features.hasRobotName, 'its sender is called like a mail system'],
    [1, features.hasNullSender, 'its envelope sender is empty'],
    [2, isClear, 'its subject is a bounce’s'],
    [1, bounceSubject.test(mail.subject ?? ''), 'its subject speaks of a failure'],
    [1, returnsMail, 'it returns a mail'],
    [1, features.isReport, 'it calls itself a report'],
    [-2, (mail.inReplyTo !== undefined || hasHeader(mail, 'list-id')) && !isRobot],
    [-3, !isClear && !returnsMail && /\bauto-replied\b/.test(lowerHeader(mail, 'auto-submitted'))],
  ];
  return signs.filter(([, holds]) => holds).map(([weight, , sign]) => compact({ weight, sign }));
}

function isDaemon(mail: ParsedMail): boolean {
  const { from, sender } = mail;
  const name = from?.name ?? '';
  const address = from?.address.toLowerCase() ?? '';
  const isRobot = isDaemonAddress(address) && !/^(?:no-?reply|abuse|bounces?)/.test(address);
  if (isRobot || (sender && /^mailer-?daemon/i.test(sender.address))) return true;
  if (from === undefined)
    return (
      /mailer-?daemon|postmaster|mail delivery/i.test(lowerHeader(mail, 'from')) ||
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
