import { anyOf } from '../../mail/any-of.ts';
import { readHeaderBlock } from '../../mail/header-block.ts';
import { type ReportedRecipient, readDeliveryReport } from './delivery-report.ts';
import { reasonOf } from './reasons.ts';
import { addressesIn, isDaemonAddress, readRecipient } from './recipient.ts';
import { replyCodeIn, statusesIn } from './status.ts';

/** Context in which a free-text notice is read. */
interface NoticeContext {
  /** `X-Failed-Recipients` and its like, already split. */
  readonly announced: readonly string[];
  /** Recipients of the returned mail. */
  readonly addressed: readonly string[];
  /** Addresses that are never the recipient: the author of the returned mail, and the robot that reports. */
  readonly excluded: ReadonlySet<string>;
}

const maxLines = 2000;

/**
 * Reads the recipients and their diagnostics from the words of a bounce that has no machine-readable part, or
 * a poor one.
 *
 * The habits that hosts share, the surest first: a header that names them; fields of a report set as text; an
 * address that opens a line (qmail, Postfix, Exim, Sendmail, Exchange); one behind words such as `Recipient:`;
 * an SMTP transcript; and last the first address of the words.
 */
export function readNotice(notice: string, context: NoticeContext): ReportedRecipient[] {
  const lines = notice.replace(/\r\n?/g, '\n').split('\n').slice(0, maxLines);
  const isCandidate = (address: string): boolean => !context.excluded.has(address) && !isDaemonAddress(address);
  const inFields = readDeliveryReport(reportLines(lines), context.addressed).recipients;
  if (inFields.length > 0) return inFields.map((recipient) => withWords(recipient, lines));

  const places = placesOf(lines, isCandidate);
  const ways: Array<() => string[]> = [
    () => [...context.announced],
    () => places.filter(({ opens }) => opens).map(({ address }) => address),
    () => places.filter(({ labelled }) => labelled === 'clearly').map(({ address }) => address),
    () => places.filter(({ labelled }) => labelled !== undefined).map(({ address }) => address),
    () => places.filter(({ isTranscript }) => isTranscript).map(({ address }) => address),
    () => places.map(({ address }) => address).filter((address) => context.addressed.includes(address)),
    () => places.slice(0, 1).map(({ address }) => address),
  ];
  for (const way of ways) {
    const addresses = [...new Set(way())].slice(0, 1000);
    if (addresses.length === 0) continue;
    const originals = new Map(addresses.map((address) => [address, originalOf(lines, places, address)]));
    const mailed = addresses.filter(
      (address) => originals.get(address) !== undefined || ![...originals.values()].includes(address),
    );
    return mailed.map((address) => ({
      address: originals.get(address) ?? address,
      diagnostic: diagnosticOf(lines, places, address, mailed),
    }));
  }
  return [];
}

/** Fields of a report in the midst of words, indented or not. */
function reportLines(lines: readonly string[]): string | undefined {
  const fields = lines.map((line) => line.trim());
  return fields.some((line) => /^(?:final|original)-recipient\s*:/i.test(line)) ? fields.join('\n') : undefined;
}

interface Place {
  readonly line: number;
  readonly address: string;
  /** The line begins with the address, alone or before a colon: it heads its diagnostic. */
  readonly opens: boolean;
  /** Words before it call it the recipient; `To:` alone may belong to the header of a quoted mail. */
  readonly labelled?: 'clearly' | 'perhaps';
  /** It stands in an SMTP command or in a server's answer. */
  readonly isTranscript: boolean;
}

