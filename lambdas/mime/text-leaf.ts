import type { MimeNode } from '@zone-eu/mailsplit';
import { decodeText } from './charset.ts';
import { joinFlowed } from './flowed.ts';
import { createQuotedPrintableDecoder } from './quoted-printable.ts';
import { createSentBytes } from './sent-bytes.ts';
import { createTextBase64Decoder } from './text-base64.ts';
import { cutBytes, cutText } from './text-limits.ts';
import { createUuDecoder } from './uuencode.ts';
import { createYencDecoder } from './yenc.ts';

/** Body text in memory as it was sent; only the requested length of it is decoded. */
export interface TextLeaf {
  readonly kind: 'text';
  write(chunk: Buffer): undefined;
  /** Bytes as they were sent. */
  size(): number;
  /** All bytes without the transfer encoding; only for parts that are small. */
  bytes(): Buffer;
  /** The same in pieces, so that memory holds one of them. */
  pieces(): Iterable<Buffer>;
  /**
   * @param hint a charset that the mail names elsewhere
   * @param maxBytes the longest text, in UTF-8 bytes
   */
  text(hint: string | undefined, maxBytes: number): LimitedText;
}

/** The start of a text, and how many of its bytes were left out, without the transfer encoding. */
interface LimitedText {
  readonly text: string;
  readonly leftOut: number;
}

/** The fields of a part's header that say how to read its text. */
type TextNode = Pick<MimeNode, 'encoding' | 'charset' | 'contentType' | 'flowed' | 'delSp'>;

const encodingNames: Readonly<Record<string, string>> = {
  'base-64': 'base64',
  'x-base64': 'base64',
  quotedprintable: 'quoted-printable',
  'quoted-print': 'quoted-printable',
  'x-quoted-printable': 'quoted-printable',
  uuencode: 'x-uuencode',
  uue: 'x-uuencode',
  'x-uue': 'x-uuencode',
  'x-uu': 'x-uuencode',
  yenc: 'x-yencode',
  'x-yenc': 'x-yencode',
  yencode: 'x-yencode',
};

/** The transfer encoding by its first word: some write it in quotes, or a semicolon or a comment behind it. */
export function encodingOf({ encoding }: Pick<MimeNode, 'encoding'>): string {
  const name = /^["']?([\w-]*)/.exec(encoding || '')?.[1] ?? '';
  return Object.hasOwn(encodingNames, name) ? encodingNames[name]! : name;
}

/** Opens a part of body text. */
export function openText(node: TextNode): TextLeaf {
  const sent = createSentBytes();
  const makeDecoder = decoders[encodingOf(node)];
  let decoded: Buffer | undefined;
  const pieces = (): Iterable<Buffer> => decodedPieces(sent.blocks(), makeDecoder);
  return {
    kind: 'text',
    write(chunk) {
      sent.add(chunk);
      return undefined;
    },
    size: sent.size,
    bytes: () => (decoded ??= decodedWhole(joined(sent.blocks()), makeDecoder)),
    pieces,
    text(hint, maxBytes) {
      const [start, leftOut] = startOf(decoded ? [decoded] : pieces(), maxBytes, isWide(node));
      if (start.length === 0) return { text: '', leftOut };
      const whole = decodeText(start, node.charset || charsetOfMarkup(node, start), hint);
      const unix = whole.includes('\r') ? whole.replaceAll('\r\n', '\n') : whole;
      const read = node.flowed && node.contentType === 'text/plain' ? joinFlowed(unix, node.delSp) : unix;
      const text = cutText(read, maxBytes);
      return { text, leftOut: leftOut + (text.length < read.length ? Buffer.byteLength(read) - maxBytes : 0) };
    },
  };
}

type MakeDecoder = (() => Decoder) | undefined;

function decodedWhole(sent: Buffer, makeDecoder: MakeDecoder): Buffer {
  if (makeDecoder === undefined) return sent;
  const decoder = makeDecoder();
  return joined([...decoder.decode(sent), decoder.end()]);
}

function* decodedPieces(sent: readonly Buffer[], makeDecoder: MakeDecoder): Generator<Buffer> {
  if (makeDecoder === undefined) {
    yield* sent;
    return;
  }
  const decoder = makeDecoder();
  for (const chunk of sent) yield* decoder.decode(chunk);
  yield decoder.end();
}

/** Charsets with about twice as many bytes as UTF-8 for the same text. */
const isWide = ({ charset }: TextNode): boolean =>
  /^["']?(?:utf-?16|utf-?32|ucs-?[24]|iso-10646-ucs)/i.test(charset || '');

/** The bytes that may become a text of the longest length, and the number of those behind them. */
function startOf(pieces: Iterable<Buffer>, maxBytes: number, wide: boolean): readonly [Buffer, number] {
  const limit = wide ? maxBytes * 2 : maxBytes;
  const startPieces: Buffer[] = [];
  let size = 0;
  let startSize = 0;
  for (const piece of pieces) {
    size += piece.length;
    // One piece beyond the limit, so that the cut can be at the end of a character.
    if (startSize > limit || maxBytes <= 0) continue;
    startPieces.push(piece);
    startSize += piece.length;
  }
  const start = cutBytes(joined(startPieces), Math.max(0, limit), wide);
  return [start, size - start.length];
}

/** The charset that HTML names where the part's header does not. */
function charsetOfMarkup(node: TextNode, sent: Buffer): string | undefined {
  if (node.contentType !== 'text/html') return undefined;
  return /<meta[^<>]{1,200}charset\s*=\s*["']?([\w-]{3,30})/i.exec(sent.toString('latin1', 0, 4096))?.[1];
}

interface Decoder {
  decode(sent: Buffer): Buffer[];
  end(): Buffer;
}

const joined = (pieces: readonly Buffer[]): Buffer => {
  if (pieces.length === 1) return pieces[0]!;
  const filled = pieces.filter(({ length }) => length > 0);
  return filled.length === 1 ? filled[0]! : Buffer.concat(filled);
};
const decoders: Readonly<Record<string, MakeDecoder>> = {
  base64: createTextBase64Decoder,
  'x-uuencode': createUuDecoder,
  'x-yencode': createYencDecoder,
  'quoted-printable': () => {
    const decoder = createQuotedPrintableDecoder();
    return { decode: (sent) => [decoder.decode(sent)], end: decoder.end };
  },
};
