import { compact } from '../../../compact.ts';
import { domainOf, normalizeAddress } from '../../mail/address.ts';
import type { Classification } from '../../mail/event.ts';
import { type HeaderBlock, readHeaderBlock } from '../../mail/header-block.ts';
import { headerValue, headerValues, type ParsedMail } from '../../mail/parsed-mail.ts';
import { cleanLine } from '../../mail/text.ts';
import { isArrivalNotice, isDelayNotice } from './delay-words.ts';
import { type ReportedRecipient, readDeliveryReport } from './delivery-report.ts';
import { announcedRecipients, noticeFields, readNotice } from './notice.ts';
import { reasonOf, typeOf } from './reasons.ts';
import { addressesIn, isDaemonAddress, recipientInReturnPath } from './recipient.ts';
import { namesEnvelope, originalMessageIdOf, recipientsOf, splitReturned } from './returned-mail.ts';
import { chooseStatus, replyCodeIn } from './status.ts';

type Bounce = NonNullable<Classification['bounce']>;

/** The report of a mail on other mail that did not arrive, or arrived late. */
interface DeliveryFinding {
  /** `failed` when at least one recipient failed, `delayed` when some only wait, `delivered` otherwise. */
  readonly state: 'failed' | 'delayed' | 'delivered';
  readonly bounce: Bounce;
}

const maxRecipients = 1000;

/** Actions that end well (RFC 3464 §2.3.3); Postfix answers `deliverable` to a question about an address. */
const arrivals = ['delivered', 'relayed', 'expanded', 'deliverable'];

/**
 * Reads a delivery status notification, by its machine-readable part (RFC 3464) and its words.
 *
 * @param mail a mail that is a report by one of the rules
 */
export function readBounce(mail: ParsedMail): DeliveryFinding {
  const { returnedText, returned: _returned, ...outer } = mail;
  // Somebody passes a daemon's report on: that report's own words and returned mail count.
  if (returnedText !== undefined && mail.report === undefined) return readBounce({ ...outer, text: returnedText });
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
    ids: idsOf(mail, headers),
    localDomain: daemonDomainOf(mail),
  };
  // Most reports say all that their words say.
  const needsWords = report.recipients.length === 0 || report.recipients.some(isTerse);
  const notice = needsWords ? recipientsInWords(mail, split.notice, context, namesEnvelope(headers)) : [];
  const named = merge(report.recipients, notice, split.notice);
  const reported = named.length > 0 ? named : inReturnPath(mail, split.notice);
  const isArrival = report.blocks === 0 && isArrivalNotice(mail, split.notice);
  const pending = isArrival ? [] : reported.filter((recipient) => !hasArrived(recipient));
  const isDelay = report.blocks === 0 && isDelayNotice(mail, split.notice);
  const waits = ({ action }: ReportedRecipient): boolean => isDelay || action === 'delayed';
  const failed = pending.filter((recipient) => !waits(recipient));
  // A report on some recipients that failed and some that wait names both (RFC 3464 §2.3.3).
  const delayed = pending.filter(waits);
  const recipients = [...failed, ...delayed.map((recipient) => ({ ...recipient, action: 'delayed' }))];
  const originalMessageId = originalMessageIdOf(headers) ?? originalMessageIdOf(noticeFields(split.notice));
  return {
    state: isArrival ? 'delivered' : isDelay ? 'delayed' : stateOf(failed.length, delayed.length, reported.length),
    bounce: compact({
      recipients: judgeRecipients(recipients, context.excluded),
      reportingMta: report.reportingMta,
      originalMessageId,
    }),
  };
}

const hasArrived = ({ action, status = '' }: ReportedRecipient): boolean =>
  action === undefined ? /^\s*2\.\d/.test(status) : arrivals.includes(action);

/**
 * The recipients that the words name, or else the returned mail's own.
 *
 * @param isEnvelope whether the returned mail's header records its envelope
 */
