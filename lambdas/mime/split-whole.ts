import type { MessageChunk, MimeNode } from '@zone-eu/mailsplit';

/** A piece of a mail: a part that opens, bytes of its body, or bytes between parts. */
export type MailPiece = MimeNode | MessageChunk;

type Next = (error?: Error | null, piece?: unknown, flush?: boolean) => void;

/** Reads the lines of a mail; the callback gets the piece that a line belongs to, and whether it ends the one before. */
interface LineReader {
  /** Whether the next line belongs to a header. */
  isInHeader(): boolean;
  /** Reads whole lines of a header, none of which ends it; the error of a limit that they break. */
  header(lines: Buffer): Error | null;
  /** Reads a line with its end. */
  line(line: Buffer, next: Next): void;
  /** Reads what stands behind the last of these lines, which may be nothing. */
  rest(rest: Buffer, next: Next): void;
}

/** Lines of one kind that follow each other, which become one piece. */
interface Run {
  readonly bytes: Buffer;
  readonly take: (piece: MailPiece) => void;
  piece: MessageChunk | undefined;
  start: number;
  end: number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;

/**
 * Splits a whole mail at once. The library's stream takes an event of the runtime for each piece, which is most of the
 * time that a small mail needs; the lines themselves go through the library all the same, and the pieces are those of
 * its stream.
 *
 * @returns the error of a limit that the mail breaks
 */
export function splitWhole(
  bytes: Buffer,
  reader: LineReader,
  take: (piece: MailPiece) => void,
): (Error & { readonly code?: string }) | undefined {
  const run: Run = { bytes, take, piece: undefined, start: 0, end: 0 };
  let failure: Error | undefined;
  let at = 0;
  const addLine: Next = (error, piece, flush) => {
    if (error) failure = error;
    else if (piece) addToRun(run, piece as MailPiece, flush === true, at);
  };
  while (at < bytes.length && !failure) {
    const start = reader.isInHeader() ? endOfHeaderLines(bytes, at) : at;
    if (start > at) failure = reader.header(bytes.subarray(at, start)) ?? undefined;
    at = start;
    const feed = bytes.indexOf(newline, start);
    if (failure || feed < 0) break;
    at = feed + 1;
    reader.line(bytes.subarray(start, at), addLine);
    if (run.piece?.type !== 'body') continue;
    at = endOfBodyLines(bytes, at);
    run.end = at;
  }
  if (failure) return failure;
  const end = withoutLineEnd(run, at);
  if (run.piece && end > run.start) take({ ...run.piece, value: bytes.subarray(run.start, end) });
  // The last line has no end of its own, or it is the line end before a boundary that did not come.
  reader.rest(bytes.subarray(end), (error, last) => {
    if (error) failure = error;
    else if (last && isFilled(last as MailPiece)) take(last as MailPiece);
  });
  return failure;
}

/** The end of the lines that belong to a header for certain: a blank line ends it, and one with two dashes may. */
function endOfHeaderLines(bytes: Buffer, from: number): number {
  let end = from;
  for (let feed = bytes.indexOf(newline, end); feed >= 0; feed = bytes.indexOf(newline, end)) {
    const first = bytes[end] === carriageReturn ? end + 1 : end;
    if (first >= feed || (bytes[first] === dash && bytes[first + 1] === dash)) break;
    end = feed + 1;
  }
  return end;
}

/**
 * The end of the lines that belong to a body for certain: only a line that starts with two dashes ends it, perhaps
 * behind a carriage return, which the library passes over.
 */
function endOfBodyLines(bytes: Buffer, from: number): number {
  for (let dashes = bytes.indexOf('--', from); dashes >= 0; dashes = bytes.indexOf('--', dashes + 1)) {
    const start = bytes[dashes - 1] === carriageReturn ? dashes - 1 : dashes;
    if (start >= from && bytes[start - 1] === newline) return start;
  }
  // The last line may have no end.
  return Math.max(from, bytes.lastIndexOf(newline) + 1);
}

const isFilled = (piece: MailPiece): boolean =>
  piece.type === 'node' || (piece.value !== undefined && piece.value.length > 0);

/** Adds a line that ends at a place: to the run of its kind, or as the first one of another. */
function addToRun(run: Run, piece: MailPiece, flush: boolean, lineEnd: number): void {
  if (!flush && piece.type === run.piece?.type) {
    run.end = lineEnd;
    return;
  }
  if (run.piece) run.end = withoutLineEnd(run, run.end);
  if (run.piece && (run.start < run.end || flush)) {
    // A part whose whole body is a line end keeps it, or else it would have no body.
    const { piece: ended, start, end, bytes } = run;
    run.take(start < end ? { ...ended, value: bytes.subarray(start, end) } : ended);
  }
  if (flush || piece.type === 'node') {
    run.piece = undefined;
    run.end = lineEnd;
    run.take(piece);
    return;
  }
  run.piece = piece;
  run.start = run.end;
  run.end = lineEnd;
}

/** The end of a part's bytes: the line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
function withoutLineEnd({ piece, bytes, start }: Run, end: number): number {
  if (piece?.type !== 'body' || !piece.node.parentNode) return end;
  if (end <= start || bytes[end - 1] !== newline) return end;
  return end - 1 > start && bytes[end - 2] === carriageReturn ? end - 2 : end - 1;
}
