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
