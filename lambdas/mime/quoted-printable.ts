/** Decodes quoted-printable (RFC 2045 §6.7) as it streams by. */
interface QuotedPrintableDecoder {
  /** The bytes of the lines that are whole so far; the rest waits for the next call. */
  decode(chunk: Buffer): Buffer;
  /** The rest at the end of the part. */
  end(): Buffer;
}

/** Lines are decoded in pieces of about this size: one call each to the hash and the spool. */
const pieceBytes = 64 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const equals = 0x3d;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/**
 * A decoder that works on whole lines: soft breaks and blanks before a line end are decided within a line.
 * A line longer than a piece, which the standard forbids, is cut where neither an escape nor blanks stand.
 */
export function createQuotedPrintableDecoder(): QuotedPrintableDecoder {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const take = (isLast: boolean): Buffer => {
    const sent = Buffer.concat(waiting, waitingBytes);
    const decoded: Buffer[] = [];
    let at = 0;
    while (at < sent.length && (isLast || sent.length - at >= pieceBytes)) {
      const end = pieceEnd(sent, at);
      if (end === at) break;
      decoded.push(decodeQuotedPrintable(sent.subarray(at, end)));
      at = end;
    }
    waiting = at < sent.length ? [sent.subarray(at)] : [];
    waitingBytes = sent.length - at;
    return decoded.length === 1 ? decoded[0]! : Buffer.concat(decoded);
  };
  return {
    decode(chunk) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      return waitingBytes < pieceBytes ? Buffer.alloc(0) : take(false);
    },
    end: () => take(true),
  };
}

/**
 * Decodes whole lines in one pass over their bytes. Blanks before a line end and soft breaks are left out, an escape
 * that is none stays as it is written.
 */
export function decodeQuotedPrintable(sent: Buffer): Buffer {
  const lines = withoutSoftBreaks(sent);
  let length = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const byte = lines[at]!;
    const high = byte === equals ? hexOf(lines[at + 1]) : undefined;
    const low = high === undefined ? undefined : hexOf(lines[at + 2]);
    if (low !== undefined) at += 2;
    // Decoded in place: what is written never overtakes what is read.
    lines[length] = low === undefined ? byte : high! * 16 + low;
    length += 1;
  }
  return lines.subarray(0, length);
}

/** A copy of the lines, joined where an equals sign ends one. */
function withoutSoftBreaks(sent: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(sent.length);
  let length = 0;
  /** Where the blanks begin that the line would end with. */
  let blanksFrom = 0;
  /** An equals sign before this was beside a break that is gone, and breaks no other line. */
  let firstOfLine = 0;
  for (const byte of sent) {
    const endsLine = byte === newline || byte === carriageReturn;
    if (endsLine) length = blanksFrom;
    if (byte === newline) {
      const mark = length - (kept[length - 1] === carriageReturn && length > firstOfLine ? 2 : 1);
      if (mark >= firstOfLine && kept[mark] === equals) {
        length = mark;
        blanksFrom = length;
        firstOfLine = length;
        continue;
      }
    }
    kept[length] = byte;
    length += 1;
    if (!isBlank(byte)) blanksFrom = length;
  }
  length = blanksFrom;
  if (length > firstOfLine && kept[length - 1] === equals) length -= 1;
  return kept.subarray(0, length);
}

/** The value of a hexadecimal digit, in either case; absent when the byte is none. */
function hexOf(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

function pieceEnd(sent: Buffer, at: number): number {
  if (sent.length - at < pieceBytes) return sent.length;
  const reach = at + pieceBytes;
  const line = sent.lastIndexOf(newline, reach - 1);
  if (line >= at) return line + 1;
  let end = reach;
  while (end > at && (isBlank(sent[end - 1]!) || sent[end - 1] === equals)) end -= 1;
  // An escape that is cut begins at one of the last two bytes.
  const mark = [end - 1, end - 2].find((place) => sent[place] === equals);
  return mark !== undefined && mark > at ? mark : end === at ? reach : end;
}
