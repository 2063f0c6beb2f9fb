import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { readBounce } from '../bounce/bounce.ts';
import { isDaemonAddress } from '../bounce/recipient.ts';
import { type Finding, hasHeader, hasNullSender, lowerHeader, type Rule, type RuleInput } from './rule.ts';

/** RFC 3464 §2: the root says that it is a delivery status report, or a part is one. */
export const deliveryStatusReport: Rule = ({ mail }) => {
  const isReport =
    mail.contentType.reportType === 'delivery-status' ||
    mail.partTypes.some((type) => type === 'message/delivery-status' || type === 'message/global-delivery-status');
  return isReport ? findingOf(mail, 1, 'the mail is a delivery status report (RFC 3464)') : undefined;
};

const subjects =
  /^(?:\*+ ?|\[[^\]]{1,40}\] ?|{[^}]{1,40}} ?)?(?:undeliver(?:able|ed)\b|un-?deliverable|returned (?:mail|e-?mail|message|to sender)|mail (?:delivery|system|could not|not delivered|returned|failure|undeliverable|failed)|delivery (?:status|failure|notification|failed|error|has failed|problem|report|of|unsuccessful|to the following)|failure (?:notice|notification|delivery)|failed (?:mail|delivery|message|to deliver)|failed to|message (?:delivery|status|undeliverable|not delivered|could not|you sent blocked|delivered|notification|deferred|cannot)|non-?delivery|nondeliver|non remis|non delivered|could not (?:send|deliver|be delivered)|could not|warning: (?:could not send|message|e-?mail)|error(?: sending| delivering| in| processing| de|:)|\[?bounce\]?\b|auto(?:matic|mated)? (?:bounce)|ndn:|ndr:|dsn:|unzustellbar|unzustellbare|zustell(?:ung|fehler)|fehler bei der|nicht zustellbar|non recapit|mancat[ao]|messaggio non|impossibile recapitare|avviso di mancato|onbestelbaar|niet (?:bezorgd|afgeleverd)|niedostarcz|nie dostarczono|zwrot|nedoru[cč]iteln|ej levererat|kan inte|kan ikke|ikke levert|toimitus|no se (?:puede|ha podido|pudo)|no entregad|mensaje (?:no|devuelto)|correo (?:no|devuelto)|notificaci[oó]n de (?:estado|error|fallo)|n[aã]o (?:foi poss[ií]vel|entregue|é poss[ií]vel)|falha (?:na|de|ao)|mensagem (?:devolvida|n[aã]o)|devolu[cç]|[eé]chec|remise|courrier (?:non|refus)|message non|impossible de remettre|avis de non|notification d'[eé]tat|недоставлен|не (?:удалось|доставлен)|сообщение не|ошибка доставки|возврат|невозможно|iletilemedi|teslim edile?me|配信(?:不能|エラー|できません)|メール(?:を)?(?:配信|送信)|送信(?:エラー|できません|失敗)|エラー|宛先|退信|系统退信|无法|未送达|投递|寄件|전송 ?실패|배달|반송|gửi thư|thư bị|there was an error sending|uncaught bounce|mailbox (?:full|unavailable|does not)|user (?:unknown|not)|rejected (?:mail|message|posting)|spam|blocked|(?:e-?mail|your|the) (?:message|e-?mail|mail)[^:]{0,40}(?:not (?:be )?deliver|could not|undeliver|returned|blocked|rejected|refused|failed|bounced)|inter ?scan|rejet|transient|permanent|problem deliver|unable to deliver|cannot deliver|can't deliver|sorry|\(no subject\)|e-?mail (?:delivery|not|error|returned|undeliver)|notification of|permanent|temporary|sms delivery|unknown (?:user|recipient|address)|daemon|automatic notification|virus|postmaster|report)/i;
const clearSubjects =
  /^(?:undeliverable\b|undelivered mail|returned mail|mail delivery fail|mail delivery system|delivery status notification|failure notice|delivery failure|delivery notification: delivery has failed|mail system error|non-?delivery|message status - undeliverable|unzustellbar|non remis|onbestelbaar|niedostarcz|não é possível entregar|no se puede entregar|недоставлен|配信不能|系统退信|退信|could not send|mail could not be delivered|\[bounce\])/i;

