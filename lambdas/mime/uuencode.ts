/** A file that stands among the lines of a text. */
export interface EncodedFile {
  /** As the sender wrote it. */
  readonly name: string;
  readonly bytes: Buffer;
  /** The place of its first line in the text. */
  readonly start: number;
  /** The place behind its last line. */
  readonly end: number;
}

/** Decodes uuencode (POSIX.1, `uuencode`) as it streams by. */
interface UuDecoder {
  decode(chunk: Buffer): Buffer[];
  /** The rest at the end of the part. */
  end(): Buffer;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
/** The longest line that can be one of uuencode: the length, 84 characters, a checksum, and room for blanks. */
const maxLineBytes = 128;
/** A mail has no more bytes; lines of blanks that were taken off would decode to many times their size. */
const maxFileBytes = 40 * 1024 * 1024;
/** The longest line that opens a file. */
const maxBeginBytes = 500;
const empty = Buffer.alloc(0);

/** The line that opens a file: its mode and its name. */
const beginLine = /^begin(-base64)?[ \t]{1,4}[0-7]{3,4}[ \t]{1,4}(\S[^\r\n]{0,400})$/;

/** A line of bytes without its line end, and where the next one begins. */
interface Line {
  readonly text: string;
  readonly next: number;
}

/**
 * The line that starts at a place.
 *
 * @param most bytes of it that are read as text
 */
export function lineAt(bytes: Buffer, at: number, most: number): Line {
  const feed = bytes.indexOf(newline, at);
  const next = feed < 0 ? bytes.length : feed + 1;
  let end = feed < 0 ? bytes.length : feed;
  while (end > at && bytes[end - 1] === carriageReturn) end -= 1;
  return { text: bytes.toString('latin1', at, Math.min(end, at + most)), next };
}

/** The number of bytes that a line of uuencode holds; absent when it is none. */
function sizeOfLine(line: string): number | undefined {
  if (line.length > maxLineBytes) return undefined;
  const text = line.trimEnd();
  if (text === '') return 0;
  // A checksum may follow, or padding: no more than two characters.
  const count = (text.charCodeAt(0) - 0x20) & 0x3f;
  return /^[ -`]*$/.test(text) && text.length - 1 <= Math.ceil(count / 3) * 4 + 2 ? count : undefined;
}

/** Decodes a line into its place. */
function decodeInto(target: Buffer, at: number, line: string, size: number): void {
  // Four characters hold three bytes, the last ones of a line perhaps fewer.
  for (let from = 0, to = 0; to < size; from += 4, to += 3) {
    const [a, b, c, d] = [sextet(line, from), sextet(line, from + 1), sextet(line, from + 2), sextet(line, from + 3)];
    target[at + to] = (a << 2) | (b >> 4);
    if (to + 1 < size) target[at + to + 1] = ((b << 4) | (c >> 2)) & 0xff;
    if (to + 2 < size) target[at + to + 2] = ((c << 6) | d) & 0xff;
  }
}

/** Six bits of a character behind the length. Blanks are zeros, and some software takes those at the end of a line off. */
const sextet = (line: string, at: number): number =>
  at + 1 < line.length ? (line.charCodeAt(at + 1) - 0x20) & 0x3f : 0;

/** Whether a line is a full one: they alone are long enough to be no words. */
const isFullLine = (line: string): boolean => line.length >= 60 && line[0] === 'M';

/**
 * A decoder of a part whose transfer encoding is uuencode. Lines before the first `begin` are left out; without one all
 * lines are decoded, for some senders leave it out.
 */
export function createUuDecoder(): UuDecoder {
  let state: 'before' | 'inside' | 'behind' = 'before';
  let carried: Buffer = empty;
  let total = 0;
  /** The size of a line that holds bytes of the file. */
  const sizeOf = (line: string): number => {
    if (state === 'before') {
      const isBegin = beginLine.test(line);
      if (isBegin || (isFullLine(line) && sizeOfLine(line) !== undefined)) state = 'inside';
      if (isBegin) return 0;
    }
    if (line.trimEnd() === 'end' && state === 'inside') state = 'behind';
    return state === 'inside' ? (sizeOfLine(line) ?? 0) : 0;
  };
  const decodeLines = (sent: Buffer): Buffer => {
    let decoded = Buffer.allocUnsafe(sent.length);
    let size = 0;
    for (let at = 0; at < sent.length; ) {
      const { text, next } = lineAt(sent, at, maxBeginBytes);
      const lineSize = Math.min(sizeOf(text), maxFileBytes - total);
      // Only lines without their blanks hold more bytes than they have.
      if (size + lineSize > decoded.length) decoded = Buffer.concat([decoded.subarray(0, size)], (size + lineSize) * 2);
      decodeInto(decoded, size, text, lineSize);
      size += lineSize;
      total += lineSize;
      at = next;
    }
    return decoded.subarray(0, size);
  };
  return {
    decode(chunk) {
      const whole = chunk.lastIndexOf(newline) + 1;
      if (whole === 0) {
        // A line that is too long for uuencode need not be kept.
        if (carried.length <= maxBeginBytes) carried = Buffer.concat([carried, chunk.subarray(0, maxBeginBytes + 1)]);
        return [];
      }
      const lines =
        carried.length === 0 ? chunk.subarray(0, whole) : Buffer.concat([carried, chunk.subarray(0, whole)]);
      carried = Buffer.from(chunk.subarray(whole));
      return [decodeLines(lines)];
    },
    end() {
      const last = decodeLines(carried);
      carried = empty;
      return last;
    },
  };
}

/**
 * The file that begins at a `begin` line. A text may hold such a line by chance, so its lines must have the form and
 * the file an end, or at least one full line.
 *
 * @param start the place of the line
 */
export function uuencodedFile(bytes: Buffer, start: number): EncodedFile | undefined {
  const first = lineAt(bytes, start, maxBeginBytes);
  const [, isBase64, name] = beginLine.exec(first.text.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  return isBase64 ? base64File(bytes, start, first.next, name) : linesFile(bytes, start, first.next, name);
}

function linesFile(bytes: Buffer, start: number, first: number, name: string): EncodedFile | undefined {
  let hasFullLine = false;
  let isClosed = false;
  let size = 0;
  let end = first;
  while (end < bytes.length && !isClosed) {
    const { text, next } = lineAt(bytes, end, maxLineBytes + 1);
    isClosed = text.trimEnd() === 'end';
    const lineSize = isClosed ? 0 : sizeOfLine(text);
    if (lineSize === undefined) break;
    hasFullLine ||= !isClosed && isFullLine(text);
    size += lineSize;
    end = next;
  }
  if (!isClosed && !hasFullLine) return undefined;
  return { name, bytes: decodedLines(bytes.subarray(first, end), Math.min(size, maxFileBytes)), start, end };
}

/** The bytes of lines whose form and size are known. */
function decodedLines(sent: Buffer, size: number): Buffer {
  const decoded = Buffer.alloc(size);
  let done = 0;
  for (let at = 0; at < sent.length && done < size; ) {
    const { text, next } = lineAt(sent, at, maxLineBytes + 1);
    const lineSize = sizeOfLine(text) ?? 0;
    decodeInto(decoded, done, text, Math.min(lineSize, size - done));
    done += lineSize;
    at = next;
  }
  return decoded;
}

/** The other form of the same command, in base64 up to a line of `====`. */
function base64File(bytes: Buffer, start: number, first: number, name: string): EncodedFile | undefined {
  let end = first;
  let isClosed = false;
  while (end < bytes.length && !isClosed) {
    const { text, next } = lineAt(bytes, end, 200);
    isClosed = text.trimEnd() === '====';
    if (!isClosed && !/^[A-Za-z0-9+/]{1,100}={0,2}[ \t]{0,4}$/.test(text)) break;
    end = next;
  }
  if (end === first) return undefined;
  return { name, bytes: Buffer.from(bytes.toString('latin1', first, end), 'base64'), start, end };
}