const original = /(?:\(?(?:expanded|generated) (?:from|by):?|original address:)\s*<?([^\s<>()@]+@[^\s<>()@:;,]+)/i;

/** The address that the author mailed, where an alias or a forward made the one that failed: it stands just below. */
function originalOf(lines: readonly string[], places: readonly Place[], address: string): string | undefined {
  const start = places.find(
    (place) => place.address === address && (place.opens || place.labelled !== undefined),
  )?.line;
  if (start === undefined) return undefined;
  for (let line = start; line < Math.min(lines.length, start + 3); line += 1) {
    const mailed = readRecipient(original.exec(lines[line]!)?.[1]);
    if (mailed !== undefined && mailed !== address) return mailed;
  }
  return undefined;
}

/** A line that begins with an address, perhaps behind a bullet, and ends or goes on as a diagnostic does. */
const opener = new RegExp(
  [
    String.raw`^[ \t]*(?:(?:[-*•]|\d{1,2}[.)]) )?`,
    `["'<(]{0,2}(?:(?:smtp|mailto|rfc822)[:;] ?)?["'<(]{0,2}`,
    String.raw`[^\s"'<>(),;:]{1,64}@[^\s"'<>(),;:]{1,255}`,
    String.raw`["'>)]{0,2}[ \t]*`,
    String.raw`(?:$|[:;,.]|\.{3}|\(|<|on \d|-\s|=>|\t| {2,}|failed|\d{3}[ -]|User|user|The|Re)`,
  ].join(''),
  'u',
);
const label = new RegExp(
  String.raw`(?:^|[\s*([-])${anyOf`
    recipients?(?: address(?:es)?)?
    to|addressee
    intended recipient
    rcpt to
    failed(?: recipient| address| to)*
    user(?: unknown)?
    e-?mail(?: address)?
    address|envelope-to|delivered-to
    could not be delivered to
    undeliverable (?:to|address)
    mail to
    message to
    not deliver(?:ed|able)?(?: your message| it)? to(?: the following)?(?: recipients?| addresse?e?s?)?
    delivery to(?: the following recipients?)?
    unknown (?:user|recipient|address)
    invalid (?:user|recipient|address)
    empf[aä]nger|destinataires?|destinatario|宛先|收件人|адресат[уа]?|получател[ьюя]
  `} ?[:=：]? ?(?:[:=：]|is|<|"|')? ?["'<(]{0,2}$`,
  'iu',
);
/** A line of an SMTP transcript, or one that quotes a server's answer. */
const transcriptLine = new RegExp(
  anyOf`
    \brcpt to\b
    ^\s*(?:<<<|>>>)
    ^\s*[45]\d\d[ -]
    (?:said|reply|response|error|answer|reason|responded)\b[^\n]{0,40}[:;]
    \b[45]\d\d[ -][45]\.\d
  `,
  'iu',
);

const helpWords = new RegExp(
  String.raw`\b${anyOf`
    contact
    please (?:send|write|forward)
    postmaster|assistance|help|questions?|support
    report(?:ed)? (?:this|it) to
    from:
  `}\b[^@]{0,60}@`,
  'iu',
);

function placesOf(lines: readonly string[], isCandidate: (address: string) => boolean): Place[] {
  return lines.flatMap((text, line) => {
    if (!text.includes('@') || text.length > 4000) return [];
    if (/\bmail from\b/i.test(text) && !/\brcpt to\b/i.test(text)) return [];
    // An address to ask for help is no recipient.
    if (helpWords.test(text)) return [];
    return addressesIn(text)
      .filter(isCandidate)
      .map((address, nth) => {
        const before = text.slice(0, Math.max(0, text.toLowerCase().indexOf(address.split('@')[0]!)));
        return {
          line,
          address,
          opens: nth === 0 && opener.test(text) && !/^\s*(?:>>>|<<<)/.test(text),
          ...labelOf(before),
          isTranscript: transcriptLine.test(text),
        };
      });
  });
}

/**
 * The end of the text before an address, with single blanks: optional blanks in a row could share a run in many ways.
 */
const squeezed = (before: string): string => before.slice(-1000).replace(/\s+/g, ' ');

function labelOf(before: string): Pick<Place, 'labelled'> {
  if (!label.test(squeezed(before)) || /\b(?:from|sender|reply-to)\b/i.test(before)) return {};
  return { labelled: /^\s*(?:to|address|user|e-?mail)\s*:/i.test(before) ? 'perhaps' : 'clearly' };
}

const fieldLine =
  /^(?:subject|date|sent|from|to|cc|message-id|size|message id|queue id|arrival(?: time|-date)?)\s*[:：]/i;

/** The longest text about one recipient, in lines. */
const maxOwnLines = 30;

/**
 * The words about one recipient: its own line and the lines below, up to the next recipient. The whole notice where
 * these hold no reason, because the address stands in a list above one common reason.
 */
function diagnosticOf(
  lines: readonly string[],
  places: readonly Place[],
  address: string,
  all: readonly string[],
): string {
  const near = squeeze(ownLines(lines, places, address, all).join(' '));
  const diagnostic = trimTo(near, address);
  if (hasCode(near) || reasonOf(diagnostic, undefined) !== 'other') return diagnostic;
  const transcript = lines.filter((line) => transcriptLine.test(line) || /#[45]\.\d/.test(line));
  const common = squeeze(transcript.map((line) => line.trim()).join(' '));
  return hasCode(common) ? common : squeeze(lines.filter((line) => !fieldLine.test(line.trim())).join(' '));
}

function ownLines(
  lines: readonly string[],
  places: readonly Place[],
  address: string,
  all: readonly string[],
): readonly string[] {
  const start = headingPlace(places.filter((place) => place.address === address))?.line;
  if (start === undefined) return [];
  const next = places.find(
    (place) => place.line > start && place.opens && place.address !== address && all.includes(place.address),
  )?.line;
  return lines
    .slice(start, Math.min(start + maxOwnLines, next ?? lines.length))
    .map((line) => line.trim())
    .filter((line) => !fieldLine.test(line));
}

/** The place of an address that heads its diagnostic, the surest first. */
const headingPlace = (places: readonly Place[]): Place | undefined =>
  places.find(({ opens }) => opens) ??
  places.find(({ labelled }) => labelled === 'clearly') ??
  places.find(({ labelled }) => labelled !== undefined) ??
  places.find(({ isTranscript }) => isTranscript) ??
  places[0];

const hasCode = (text: string): boolean => statusesIn(text).length > 0 || replyCodeIn(text) !== undefined;
const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 2000);

/** Starts the diagnostic at the server's own words where there are any. */
function trimTo(text: string, address: string): string {
  const after = text.replace(/^["'<(]*[^\s"'<>(),;:@]+@[^\s"'<>(),;:]+["'>)]*[:;,.]?\s*/, '');
  return after === '' ? text : after.startsWith(address) ? after.slice(address.length).trim() : after;
}

/** Adds the words around a terse field to it. */
function withWords(recipient: ReportedRecipient, lines: readonly string[]): ReportedRecipient {
  if (recipient.diagnostic !== undefined) return recipient;
  const words = squeeze(lines.filter((line) => !/^\s*[\w-]+\s*:/.test(line)).join(' '));
  return words === '' ? recipient : { ...recipient, diagnostic: words };
}

/** Recipients in a header of the bounce itself, as Exim, Gmail and the mailers that follow them write it. */
export function announcedRecipients(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(/[,\s]+/))
    .map((value) => readRecipient(value))
    .filter((address) => address !== undefined);
}

/** The fields of a notice that some hosts write as a form: `Subject:`, `Message-ID:` of the mail that failed. */
export const noticeFields = (notice: string): ReturnType<typeof readHeaderBlock> =>
  readHeaderBlock(
    notice
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(?:message[- ]id|original message id)\s*:/i.test(line))
      .map((line) => line.replace(/^[^:]*:/, 'message-id:'))
      .join('\n'),
  );
