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

/** Counts signs that a robot reports a failure in its own words; a person who forwards or answers one has few. */
export const failureNotice: Rule = ({ mail }) => {
  const subject = mail.subject ?? '';
  if (/^(?:re|aw|sv|antw|odp|fwd?|wg|tr|rv|vs)\s*:/i.test(subject) && !isDaemon(mail)) return undefined;
  const isRobot = isDaemon(mail);
  const isNamedSo = !isRobot && hasRobotName(mail);
  const isFailed = hasHeader(mail, 'x-failed-recipients');
  const isNull = hasNullSender(mail);
  const isReport = mail.contentType.type === 'multipart/report';
  const isClear = clearBounceSubject.test(subject);
  // Most mail shows none of these, and is asked no further.
  if (!(isRobot || isNamedSo || isFailed || isNull || isReport || isClear || mail.returned !== undefined))
    return undefined;
  const signs: Array<readonly [weight: number, holds: boolean, sign: string]> = [
    [3, isFailed, 'a header names failed recipients'],
    [2, isRobot, 'a mail robot sent it'],
    [1, isNamedSo, 'its sender is called like a mail system'],
    [1, isNull, 'its envelope sender is empty'],
    [2, isClear, 'its subject is a bounce’s'],
    [1, bounceSubject.test(subject), 'its subject speaks of a failure'],
    [1, mail.returned !== undefined, 'it returns a mail'],
    [1, isReport, 'it calls itself a report'],
    [-2, (mail.inReplyTo !== undefined || hasHeader(mail, 'list-id')) && !isRobot, ''],
    [-3, !isClear && mail.returned === undefined && /\bauto-replied\b/.test(lowerHeader(mail, 'auto-submitted')), ''],
  ];
  const present = signs.filter(([, holds]) => holds);
  const before = present.reduce((sum, [weight]) => sum + weight, 0);
  // The words are asked last, and only where they can tip the scales: they are what takes time.
  if (before < 3) return undefined;
  const speaks = failureWords.test((mail.text ?? '').slice(0, 6000));
  if (speaks) present.push([1, true, 'its words say that a mail failed']);
  const score = speaks ? before + 1 : before;
  if (score < 4 || !(speaks || isClear || score >= 7)) return undefined;
  const because = present
    .map(([, , sign]) => sign)
    .filter(Boolean)
    .join('; ');
  const finding = findingOf(mail, Math.min(0.95, 0.5 + score * 0.07), because);
  // Words alone, and nobody named in them: then it is some other notice of a robot.
  return finding.bounce?.recipients.length === 0 && score < 5 ? undefined : finding;
};

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

/** A name that people of an office have as well: it counts for less. */
const hasRobotName = ({ from }: ParsedMail): boolean =>
  from !== undefined && robotName.test(from.name ?? '') && robotAddress.test(from.address);

/** A report that only says what arrived is no bounce; one that only waits is none yet, but names who waits. */
function findingOf(mail: RuleInput['mail'], confidence: number, because: string): Finding {
  const { state, bounce } = readBounce(mail);
  if (state === 'failed') return { kind: 'bounce', confidence, bounce, because };
  if (state === 'delayed')
    return { kind: 'automated', confidence, bounce, because: `${because}; the mail is delayed, not yet failed` };
  return { kind: 'automated', confidence, because: `${because}; it says that the mail arrived` };
}
