import libmime from 'libmime';
import addressparser from 'nodemailer/lib/addressparser';
import { compact } from '../compact.ts';
import { isMailable, type Mailbox } from '../domain/mail/address.ts';
import type { Header } from '../domain/mail/parsed-mail.ts';
import { cleanLine } from '../domain/mail/text.ts';
import { decodeText } from './charset.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';

/** Longest decoded header value that is kept, in UTF-16 units: more is an attack or an accident. */
const maxValueLength = 64 * 1024;

/** A header field as the splitter hands it over: bytes as Latin-1, folded. */
export interface RawHeader {
  readonly key: string;
  readonly line: string;
}

/** Unfolds a field (RFC 5322 §2.2.3) and reads raw 8-bit bytes as UTF-8, or else under the hint. */
function rawValue({ line }: RawHeader, hint: string | undefined): string {
  const value = line.slice(line.indexOf(':') + 1, maxValueLength);
  const text = /[\u0080-\u00ff]/.test(value)
    ? decodeText(Buffer.from(value, 'latin1'), undefined, hint)
    : escaped(value);
  return (text.includes('\n') ? text.replace(/\r?\n(?=[ \t])/g, '') : text).trim();
}

/**
 * Fields by which a mail is proven (RFC 6376, RFC 8617, RFC 8601, RFC 5321 §4.4). They hold no words of people
 * (RFC 2047 §5): decoded, a signature could show another domain than the one that its verifier saw.
 */
const isProof = (name: string): boolean => /^(?:dkim-signature|arc-.*|authentication-results|received)$/.test(name);

/** Also under a name with characters that no name has: a verifier may overlook them. */
const isSignature = (name: string): boolean => name.replace(/[^!-9;-~]/g, '') === 'dkim-signature';

/** Unfolds a field and changes nothing else. */
const sentValue = ({ line }: RawHeader): string =>
  line.slice(line.indexOf(':') + 1, maxValueLength).replace(/\r?\n(?=[ \t])/g, '');

/** Raw ISO-2022-JP (RFC 1468) is plain ASCII to the eye of a parser; its escapes give it away. */
const escaped = (value: string): string =>
  value.includes('\u001b$') ? decodeText(Buffer.from(value, 'latin1'), 'iso-2022-jp') : value;

const word = /=\?([\w-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?]{0,2000})\?=/gi;

/**
 * Decodes encoded words (RFC 2047), adjacent ones of a split character together; never throws. Words whose
 * bytes do not fit their charset are read as text of a wrong charset is.
 */
function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  try {
    const decoded = libmime.decodeWords(value);
    return decoded.includes('\ufffd') || /=\?(?:iso-2022-kr|hz)/i.test(value) ? repairWords(value) : decoded;
  } catch {
    return value;
  }
}

/** Gathers the bytes of neighbouring words of one charset, and decodes them as forgivingly as a body. */
function repairWords(value: string): string {
  let text = '';
  let end = 0;
  let open: { readonly charset: string; readonly bytes: Buffer[] } | undefined;
  const close = (): void => {
    if (open) text += decodeText(Buffer.concat(open.bytes), open.charset);
    open = undefined;
  };
  for (const match of value.matchAll(word)) {
    const [whole, charset = '', encoding = '', payload = ''] = match;
    const between = value.slice(end, match.index);
    // Blanks between two words only part them (§6.2).
    const isNeighbour = end > 0 && between.trim() === '';
    if (!isNeighbour || open?.charset !== charset.toLowerCase()) close();
    if (!isNeighbour) text += between;
    open ??= { charset: charset.toLowerCase(), bytes: [] };
    open.bytes.push(
      encoding.toLowerCase() === 'b'
        ? Buffer.from(payload, 'base64')
        : decodeQuotedPrintable(Buffer.from(payload.replaceAll('_', '=20'), 'latin1')),
    );
    end = match.index + whole.length;
  }
  close();
  return text + value.slice(end);
}

/** The header block of a mail, decoded, with look-ups by name. */
export function readHeaders(lines: readonly RawHeader[]) {
  const hint = charsetOf(lines);
  const first = (name: string): string | undefined => {
    const line = lines.find(({ key }) => key === name);
    return line && (rawValue(line, hint) || undefined);
  };
  return {
    /** Every field in order; a name is data, so `__proto__` is one like any other. */
    all: (): Header[] =>
      lines
        .map((line) => (isSignature(line.key) ? { ...line, key: 'dkim-signature' } : line))
        .filter(({ key }) => isFieldName(key))
        .map((line) => ({
          name: line.key,
          value: cleanLine(isProof(line.key) ? sentValue(line) : decodeWords(rawValue(line, hint))) ?? '',
        })),
    text: (name: string): string | undefined => cleanLine(decodeWords(first(name) ?? '')),
    mailboxes: (name: string): Mailbox[] => mailboxesOf(first(name)),
    /** Whether the field stands there once, and every reader finds the same mailbox in it. */
    hasOneMailbox: (name: string): boolean =>
      lines.filter(({ key }) => key === name).length === 1 && isOneMailbox(first(name) ?? ''),
    messageIds: (name: string): string[] => messageIdsOf(first(name)),
    date: (name: string): Date | undefined => dateOf(first(name)),
    /** A field of a value and parameters (RFC 2045 §5.1), both decoded. */
    structured: (name: string): { readonly params: Readonly<Record<string, string | undefined>> } =>
      libmime.parseHeaderValue(first(name) ?? ''),
    /** A charset that the mail names somewhere: a hint for what names none. */
    charset: (): string | undefined => hint,
  };
}

