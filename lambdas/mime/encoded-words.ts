import { isUtf8 } from 'node:buffer';
import { decodeText } from './charset.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';

/** An encoded word (RFC 2047 §2) in a header value. */
interface EncodedWord {
  readonly start: number;
  readonly end: number;
  readonly charset: string;
  readonly isBase64: boolean;
  readonly payload: string;
}

const opening = /=\?"?([\w.:+-]{1,40})"?(?:\*[\w-]{0,20})?\?([bq])\?/iy;
/** Longest payload that is read: the RFC allows 75 characters, senders write whole subjects into one word. */
const maxPayload = 8_000;
const isHex = (text: string): boolean => /^[\da-f]{2}$/i.test(text);

/**
 * Decodes encoded words (RFC 2047), adjacent ones of a split character together; never throws.
 *
 * Read as people expect, beyond the standard: within quotes, glued to other text, with blanks or question marks inside,
 * or cut off before the end of the word. Words of which the bytes do not fit the charset are repaired like text under a
 * wrong charset.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  let text = '';
  let end = 0;
  let open: EncodedWord[] = [];
  const close = (): void => {
    if (open.length > 0) text += decodeText(bytesOf(open), open[0]!.charset);
    open = [];
  };
  for (const word of wordsIn(value)) {
    const between = value.slice(end, word.start);
    // Blanks between two words only part them (§6.2).
    const isNeighbour = end > 0 && between.trim() === '';
    if (!isNeighbour || open[0]?.charset !== word.charset) close();
    if (!isNeighbour) text += between;
    open.push(word);
    end = word.end;
  }
  close();
  return text + value.slice(end);
}

/**
 * Rewrites raw 8-bit bytes within encoded words as escapes, and decodes those outside. A sender that mixes both means
 * the bytes of a word in the charset that the word names.
 *
 * @param value a header value, byte for byte as Latin-1
 * @param decode decodes the bytes between the words
 */
export function escapeRawBytes(value: string, decode: (bytes: Buffer) => string): string {
  const decoded = (piece: string): string =>
    /[\u0080-\u00ff]/.test(piece) ? decode(Buffer.from(piece, 'latin1')) : piece;
  if (!value.includes('=?')) return decoded(value);
  let text = '';
  let end = 0;
  for (const word of wordsIn(value)) {
    text += decoded(value.slice(end, word.start));
    text += /[\u0080-\u00ff]/.test(word.payload) ? escapedWord(word) : value.slice(word.start, word.end);
    end = word.end;
  }
  return text + decoded(value.slice(end));
}

/** The same word in quoted-printable; raw bytes are no base64, so that a payload with them was never encoded. */
const escapedWord = ({ charset, payload }: EncodedWord): string =>
  `=?${charset}?Q?${payload.replace(
    /[\u0080-\u00ff]/g,
    (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  )}?=`;

function* wordsIn(value: string): Generator<EncodedWord> {
  for (let start = value.indexOf('=?'); start >= 0; ) {
    const word = wordAt(value, start);
    if (word) yield word;
    start = value.indexOf('=?', word?.end ?? start + 2);
  }
}

function wordAt(value: string, start: number): EncodedWord | undefined {
  opening.lastIndex = start;
  const [head, charset = '', encoding = ''] = opening.exec(value) ?? [];
  if (head === undefined) return undefined;
  const isBase64 = encoding.toLowerCase() === 'b';
  const from = start + head.length;
  const next = nextWord(value, from);
  const rest = value.slice(from, Math.min(from + maxPayload, next));
  const { length, skipped } = payloadOf(rest, isBase64, next < value.length);
  return {
    start,
    end: from + length + skipped,
    charset: charset.toLowerCase(),
    isBase64,
    payload: rest.slice(0, length),
  };
}

/** The length of a payload, and of what closes it: `?=`, or the start of the next word, or the place of a cut. */
function payloadOf(
  rest: string,
  isBase64: boolean,
  isBeforeWord: boolean,
): { readonly length: number; readonly skipped: number } {
  const close = closeOf(rest, isBase64);
  if (close >= 0) return { length: close, skipped: 2 };
  const cut = isBeforeWord ? rest.trimEnd().length : rest.search(/[\s"<>]|$/);
  return rest[cut - 1] === '?' ? { length: cut - 1, skipped: 1 } : { length: cut, skipped: 0 };
}

/** The place of the `?=` that closes a word. One before two hexadecimal digits is a question mark before an escape. */
function closeOf(rest: string, isBase64: boolean): number {
  const first = rest.indexOf('?=');
  if (isBase64) return first;
  for (let close = first; close >= 0; close = rest.indexOf('?=', close + 1))
    if (!isHex(rest.slice(close + 2, close + 4)) || !/^[^\s?]*\?=/.test(rest.slice(close + 2, close + 100)))
      return close;
  return first;
}

/** The place where another word opens, or the end. */
function nextWord(value: string, from: number): number {
  for (let next = value.indexOf('=?', from); next >= 0; next = value.indexOf('=?', next + 2)) {
    opening.lastIndex = next;
    if (opening.test(value)) return next;
  }
  return value.length;
}

/** The bytes of neighbouring words of one charset. */
function bytesOf(words: readonly EncodedWord[]): Buffer {
  const byWord = joined(words.map(bytesOfWord));
  const isCutAnywhere = words.slice(0, -1).some(({ isBase64, payload }) => isBase64 && payload.length % 4 !== 0);
  if (!isCutAnywhere || !words.every(({ isBase64 }) => isBase64)) return byWord;
  // Some senders leave out the padding of each word; others cut base64 anywhere, so that its letters join, not its bytes.
  const letters = words.map(({ payload }) => payload).join('');
  const byLetters = base64(letters);
  const [{ charset }] = words as readonly [EncodedWord];
  const [isWordWhole, isLetterWhole] = [byWord, byLetters].map((bytes) => isWhole(bytes, charset));
  return isLetterWhole && (!isWordWhole || letters.length % 4 === 0) ? byLetters : byWord;
}

const isWhole = (bytes: Buffer, charset: string): boolean =>
  /^utf-?8$/.test(charset) ? isUtf8(bytes) : !decodeText(bytes, charset).includes('\ufffd');

const bytesOfWord = ({ isBase64, payload }: EncodedWord): Buffer =>
  isBase64 ? base64(payload) : decodeQuotedPrintable(Buffer.from(payload.replaceAll('_', '=20'), 'latin1'));

/** Decodes base64 that may be several pieces, each with its own padding. */
const base64 = (letters: string): Buffer =>
  joined(
    letters
      .split('=')
      .filter((run) => run !== '')
      .map((run) => Buffer.from(run, 'base64')),
  );

const joined = (pieces: readonly Buffer[]): Buffer => (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
