import { isMailable, normalizeAddress } from './address.ts';
import type { Classification } from './event.ts';
import { headerValue, type ParsedMail } from './parsed-mail.ts';
import { cleanLine } from './text.ts';

/** A rule looks at one mail and says what it is, or nothing. */
type Rule = (mail: ParsedMail, recipients: readonly string[]) => Omit<Classification, 'reasons'> | undefined;

/**
 * The rules in the order that decides. Delivery status comes before auto-reply, because a third of real
 * bounces also say `auto-replied`; a feedback report comes before a bounce; List-* is read from the outer
 * header only, because a bounce returns the list mail it is about.
 */
const rules: ReadonlyArray<readonly [id: string, rule: Rule]> = [
  ['report.feedback', feedbackReport],
  ['report.delivery-status', deliveryStatus],
  ['report.disposition', dispositionReport],
  ['address.unsubscribe', unsubscribeAddress],
  ['calendar.method', calendar],
  ['header.auto-submitted', autoSubmitted],
  ['header.list', list],
  ['header.precedence', bulk],
];

/** Says what a mail is, how sure that is, and by which rule. */
export function classify(mail: ParsedMail, recipients: readonly string[]): Classification {
  for (const [id, rule] of rules) {
    const found = rule(mail, recipients);
    if (found) return { ...found, reasons: [id] };
  }
  return { kind: 'human', confidence: 0.8, reasons: ['default.human'] };
}

/** RFC 5965 §2: the feedback report's fields are one header block. */
function feedbackReport(mail: ParsedMail): ReturnType<Rule> {
  const [fields] = reportBlocks(mail.report);
  const feedbackType = fields?.get('feedback-type');
  if (fields === undefined || feedbackType === undefined) return undefined;
  const recipients = [fields.get('original-rcpt-to'), fields.get('removal-recipient')]
    .map(mailboxOf)
    .filter((address) => address !== undefined);
  return { kind: 'complaint', confidence: 1, complaint: { feedbackType: feedbackType.toLowerCase(), recipients } };
}

/** RFC 3464 §2: per-message fields, then one block per recipient. */
function deliveryStatus(mail: ParsedMail): ReturnType<Rule> {
  const isReport =
    mail.contentType.reportType === 'delivery-status' || mail.partTypes.includes('message/delivery-status');
  if (!isReport) return undefined;
  const recipients = reportBlocks(mail.report).flatMap((fields) => {
    const address = mailboxOf(fields.get('original-recipient')) ?? mailboxOf(fields.get('final-recipient'));
    const action = fields.get('action')?.toLowerCase();
    if (address === undefined || action === 'delivered' || action === 'relayed' || action === 'expanded') return [];
    const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0];
    const diagnostic = cleanLine(fields.get('diagnostic-code'));
    const isSoft = action === 'delayed' || status?.startsWith('4') === true;
    return [
      {
        address,
        type: isSoft ? ('soft' as const) : ('hard' as const),
        ...(status !== undefined && { status }),
        ...(action !== undefined && { action }),
        ...(diagnostic !== undefined && { diagnostic }),
      },
    ];
  });
  return recipients.length > 0
    ? { kind: 'bounce', confidence: 1, bounce: { recipients } }
    : { kind: 'automated', confidence: 0.9 };
}

/** RFC 8098 §3: somebody's client says that a mail was shown. */
function dispositionReport(mail: ParsedMail): ReturnType<Rule> {
  const isReport =
    mail.contentType.reportType === 'disposition-notification' ||
    mail.partTypes.includes('message/disposition-notification');
  return isReport ? { kind: 'receipt', confidence: 1 } : undefined;
}

/** Mail to the address of a `List-Unsubscribe: <mailto:…>` header (RFC 2369 §3.2) is a request, whatever it says. */
function unsubscribeAddress(mail: ParsedMail, recipients: readonly string[]): ReturnType<Rule> {
  const asked = recipients.some((recipient) => /^unsubscribe(?:[+@])/.test(normalizeAddress(recipient)));
  return asked && mail.from
    ? { kind: 'unsubscribe', confidence: 1, unsubscribe: { address: normalizeAddress(mail.from.address) } }
    : undefined;
}

/** RFC 6047 §2.4: an iTIP part carries its method. */
function calendar(mail: ParsedMail): ReturnType<Rule> {
  const hasCalendar = mail.contentType.type === 'text/calendar' || mail.partTypes.includes('text/calendar');
  return hasCalendar ? { kind: 'calendar', confidence: 0.95 } : undefined;
}

/** RFC 3834 §5: `auto-replied` answers a person's mail, `auto-generated` starts by itself. */
function autoSubmitted(mail: ParsedMail): ReturnType<Rule> {
  const value = headerValue(mail, 'auto-submitted')?.toLowerCase() ?? 'no';
  if (value.startsWith('auto-replied')) return { kind: 'auto-reply', confidence: 0.95 };
  return value.startsWith('auto-') ? { kind: 'automated', confidence: 0.95 } : undefined;
}

/** RFC 2919 and RFC 2369. */
function list(mail: ParsedMail): ReturnType<Rule> {
  const isList = ['list-id', 'list-post', 'list-unsubscribe'].some((name) => headerValue(mail, name) !== undefined);
  return isList ? { kind: 'list', confidence: 0.9 } : undefined;
}

function bulk(mail: ParsedMail): ReturnType<Rule> {
  const precedence = headerValue(mail, 'precedence')?.toLowerCase();
  return precedence === 'bulk' || precedence === 'list' ? { kind: 'list', confidence: 0.7 } : undefined;
}

/** Splits a machine-readable report into its header blocks, names in lower case, folded lines joined. */
function reportBlocks(report: string | undefined): Map<string, string>[] {
  return (report ?? '')
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.replace(/\n[ \t]+/g, ' ').split('\n');
      return new Map(
        lines.flatMap((line) => {
          const colon = line.indexOf(':');
          return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : [];
        }),
      );
    })
    .filter((fields) => fields.size > 0);
}

/** The address of an `rfc822; user@host` field (RFC 3464 §2.3.2), without brackets. */
function mailboxOf(field: string | undefined): string | undefined {
  const address = field
    ?.replace(/^[\w-]+;\s*/, '')
    .replace(/^<|>$/g, '')
    .trim();
  return address !== undefined && isMailable(address) ? normalizeAddress(address) : undefined;
}
