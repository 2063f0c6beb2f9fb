import { type EncodedFile, lineAt } from './uuencode.ts';

const equals = 0x3d;
const letterY = 0x79;
const newline = 0x0a;
const carriageReturn = 0x0d;
/** Added to each byte by the encoder; a byte behind the escape has 64 added, too. */
const shift = 42;
const escapeShift = 64;
/** The standard allows 254 characters and an escape. */
const maxLineBytes = 64 * 1024;

/** The line that opens a part: its fields, the name last because it may hold blanks. */
const beginLine = /^=ybegin ([^\r\n]{0,200}?)\bname=([^\r\n]{1,400})$/;

/** One part of a file; `begin` counts from 1 and is absent for a file of one part. */
interface YencPart extends EncodedFile {
  readonly begin?: number;
}

/**
 * The file that begins at a `=ybegin` line (yEnc 1.3, http://www.yenc.org/yenc-draft.1.3.txt). Parts of one file that
 * follow each other are joined.
 *
 * @param start the place of the line
 */
export function yencFile(bytes: Buffer, start: number): EncodedFile | undefined {
  const first = yencPart(bytes, start);
  if (first === undefined) return undefined;
  const pieces = [first.bytes];
  let size = first.bytes.length;
  let { end } = first;
  for (let at = nextLine(bytes, end); at !== undefined; at = nextLine(bytes, end)) {
    const part = yencPart(bytes, at);
    if (part?.begin !== size + 1 || part.name !== first.name) break;
    pieces.push(part.bytes);
    size += part.bytes.length;
    end = part.end;
  }
  return { name: first.name, bytes: pieces.length === 1 ? first.bytes : Buffer.concat(pieces), start, end };
}

/** The place of the next line that is not blank. */
function nextLine(bytes: Buffer, from: number): number | undefined {
  let at = from;
  while (bytes[at] === newline || bytes[at] === carriageReturn) at += 1;
  return at < bytes.length ? at : undefined;
}

function yencPart(bytes: Buffer, start: number): YencPart | undefined {
  const opening = lineAt(bytes, start, 700);
  const [, fields = '', name] = beginLine.exec(opening.text.trimEnd()) ?? [];
  if (name === undefined || !/\bsize=\d/.test(fields)) return undefined;
  const second = lineAt(bytes, opening.next, 200);
  const begin = /^=ypart (?:[^\r\n]{0,100} )?begin=(\d{1,15})/.exec(second.text)?.[1];
  const from = second.text.startsWith('=ypart') ? second.next : opening.next;
  const closing = closingLine(bytes, from);
  const part = { name, bytes: decodeYenc(bytes.subarray(from, closing)), start, end: lineAt(bytes, closing, 0).next };
  return begin === undefined ? part : { ...part, begin: Number(begin) };
}

/** The start of the line `=yend`; the end of the text where that is missing. */
function closingLine(bytes: Buffer, from: number): number {
  if (bytes.toString('latin1', from, from + 5) === '=yend') return from;
  const at = bytes.indexOf('\n=yend', from, 'latin1');
  return at < 0 ? bytes.length : at + 1;
}

/** Decodes the lines of yEnc: line ends and lines of keywords hold no data. */
export function decodeYenc(sent: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(sent.length);
  let size = 0;
  let isAtLine = true;
  for (let at = 0; at < sent.length; at += 1) {
    const byte = sent[at]!;
    if (byte === newline || byte === carriageReturn) {
      isAtLine = true;
      continue;
    }
    if (byte === equals && isAtLine && sent[at + 1] === letterY) {
      const feed = sent.indexOf(newline, at);
      at = feed < 0 ? sent.length : feed;
      continue;
    }
    isAtLine = false;
    const isEscape = byte === equals && at + 1 < sent.length;
    if (isEscape) at += 1;
    decoded[size] = (isEscape ? sent[at]! - escapeShift - shift : byte - shift) & 0xff;
    size += 1;
  }
  return decoded.subarray(0, size);
}

/** Decodes yEnc as it streams by. */
interface YencDecoder {
  decode(chunk: Buffer): Buffer[];
  /** The rest at the end of the part. */
  end(): Buffer;
}

/** A decoder of a part whose transfer encoding is yEnc: it works on whole lines, for a keyword stands at the start of one. */
export function createYencDecoder(): YencDecoder {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  return {
    decode(chunk) {
      const end = chunk.lastIndexOf(newline) + 1;
      // A line without an end is cut where it is: no real one is so long.
      const whole = end === 0 && waitingBytes + chunk.length > maxLineBytes ? chunk.length : end;
      if (whole === 0) {
        waiting.push(chunk);
        waitingBytes += chunk.length;
        return [];
      }
      const decoded = decodeYenc(Buffer.concat([...waiting, chunk.subarray(0, whole)]));
      waiting = [chunk.subarray(whole)];
      waitingBytes = chunk.length - whole;
      return [decoded];
    },
    end() {
      const last = decodeYenc(Buffer.concat(waiting));
      waiting = [];
      return last;
    },
  };
}
