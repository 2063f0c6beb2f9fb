import { compact } from '../../../compact.ts';
import { normalizeAddress } from '../../mail/address.ts';
import { anyOf } from '../../mail/any-of.ts';
import type { Classification } from '../../mail/event.ts';
import { type HeaderBlock, readHeaderBlock } from '../../mail/header-block.ts';
import { headerValue, headerValues, type ParsedMail } from '../../mail/parsed-mail.ts';
import { cleanLine } from '../../mail/text.ts';
import { type ReportedRecipient, readDeliveryReport } from './delivery-report.ts';
import { announcedRecipients, noticeFields, readNotice } from './notice.ts';
import { reasonOf, typeOf } from './reasons.ts';
import { addressesIn } from './recipient.ts';
import { originalMessageIdOf, recipientsOf, splitReturned } from './returned-mail.ts';
import { chooseStatus, replyCodeIn } from './status.ts';

type Bounce = NonNullable<Classification['bounce']>;

/** The report of a mail on other mail that did not arrive, or arrived late. */
interface DeliveryFinding {
  /** `failed` when at least one recipient failed, `delayed` when some only wait, `delivered` otherwise. */
  readonly state: 'failed' | 'delayed' | 'delivered';
  readonly bounce: Bounce;
}

const maxRecipients = 1000;

/**
 * Reads a delivery status notification, by its machine-readable part (RFC 3464) and its words.
 *
 * @param mail a mail that is a report by one of the rules
 */
export function readBounce(mail: ParsedMail): DeliveryFinding {
  const split = splitReturned(mail.text ?? '');
  const headers = mail.returned ? readHeaderBlock(mail.returned) : split.headers;
  const addressed = recipientsOf(headers);
  const report = readDeliveryReport(mail.report, addressed);
  const context = {
    announced: announcedRecipients(
      ['x-failed-recipients', 'x-original-rcpt', 'x-bounced-recipient'].flatMap((name) => headerValues(mail, name)),
    ),
    addressed,
    excluded: authorsOf(mail, headers),
  };
  const beforeReturned = readNotice(split.notice, context);
  // Where the words before the returned mail name nobody, the split may have come too early.
  const recipientsInWords = beforeReturned.length > 0 ? beforeReturned : readNotice(mail.text ?? '', context);
  const notice =
    recipientsInWords.length > 0 ? recipientsInWords : addressedOnly(addressed, context.excluded, split.notice);
  const reported = merge(report.recipients, notice, split.notice);
  const failed = reported.filter(
    ({ action }) => !['delivered', 'relayed', 'expanded', 'delayed'].includes(action ?? ''),
  );
  const delayed = reported.filter(({ action }) => action === 'delayed');
  const isDelay = failed.length > 0 && report.blocks === 0 && isDelayNotice(mail, split.notice);
  const recipients = (failed.length > 0 ? failed : delayed)
    .slice(0, maxRecipients)
    .map((recipient) => judge(isDelay ? { ...recipient, action: 'delayed' } : recipient));
  const originalMessageId = originalMessageIdOf(headers) ?? originalMessageIdOf(noticeFields(split.notice));
  return {
    state: isDelay ? 'delayed' : stateOf(failed.length, delayed.length, reported.length),
    bounce: compact({
      recipients: unique(recipients),
      reportingMta: report.reportingMta,
      originalMessageId,
    }),
  };
}

/** The state by the number of recipients; a report that names nobody counts as a failure, because it has a reason. */
function stateOf(failed: number, delayed: number, reported: number): DeliveryFinding['state'] {
  if (failed > 0 || reported === 0) return 'failed';
  return delayed > 0 ? 'delayed' : 'delivered';
}

/** The recipient of the returned mail, when nothing else names one. */
const addressedOnly = (
  addressed: readonly string[],
  excluded: ReadonlySet<string>,
  words: string,
): ReportedRecipient[] =>
  addressed
    .filter((address) => !excluded.has(address))
    .slice(0, 1)
    .map((address) => ({ address, diagnostic: words.slice(0, 2000) }));

/** The report's recipients with the diagnostics of the words; those of the words where the report names nobody. */
function merge(
  reported: readonly ReportedRecipient[],
  inWords: readonly ReportedRecipient[],
  words: string,
): readonly ReportedRecipient[] {
  if (reported.length === 0) return inWords;
  return reported.map((recipient) => {
    const isTerse = recipient.diagnostic === undefined || !/[a-z]{4}/i.test(recipient.diagnostic);
    if (!isTerse) return recipient;
    const same =
      inWords.find(({ address }) => address === recipient.address) ?? (reported.length === 1 ? inWords[0] : undefined);
    const diagnostic = [
      recipient.diagnostic,
      same?.diagnostic ?? (reported.length === 1 ? words.slice(0, 2000) : undefined),
    ]
      .filter(Boolean)
      .join(' ');
    return diagnostic === '' ? recipient : { ...recipient, diagnostic };
  });
}

function judge(recipient: ReportedRecipient): Bounce['recipients'][number] {
  const words = recipient.diagnostic ?? '';
  const status = chooseStatus(recipient.status, words);
  const smtpCode = replyCodeIn(words);
  const reason = reasonOf(words, status);
  const diagnostic = cleanLine(words.slice(0, 1000));
  return compact({
    address: recipient.address,
    status,
    smtpCode,
    action: recipient.action ?? 'failed',
    type: typeOf(reason, status, recipient.action, smtpCode),
    reason,
    diagnostic,
  });
}

const unique = (recipients: Bounce['recipients']): Bounce['recipients'] =>
  [...new Map(recipients.toReversed().map((recipient) => [recipient.address, recipient])).values()].toReversed();

const authorsOf = (mail: ParsedMail, returned: HeaderBlock): ReadonlySet<string> =>
  new Set(
    [
      ...mail.to.map(({ address }) => address),
      ...(mail.from ? [mail.from.address] : []),
      ...addressesIn(headerValue(mail, 'return-path') ?? ''),
      ...['from', 'return-path', 'sender', 'reply-to'].flatMap((name) => addressesIn(returned.get(name) ?? '')),
    ].map(normalizeAddress),
  );

const delayWords = new RegExp(
  anyOf`
    \bthis is a warning message only\b
    \byou do not need to resend\b
    \bno action is required on your part\b
    \bwill (?:be retried|continue to (?:try|be attempted)|keep trying)\b
  `,
  'i',
);

const delaySubject = new RegExp(
  String.raw`\b${anyOf`
    delayed
    warning: (?:could not send|message)
    delay(?:ed)? (?:mail|delivery|notification)
    delivery (?:delayed|status notification \(delay\))
    still (?:being )?(?:retried|trying)
    verz[oö]gert|retard
  `}\b`,
  'i',
);

/** Whether the words say that the mail still waits. */
function isDelayNotice(mail: ParsedMail, notice: string): boolean {
  const subject = mail.subject ?? '';
  return delaySubject.test(subject) || delayWords.test(notice.slice(0, 4000));
}
