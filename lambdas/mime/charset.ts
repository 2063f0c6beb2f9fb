import charset from 'libmime/lib/charset.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const lenientUtf8 = new TextDecoder('utf-8');
const windows1252 = new TextDecoder('windows-1252');

/** Names under which clients send what is really UTF-8, or nothing in particular. */
const unspecific =
  /^(?:|us-?ascii|ascii|utf-?8|unknown(?:-8bit)?|x-unknown|default|none|7bit|8bit|binary|ansi_x3\.4-1968|ansi_x3\.110-1983|us_ascii)$/;
const western = /^(?:iso-?8859-?1|iso_8859-1|latin-?1|l1|windows-?1252|cp-?1252|us-?ascii|ascii)$/;

/**
 * Decodes text under the charset that its part declares, and repairs what is declared wrongly.
 *
 * Without a charset, or where UTF-8 is declared and does not hold, the bytes are read as UTF-8 if they are, as
 * ISO-2022-JP if they carry its escapes, else under the hint. Western text that is well-formed UTF-8 is UTF-8:
 * by chance it hardly ever is.
 *
 * @param hint a charset that the mail names elsewhere, in its encoded words or another part
 */
export function decodeText(bytes: Buffer, declared: string | undefined, hint?: string): string {
  const name = (declared ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (unspecific.test(name)) return decodeUnspecific(bytes, hint);
  if (western.test(name)) return exactUtf8(bytes) ?? windows1252.decode(bytes);
  try {
    return charset.decode(bytes, name);
  } catch {
    return decodeUnspecific(bytes, hint);
  }
}

/** The text when the bytes are well-formed UTF-8. */
export function exactUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUnspecific(bytes: Buffer, hint: string | undefined): string {
  const exact = exactUtf8(bytes);
  if (exact !== undefined) return hasJapaneseEscapes(exact) ? charset.decode(bytes, 'iso-2022-jp') : exact;
  // UTF-8 that was cut or hit by a stray byte is still UTF-8.
  const lenient = lenientUtf8.decode(bytes);
  const broken = lenient.split('\ufffd').length - 1;
  const whole = lenient.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  if (whole > broken * 2) return lenient;
  const named = hint?.trim().toLowerCase();
  if (named !== undefined && !unspecific.test(named)) {
    try {
      return charset.decode(bytes, named);
    } catch {
      // An unknown name helps as little as none.
    }
  }
  return windows1252.decode(bytes);
}

/** The shifts of ISO-2022-JP (RFC 1468), which are plain ASCII bytes. */
const hasJapaneseEscapes = (text: string): boolean => text.includes('\u001b$B') || text.includes('\u001b$@');
