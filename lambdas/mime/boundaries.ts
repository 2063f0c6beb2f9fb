import { withoutEnd } from '../domain/mail/text.ts';

/** Longest boundary line that is compared: RFC 2046 §5.1.1 allows 70 characters, senders take more. */
export const maxBoundaryLine = 300;

const newline = 0x0a;
const carriageReturn = 0x0d;
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/**
 * Takes the blanks off boundary lines that a transport padded (RFC 2046 §5.1.1), which the splitter would not
 * know. Only lines of boundaries that the mail names are touched: a body may have lines that look alike.
 */
export function createUnpadder(): (lines: Buffer) => Buffer {
  const boundaries = new Set<string>();
  const isBoundary = (line: string): boolean =>
    boundaries.has(line.slice(2)) || (line.endsWith('--') && boundaries.has(line.slice(2, -2)));
  return (lines) => {
    if (lines.includes('oundary')) {
      const text = lines.toString('latin1');
      for (const [, quoted, bare] of text.matchAll(
        /boundary\s{0,5}=\s{0,5}(?:"([^"\r\n]{1,250})"?|([^\s;"]{1,250}))/gi,
      ))
        boundaries.add((quoted ?? bare ?? '').trimEnd());
    }
    return boundaries.size === 0 ? lines : unpadded(lines, isBoundary);
  };
}

function unpadded(lines: Buffer, isBoundary: (line: string) => boolean): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = dashedLine(lines, 0, true); at < lines.length; ) {
    const feed = lines.indexOf(newline, at);
    const whole = feed < 0 ? lines.length : feed;
    const end = lines[whole - 1] === carriageReturn ? whole - 1 : whole;
    let last = end;
    while (isBlank(lines[last - 1])) last -= 1;
    if (last < end && last - at <= maxBoundaryLine && isBoundary(lines.toString('latin1', at, last))) {
      pieces.push(lines.subarray(from, last));
      from = end;
    }
    at = feed < 0 ? lines.length : dashedLine(lines, feed + 1, true);
  }
  return pieces.length === 0 ? lines : Buffer.concat([...pieces, lines.subarray(from)]);
}

/**
 * The start of the first line with two dashes at its start, at or after a place; the end when there is none.
 *
 * @param isAtLine whether the place itself is the start of a line
 */
export function dashedLine(bytes: Buffer, at: number, isAtLine: boolean): number {
  for (let dashes = bytes.indexOf('--', at); dashes >= 0; dashes = bytes.indexOf('--', dashes + 1)) {
    if (dashes === at ? isAtLine : bytes[dashes - 1] === newline) return dashes;
  }
  return bytes.length;
}

/** The boundary that a multipart's bytes really use, where the boundary of its header never comes. */
export function usedBoundary(bytes: Buffer): string | undefined {
  for (const raw of bytes.toString('latin1', 0, 8192).split(/\r?\n/)) {
    const line = withoutEnd(raw, /[ \t]/);
    if (/^--[^\s"\\-][^\r\n"\\]{0,200}$/.test(line)) return line.slice(2);
  }
  return undefined;
}
