import { anyOf } from '../domain/mail/any-of.ts';
import { markupOf } from '../domain/mail/plain-text.ts';
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
