import libqp from 'libqp';

/** Decodes quoted-printable (RFC 2045 §6.7) as it streams by. */
export interface QuotedPrintableDecoder {
  /** The bytes of the lines that are whole so far; the rest waits for the next call. */
  decode(chunk: Buffer): Buffer;
  /** What is left at the end of the part. */
  end(): Buffer;
}

/** The library lists every escape of what it is given: lines are handed to it in pieces of this size. */
const pieceBytes = 64 * 1024;
const newline = 0x0a;

/**
 * A decoder that hands whole lines to libqp: soft breaks and blanks before a line end are decided within a line.
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
      // Latin-1, because the library goes by characters and must find each byte as one.
      decoded.push(libqp.decode(sent.toString('latin1', at, end)));
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

function pieceEnd(sent: Buffer, at: number): number {
  if (sent.length - at < pieceBytes) return sent.length;
  const reach = at + pieceBytes;
  const line = sent.lastIndexOf(newline, reach - 1);
  if (line >= at) return line + 1;
  let end = reach;
  while (end > at && /[\t =]/.test(String.fromCharCode(sent[end - 1]!))) end -= 1;
  const mark = sent.lastIndexOf('=', end - 1);
  return mark >= end - 2 && mark > at ? mark : end === at ? reach : end;
}