const phrases =
  /(?:could|can|was|were|is|has|have|had|be|been|did) ?(?:not|n't|n’t|never)(?: be| been| yet been| yet be| able to be)? (?:deliver|sent|reach|send|relayed|forward|accept)|unable to (?:be )?(?:deliver|send|relay|forward|complete|find|reach)|(?:un|non-?)deliver(?:able|ed|y)|deliver[a-z]{0,12} (?:to the following|of (?:the|your) (?:message|mail|e-?mail)|has failed|failed|attempt|error|failure|problem|status|temporarily|suspended|delayed|was unsuccessful|notification|report)|(?:permanent|fatal|transient|temporary|following|delivery) (?:non-)?(?:fatal )?(?:error|fail|address(?:es)? (?:had|fail))|returned (?:to (?:the )?sender|message|mail|for the following)|returning (?:message|mail|to sender|your)|failed (?:recipient|permanently|to deliver|address|for the following)|(?:user|recipient|mailbox|host|address|account|domain)[^.\n]{0,60}(?:unknown|not found|full|does not exist|doesn't exist|rejected|not listed|over quota|disabled|no such|invalid)|no such (?:user|recipient|mailbox|address)|unknown (?:user|recipient|address|host|domain|local)|invalid (?:recipient|address|user)|(?:smtp|server|host|mta|remote|status)[^\n]{0,60}(?:error|said|repl|respon|code|\b[45]\d\d\b)|(?:^|\s)[45]\d\d[ -]|\b[45]\.\d\.\d|rejected (?:by|your|the|for|because|as)|message (?:was )?(?:rejected|refused|blocked|not delivered|returned|bounced|undeliver)|(?:quota|storage) exceeded|exceeded|bounce|nicht zugestellt|nicht zustellbar|konnte nicht|nicht ausgeliefert|n'a pas (?:pu|été)|non (?:remis|distribué)|impossible de|no (?:se )?(?:pudo|puede|ha podido|entregad)|não (?:pôde|foi|pode)|non (?:è stato|puo|può|recapit)|niet (?:worden )?(?:bezorgd|afgeleverd)|kon niet|nie (?:mog|został)|не (?:может|был|доставлен|удалось|существует)|недоставл|配信|送信|送達|届け|宛先|受信|エラー|退|无法|未能|不存在|拒|실패|배달/im;

const names =
  /mail(?:er)?[ -]?daemon|mail ?delivery|post ?master|mail (?:system|administrator|robot|transport)|delivery (?:sub)?system|system administrator|mail sub ?system|microsoft outlook|interscan|mail server|mailsystem|internet mail (?:delivery|service)|message(?:ing)? (?:system|server|security)|e-?mail system|mimesweeper|mail router|domino|gateway|mailmarshal|administrator|bounce|delivery agent|notification/i;
const mailRobot =
  /^(?:post_?master|sys(?:tem)?admin|mail-?admin|mailer|mta|smtp|mail|system|administrator|undeliver|bounce|dsn|mdaemon|internet|error|return|gateway|notif|info-?admin|admin|root|fml|owner)/i;

/** Counts signs that a robot reports a failure in its own words; a person who forwards or answers one has few. */
export const failureNotice: Rule = ({ mail }) => {
  const subject = mail.subject ?? '';
  if (/^(?:re|aw|sv|antw|odp|fwd?|wg|tr|rv|vs)\s*:/i.test(subject) && !isDaemon(mail)) return undefined;
  const isRobot = isDaemon(mail);
  const isNamedSo = !isRobot && hasRobotName(mail);
  const isFailed = hasHeader(mail, 'x-failed-recipients');
  const isNull = hasNullSender(mail);
  const isReport = mail.contentType.type === 'multipart/report';
  const isClear = clearSubjects.test(subject);
  // Most mail shows none of these, and is asked no further.
  if (!(isRobot || isNamedSo || isFailed || isNull || isReport || isClear || mail.returned !== undefined))
    return undefined;
  const signs: Array<readonly [weight: number, holds: boolean, sign: string]> = [
    [3, isFailed, 'a header names failed recipients'],
    [2, isRobot, 'a mail robot sent it'],
    [1, isNamedSo, 'its sender is called like a mail system'],
    [1, isNull, 'its envelope sender is empty'],
    [2, isClear, 'its subject is a bounce’s'],
    [1, subjects.test(subject), 'its subject speaks of a failure'],
    [1, mail.returned !== undefined, 'it returns a mail'],
    [1, isReport, 'it calls itself a report'],
    [-2, (mail.inReplyTo !== undefined || hasHeader(mail, 'list-id')) && !isRobot, ''],
    [-3, !isClear && mail.returned === undefined && /\bauto-replied\b/.test(lowerHeader(mail, 'auto-submitted')), ''],
  ];
  const present = signs.filter(([, holds]) => holds);
  const before = present.reduce((sum, [weight]) => sum + weight, 0);
  // The words are asked last, and only where they can tip the scales: they are what takes time.
  if (before < 3) return undefined;
  const speaks = phrases.test((mail.text ?? '').slice(0, 6000));
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
    (names.test(name) && hasNullSender(mail))
  );
}

/** A name that people of an office have as well: it counts for less. */
const hasRobotName = ({ from }: ParsedMail): boolean =>
  from !== undefined && names.test(from.name ?? '') && mailRobot.test(from.address);

/** A report that only says what arrived is no bounce; one that only waits is none yet, but names who waits. */
function findingOf(mail: RuleInput['mail'], confidence: number, because: string): Finding {
  const { state, bounce } = readBounce(mail);
  if (state === 'failed') return { kind: 'bounce', confidence, bounce, because };
  if (state === 'delayed')
    return { kind: 'automated', confidence, bounce, because: `${because}; the mail is delayed, not yet failed` };
  return { kind: 'automated', confidence, because: `${because}; it says that the mail arrived` };
}
