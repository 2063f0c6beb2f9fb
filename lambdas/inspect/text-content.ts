import { anyOf } from '../domain/mail/any-of.ts';

/** Names and types of files that a browser or a mail program opens as a page. */
const markupName = /\.(?:html?|xhtml|shtml|svg|mht|mhtml)$/i;
const markupType = /^(?:text\/html|application\/xhtml|image\/svg)/;
/** Namespaces that make a page or a drawing of any XML. */
const markupNamespace = /http:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg)/;
/** Handlers in a tag; those of usual attacks count in any place of the file. */
const activeMarkup = new RegExp(
  anyOf`
    <(?:[\w-]+:)?script\b
    \bon(?:load|error|click|begin)\s*=
    <[a-z][^<>]{0,1000}[\s"'/]on[a-z]{3,30}\s*=
    \bsrcdoc\s*=
    attributeName\s*=\s*["']?on
    javascript:
  `,
  'i',
);

/** A mail or a saved page: its parts are files of their own. */
const messageName = /\.(?:eml|emlx|mbox|mht|mhtml)$/i;
const messageType = /^(?:message\/(?!delivery-status|disposition-notification|feedback-report)|multipart\/)/;
const encodedPart = /^content-transfer-encoding[ \t]*:[ \t]*(?:base64|quoted-printable|x-?uu)/im;
/** uuencode (POSIX) and yEnc, which need no header. */
const encodedLines = /^(?:begin(?:-base64)? [0-7]{3,4} \S|=ybegin )/m;

/** Characters that stand in no text; ESC is ISO 2022's, and DOS ends a file in SUB. */
const noText = /[\0-\x08\x0e-\x19\x1c-\x1f\x7f]/;
/** Bytes of a text that are read character by character. */
const openingBytes = 4096;

const hasUtf16Mark = (bytes: Buffer): boolean =>
  bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));

/** Whether all bytes are text, in any charset. */
export function isText(bytes: Buffer): boolean {
  if (!hasUtf16Mark(bytes)) return !bytes.includes(0) && !noText.test(bytes.toString('latin1', 0, openingBytes));
  const text = asciiOf(bytes);
  return text.isWellFormed() && !noText.test(text);
}

/** The text, as far as ASCII goes: what runs in it is written in ASCII. */
function asciiOf(bytes: Buffer): string {
  if (!hasUtf16Mark(bytes)) return bytes.toString('latin1');
  const even = bytes.subarray(0, bytes.length & ~1);
  return bytes[0] === 0xff ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
}

/** Characters that are written by their numbers, as they are read. */
const withoutEntities = (text: string): string =>
  text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_, hex: string | undefined, decimal: string | undefined) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code < 0x80 ? String.fromCharCode(code) : '';
  });

/** Finds scripts, handlers and encoded files in a text; ids for the event's reasons. */
export function textReasons(
  bytes: Buffer,
  filename: string,
  contentType: string,
  detected: string | undefined,
): string[] {
  const text = asciiOf(bytes);
  const reasons: string[] = [];
  const isMarkup =
    markupName.test(filename) ||
    markupType.test(contentType) ||
    /^image\/svg/.test(detected ?? '') ||
    markupNamespace.test(text);
  // A page that is sent as a file runs its scripts unseen.
  if (isMarkup && (activeMarkup.test(text) || /javascript:/i.test(withoutEntities(text)))) reasons.push('html.script');
  const isMessage = messageName.test(filename) || messageType.test(contentType);
  if (isMessage && encodedPart.test(text)) reasons.push('message.not-opened');
  if (encodedLines.test(text)) reasons.push('text.encoded-file');
  if (/^\s*\{\\rtf/.test(text.slice(0, 64)) && /\\obj(?:data|emb|link|ocx)/.test(text)) reasons.push('rtf.object');
  return reasons;
}