function recipientsInWords(
  mail: ParsedMail,
  words: string,
  context: Parameters<typeof readNotice>[1],
  isEnvelope: boolean,
): readonly ReportedRecipient[] {
  const beforeReturned = readNotice(words, context);
  if (beforeReturned.length > 0) return beforeReturned;
  // Where the words before the returned mail name nobody, the split may have come too early.
  const whole = words === mail.text ? beforeReturned : readNotice(mail.text ?? '', context);
  const [own] = addressedOnly(context.addressed, context.excluded, words);
  // A mail to oneself that came back: its author is its recipient.
  if (own === undefined) return whole.length === 0 ? addressedOnly(context.addressed, new Set(), words) : whole;
  const isSure = context.addressed.length === 1 || isEnvelope;
  return isSure || whole.length === 0 ? [whole.find(({ address }) => address === own.address) ?? own] : whole;
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

/** The recipient that our own return path names, when nothing else does. */
const inReturnPath = ({ to }: ParsedMail, words: string): ReportedRecipient[] =>
  to
    .map(({ address }) => recipientInReturnPath(address))
    .filter((address) => address !== undefined)
    .slice(0, 1)
    .map((address) => ({ address, diagnostic: words.slice(0, 2000) }));

/** Whether a report gives no words of the refusing host for a recipient. */
const isTerse = ({ diagnostic }: ReportedRecipient): boolean =>
  diagnostic === undefined || !/[a-z]{4}/i.test(diagnostic);

/** The report's recipients with the diagnostics of the words; those of the words where the report names nobody. */
function merge(
  reported: readonly ReportedRecipient[],
  inWords: readonly ReportedRecipient[],
  words: string,
): readonly ReportedRecipient[] {
  if (reported.length === 0) return inWords;
  return reported.map((recipient) => {
    if (!isTerse(recipient)) return recipient;
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

/** Weighs what a report says of recipients. */
export function judgeRecipients(
  recipients: readonly ReportedRecipient[],
  authors: Iterable<string> = [],
): Bounce['recipients'] {
  const distinct = new Map(recipients.toReversed().map((recipient) => [recipient.address, recipient]));
  const known = [...authors].slice(0, 50);
  // Many recipients often share one text.
  const verdicts = new Map<string, ReturnType<typeof verdictOf>>();
  return [...distinct.values()]
    .toReversed()
    .slice(0, maxRecipients)
    .map((recipient) => {
      const { address, action = 'failed', diagnostic = '' } = recipient;
      // A host that calls the author's address unknown says nothing about the recipient.
      const words = known
        .filter((author) => author !== address)
        .reduce((text, author) => text.replaceAll(author, 'sender address'), diagnostic.slice(0, 4000));
      const key = `${action} ${recipient.status} ${words}`;
      const verdict = verdicts.get(key) ?? verdictOf(recipient, words);
      verdicts.set(key, verdict);
      return compact({ address, action, ...verdict, diagnostic: cleanLine(diagnostic.slice(0, 1000)) });
    });
}

/** @param words the diagnostic, with the authors' addresses named as such */
function verdictOf({ status: field, action, diagnostic = '' }: ReportedRecipient, words: string) {
  const status = chooseStatus(field, diagnostic);
  const reason = reasonOf(words, status);
  return { status, smtpCode: replyCodeIn(diagnostic), type: typeOf(reason, status, action, words), reason };
}

/** Message-IDs of the report and of the mail that it returns. */
const idsOf = (mail: ParsedMail, returned: HeaderBlock): ReadonlySet<string> =>
  new Set(
    [mail.messageId, mail.inReplyTo, ...mail.references, originalMessageIdOf(returned)]
      .filter((id) => id !== undefined)
      .map((id) => id.toLowerCase()),
  );

/** The domain of the host that reports on its own mailboxes. */
const daemonDomainOf = ({ from }: ParsedMail): string | undefined =>
  from !== undefined && isDaemonAddress(from.address.toLowerCase()) ? domainOf(from.address) : undefined;

const authorsOf = (mail: ParsedMail, returned: HeaderBlock): ReadonlySet<string> =>
  new Set(
    [
      ...mail.to.map(({ address }) => address),
      ...(mail.from ? [mail.from.address] : []),
      ...addressesIn(headerValue(mail, 'return-path') ?? ''),
      ...['from', 'return-path', 'sender', 'reply-to'].flatMap((name) => addressesIn(returned.get(name) ?? '')),
    ].map(normalizeAddress),
  );