/** The charset of the root part, or one that the sender's software names in its encoded words. */
function charsetOf(lines: readonly RawHeader[]): string | undefined {
  for (const { key, line } of lines) {
    const charset =
      (key === 'content-type' ? /\bcharset\s*=\s*"?([\w-]{3,30})/i.exec(line)?.[1] : undefined) ??
      /=\?([\w-]{3,30})(?:\*[\w-]{0,20})?\?[bq]\?/i.exec(line)?.[1];
    if (charset !== undefined && !/^(?:us-ascii|utf-8)$/i.test(charset)) return charset;
  }
  return undefined;
}

/** RFC 5322 §3.6.8: printable ASCII but for the colon. */
export const isFieldName = (name: string): boolean => /^[!-9;-~]{1,200}$/.test(name);

/** Fields that a receiver puts on top of whatever it was sent: they make no mail of what is none. */
export const isReceiversField = (name: string): boolean =>
  /^(?:return-path|received|received-spf|authentication-results|x-ses-.*)$/.test(name);

/** Flattens groups (RFC 5322 §3.4): their members are who the mail went to. */
function mailboxesOf(value: string | undefined): Mailbox[] {
  if (value === undefined) return [];
  const usual = usualMailbox.exec(value);
  if (usual) return mailboxOf(usual[1] ?? '', usual[2] ?? usual[3] ?? '');
  return addressparser(value, { flatten: true }).flatMap(({ name, address }) => mailboxOf(name, address ?? ''));
}

/**
 * Whether a value names one domain, wherever a reader may look for it: in a group, a comment, a route, behind a
 * comma or a bracket too many. A name in quotes without a bracket may show another, for it is a name to everybody.
 */
function isOneMailbox(value: string): boolean {
  const [mailbox, ...others] = mailboxesOf(value);
  if (mailbox === undefined || others.length > 0) return false;
  const shown = value.replace(/^"(?:[^"\\<>]|\\[^<>])*"\s*(?=<[^<>]*>$)/, '');
  const [, ...domains] = shown.split('@').map((part) => /^[^\s<>(),;:"'\\]*/.exec(part.trimStart())![0].toLowerCase());
  const own = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1).toLowerCase();
  return (
    domains.length > 0 &&
    domains.every((domain) => domain === own) &&
    !/@[^@<>]*\(/.test(shown.replace(/\s\([^()]*\)$/, ''))
  );
}

/** One mailbox of a plain name and a plain address, which most are: nothing in it could be read in two ways. */
const plainAddress = String.raw`([^\s<>@",;:()[\]\\]+@[^\s<>@",;:()[\]\\]+)`;
const plainName = String.raw`"?([^"<>@,;:()[\]\\]*[^"<>@,;:()[\]\\\s])"?`;
const usualMailbox = new RegExp(String.raw`^(?:${plainName}\s*)?<${plainAddress}>$|^${plainAddress}$`);

function mailboxOf(written: string, given: string): Mailbox[] {
  // RFC 2047 §5 forbids encoded words in an address: what they decode to was never addressed.
  const address = cleanLine(given)?.replace(/\s/g, '') ?? '';
  const name = cleanLine(decodeWords(written));
  return isMailable(address) && !address.includes('=?')
    ? [compact({ name: name !== undefined && name !== address ? name : undefined, address })]
    : [];
}

/** The ids between angle brackets; where a client forgot the brackets, the words. */
function messageIdsOf(value: string | undefined): string[] {
  if (value === undefined) return [];
  const bracketed = [...value.matchAll(/<([^<>]+)>/g)].map(([, id]) => id?.replace(/\s+/g, ''));
  const ids = bracketed.length > 0 ? bracketed : value.split(/\s+/);
  return [...new Set(ids.map((id) => cleanLine(id)?.slice(0, 998)))].filter((id) => id !== undefined);
}

/** Absent rather than today when the date makes no sense. */
function dateOf(value: string | undefined): Date | undefined {
  const time = Date.parse(value ?? '');
  const year = new Date(time).getUTCFullYear();
  return Number.isNaN(time) || year < 1 || year > 9999 ? undefined : new Date(time);
}
