import { isUtf8 } from 'node:buffer';
import charset from 'libmime/lib/charset.js';
import { anyOf } from '../domain/mail/any-of.ts';

const lenientUtf8 = new TextDecoder('utf-8');
const windows1252 = new TextDecoder('windows-1252');

/** Names under which clients send UTF-8, or nothing in particular. */
const unspecific = new RegExp(
  `^${anyOf`
    us-?ascii|ascii|us_ascii|utf-?8
    ansi_x3\.4-1968|ansi_x3\.110-1983
    unknown(?:-8bit)?|x-unknown
    default|none|7bit|8bit|binary
  `}?$`,
);
const western = /^(?:iso-?8859-?1|iso_8859-1|latin-?1|l1|windows-?1252|cp-?1252|us-?ascii|ascii)$/;

const singleByte = /^(?:iso-?8859-(?:[2-9]|1[0-6])(?:-[ei])?|windows-125\d|cp-?125\d|koi8-[ru]|macintosh)$/;

/**
 * Decodes text under the charset that its part declares, and repairs wrong declarations.
 *
 * Without a charset, or where UTF-8 is declared and does not hold, the bytes are read as UTF-8 if they are valid, as
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
  // A letter of these charsets has one byte: whole texts of them are UTF-8 by label alone, never by chance.
  if (singleByte.test(name)) return exactUtf8(bytes) ?? decodeNamed(bytes, name) ?? windows1252.decode(bytes);
  return decodeNamed(bytes, name) ?? decodeUnspecific(bytes, hint);
}

/** Text beyond this is decoded by the platform, where libmime would need many times its size. */
const largeBytes = 256 * 1024;

/** Decodes under a name that libmime or the platform knows (WHATWG Encoding); absent when neither does. */
function decodeNamed(bytes: Buffer, name: string): string | undefined {
  if (/^utf-?16$|^iso-10646-ucs-2$|^ucs-2$/.test(name)) return decodeUtf16(bytes);
  if (/^(?:hz-gb-2312|hz)$/.test(name)) return shifted(bytes, '~{', '~}', 'gb18030').replaceAll('~~', '~');
  if (name === 'iso-2022-kr') return shifted(bytes, '\u000e', '\u000f', 'euc-kr').replace('\u001b$)C', '');
  // libmime takes these apart into an array of numbers, some seventy bytes for each.
  if (bytes.length > largeBytes && /^(?:iso-?2022-?jp|jis|euc-?jp)/.test(name)) {
    const text = platform(bytes, name.startsWith('euc') ? 'euc-jp' : 'iso-2022-jp');
    if (text !== undefined) return text;
  }
  const known = name === 'latin9' || name === 'latin-9' ? 'iso-8859-15' : name;
  try {
    const text = charset.decode(bytes, known);
    return text.includes('\ufffd') ? (platform(bytes, known) ?? text) : text;
  } catch {
    return platform(bytes, known);
  }
}

function platform(bytes: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Big-endian unless a byte order mark says otherwise (RFC 2781 §4.3). */
function decodeUtf16(bytes: Buffer): string {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes);
}

/**
 * Charsets in seven bits that shift into two-byte letters and back (RFC 1843, RFC 1557): those with the high bit set.
 */
function shifted(bytes: Buffer, into: string, back: string, wide: string): string {
  const [first = '', ...rest] = bytes.toString('latin1').split(into);
  const decoder = new TextDecoder(wide);
  return (
    first +
    rest
      .map((piece) => {
        const end = piece.indexOf(back);
        const letters = end < 0 ? piece : piece.slice(0, end);
        const plain = end < 0 ? '' : piece.slice(end + back.length);
        return decoder.decode(Buffer.from(letters, 'latin1').map((byte) => (byte > 0x20 ? byte | 0x80 : byte))) + plain;
      })
      .join('')
  );
}

/**
 * The text when the bytes are well-formed UTF-8. The check comes first: a decoder refuses by an error, which is slow.
 */
export const exactUtf8 = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString('utf8') : undefined);

function decodeUnspecific(bytes: Buffer, hint: string | undefined): string {
  const exact = exactUtf8(bytes);
  if (exact !== undefined) return hasJapaneseEscapes(exact) ? (decodeNamed(bytes, 'iso-2022-jp') ?? exact) : exact;
  // UTF-8 that was cut or hit by a stray byte is still UTF-8.
  const lenient = lenientUtf8.decode(bytes);
  const broken = lenient.split('\ufffd').length - 1;
  const whole = lenient.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  if (whole > broken * 2) return lenient;
  const hinted = hint?.trim().toLowerCase();
  if (hinted !== undefined && !unspecific.test(hinted)) {
    // An unknown name helps as little as none.
    const text = decodeNamed(bytes, hinted);
    if (text !== undefined) return text;
  }
  return windows1252.decode(bytes);
}

/** The shifts of ISO-2022-JP (RFC 1468), which are plain ASCII bytes. */
const hasJapaneseEscapes = (text: string): boolean => text.includes('\u001b$B') || text.includes('\u001b$@');
