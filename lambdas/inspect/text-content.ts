import { anyOf } from '../domain/mail/any-of.ts';
import { calendarReasons, isCalendar } from './calendar-files.ts';
import type { InnerFile } from './data-address.ts';
import { holdsPage, isPage, isXmlPage, pageReasons } from './page.ts';

/** A mail or a saved page: its parts are files of their own. */
const messageName = /\.(?:eml|emlx|mbox|mht|mhtml)$/i;
const messageType = /^(?:message\/(?!delivery-status|disposition-notification|feedback-report)|multipart\/)/;
const encodedPart = /^content-transfer-encoding[ \t]*:[ \t]*(?:base64|quoted-printable|x-?uu)/im;
/** uuencode (POSIX) and yEnc, which need no header. */
const encodedLines = /^(?:begin(?:-base64)? [0-7]{3,4} \S|=ybegin )/m;
/** Documents of Office as one file of XML: Word 2003, flat OPC (ECMA-376 part 2), and a flat OpenDocument. */
const flatDocument =
  /<\?mso-application\b|http:\/\/schemas\.microsoft\.com\/office\/(?:word\/2003\/wordml|2006\/xmlPackage)|urn:oasis:names:tc:opendocument:xmlns:office/;
const flatMacros =
  /macrosPresent\s*=\s*["']yes|vbaProject|editdata\.mso|vnd\.sun\.star\.script:|<(?:ooo|script):module\b/i;
const flatBytes = /<(?:\w+:)?(?:binData|binaryData)\b/;
/** A cell that asks a program for its value (Dynamic Data Exchange): `=program|'topic'!item`. */
const dynamicExchange = new RegExp(
  String.raw`(?:^|[,;\t"'])[ ]?[=+@-]${anyOf`
    \+?["'(]{0,3}[\w.]{1,40}\|["']
    [^|\r\n]{0,60}\b(?:cmd|powershell|mshta|rundll32|regsvr32|[cw]script)(?:\.exe)?\s?\|
  `}`,
  'im',
);
const tableName = /\.(?:csv|tsv|tab|slk|dif)$/i;
const tableType = /^text\/(?:csv|tab-separated-values|comma-separated-values|x-csv)/;

/** Characters that stand in no text; ESC is ISO 2022's, and DOS ends a file in SUB. */
const noText = /[\0-\x08\x0e-\x19\x1c-\x1f\x7f]/;
/** Bytes of a text that are read character by character. */
const openingBytes = 4096;

const hasUtf16Mark = (bytes: Buffer): boolean =>
  bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));

/** Whether all bytes are text, in any charset. */
export function isText(bytes: Buffer): boolean {
  if (!hasUtf16Mark(bytes)) return !bytes.includes(0) && !noText.test(bytes.toString('latin1', 0, openingBytes));
  const text = markupOf(bytes);
  return text.isWellFormed() && !noText.test(text);
}

/**
 * The text as far as ASCII goes: what runs in it is written in ASCII. Of ISO 2022 a browser drops the marks between two
 * charsets, so that one may stand in a tag (RFC 1468), and old ones drop nulls.
 */
export function markupOf(bytes: Buffer): string {
  if (hasUtf16Mark(bytes)) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return bytes[0] === 0xff ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
  }
  const text = bytes.toString('latin1');
  const start = text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text;
  return start.includes('\x1b') ? start.replace(/\x1b[$(][A-Z@]{1,2}/g, '') : start;
}

/** The words of a text, for rules that read them: UTF-8 where the bytes are that, or else Latin-1. */
export function wordsOf(bytes: Buffer): string {
  if (hasUtf16Mark(bytes)) return markupOf(bytes);
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/**
 * Finds scripts, handlers and encoded files in a text; ids for the event's reasons.
 *
 * @param onFile gets the files that a page or a calendar carries
 */
export function textReasons(
  bytes: Buffer,
  filename: string,
  contentType: string,
  detected: string | undefined,
  onFile: (file: InnerFile) => void = () => {},
): string[] {
  const text = markupOf(bytes);
  const reasons: string[] = [];
  // A page that is sent as a file runs its scripts unseen.
  if (isPage(filename, contentType, detected) || holdsPage(text))
    reasons.push(...pageReasons(text, isXmlPage(filename, contentType, text), onFile));
  if (isCalendar(text)) reasons.push(...calendarReasons(text, onFile));
  const isMessage = messageName.test(filename) || messageType.test(contentType);
  if (isMessage && encodedPart.test(text)) reasons.push('message.not-opened');
  if (encodedLines.test(text)) reasons.push('text.encoded-file');
  if (/^\s*</.test(text.slice(0, 300)) && flatDocument.test(text)) reasons.push(...flatReasons(text));
  if ((tableName.test(filename) || tableType.test(contentType)) && dynamicExchange.test(text))
    reasons.push('office.dde');
  return reasons;
}

function flatReasons(text: string): string[] {
  if (flatMacros.test(text)) return ['office.macros'];
  return flatBytes.test(text) ? ['office.unread'] : [];
}
