import libmime from 'libmime';
import type { Mailbox } from '../domain/mail/address.ts';
import type { Header } from '../domain/mail/parsed-mail.ts';
import { cleanLine } from '../domain/mail/text.ts';
import { type Author, authorOf, isOneMailbox, mailboxesOf } from './address-field.ts';
import { decodeText } from './charset.ts';
import { dateOf } from './date-field.ts';
import { decodeWords, escapeRawBytes } from './encoded-words.ts';
import { messageIdsOf } from './message-ids.ts';

/** Longest decoded header value, in UTF-16 units: more is an attack or an accident. */
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
    ? escapeRawBytes(value, (bytes) => decodeText(bytes, undefined, hint))
    : escaped(value);
  return (text.includes('\n') ? text.replace(/\r?\n(?=[ \t])/g, '') : text).trim();
}

/**
 * Whether a field proves a mail (RFC 6376, RFC 8617, RFC 8601, RFC 5321 §4.4). Such fields hold no words of people
 * (RFC 2047 §5): decoded, a signature could show another domain than its verifier saw.
 */
const isProof = (name: string): boolean => /^(?:dkim-signature|arc-.*|authentication-results|received)$/.test(name);

/** Whether a field is a DKIM signature, also under a name with illegal characters: a verifier may overlook them. */
const isSignature = (name: string): boolean => name.replace(/[^!-9;-~]/g, '') === 'dkim-signature';

/** Unfolds a field and changes nothing else. */
const sentValue = ({ line }: RawHeader): string =>
  line.slice(line.indexOf(':') + 1, maxValueLength).replace(/\r?\n(?=[ \t])/g, '');

/** Decodes raw ISO-2022-JP (RFC 1468), which looks like plain ASCII but for its escapes. */
const escaped = (value: string): string =>
  value.includes('\u001b$') ? decodeText(Buffer.from(value, 'latin1'), 'iso-2022-jp') : value;

/** The header block of a mail, decoded, with look-ups by name. */
export function readHeaders(lines: readonly RawHeader[]) {
  const hint = charsetOf(lines);
  const byName = Map.groupBy(lines, ({ key }) => key);
  /** The first value of a name; an empty field says nothing. */
  const first = (name: string): string | undefined => {
    for (const line of byName.get(name) ?? []) {
      const value = rawValue(line, hint);
      if (value !== '') return value;
    }
    return undefined;
  };
  const every = (name: string): string[] =>
    (byName.get(name) ?? []).map((line) => rawValue(line, hint)).filter((value) => value !== '');
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
    /** The mailboxes of all fields of a name: some senders repeat a field for each recipient. */
    mailboxes: (name: string): Mailbox[] => every(name).flatMap(mailboxesOf),
    author: (): Author => authorOf(first('from')),
    /** Whether the field stands there once, and every reader finds the same mailbox in it. */
    hasOneMailbox: (name: string): boolean => byName.get(name)?.length === 1 && isOneMailbox(first(name) ?? ''),
    messageIds: (name: string): string[] => messageIdsOf(first(name)),
    date: (name: string): Date | undefined => dateOf(first(name)),
    /** A field of a value and parameters (RFC 2045 §5.1), both decoded. */
    structured: (name: string): { readonly params: Readonly<Record<string, string | undefined>> } =>
      libmime.parseHeaderValue(first(name) ?? ''),
    /** A charset that the mail names somewhere: a hint for text that names none. */
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

/** Whether a receiver puts a field on top of anything it gets: such a field does not make bytes a mail. */
export const isReceiversField = (name: string): boolean =>
  /^(?:return-path|received|received-spf|authentication-results|x-ses-.*)$/.test(name);
