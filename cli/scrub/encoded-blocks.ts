import type { Pseudonyms } from './pseudonyms.ts';

/** The first line of a file in a text, by uuencode (POSIX.1-2024) or yEnc. */
const begins = /^(?:begin(?:-base64)? [0-7]{3,4} |=ybegin )/;
const ends = /^(?:end|====|=yend .*)\r?$/;

/** A stretch of lines of a text, with the line ends. */
interface Stretch {
  readonly lines: readonly string[];
  /** Whether it is a file, with the lines that begin and end it. */
  readonly isFile: boolean;
}

/**
 * Replaces the files that are encoded in a text: their lines keep their number and length.
 *
 * @param scrubWords replaces what names somebody in the other lines
 */
export function scrubBlocks(text: string, { token }: Pseudonyms, scrubWords: (words: string) => string): string {
  if (!text.includes('begin')) return scrubWords(text);
  const written = stretchesOf(text.split('\n')).map(({ lines, isFile }) =>
    isFile ? lines.map((line, index) => fileLine(line, index, token)).join('\n') : scrubWords(lines.join('\n')),
  );
  return written.join('\n');
}

function stretchesOf(lines: readonly string[]): Stretch[] {
  const stretches: Array<{ lines: string[]; isFile: boolean }> = [];
  let isInside = false;
  for (const line of lines) {
    const isFirst: boolean = !isInside && begins.test(line);
    if (isFirst || stretches.length === 0 || stretches.at(-1)!.isFile !== (isInside || isFirst))
      stretches.push({ lines: [], isFile: isInside || isFirst });
    stretches.at(-1)!.lines.push(line);
    isInside = (isInside || isFirst) && !ends.test(line);
  }
  return stretches;
}

/** The first line names the file; the first character of each other one says how many bytes are in it. */
function fileLine(line: string, index: number, token: Pseudonyms['token']): string {
  if (index === 0) return line.replace(/(?<=^begin\S{0,7} [0-7]{3,4} |name=)[^\r]+/, 'file.bin');
  if (ends.test(line)) return line;
  const end = line.endsWith('\r') ? '\r' : '';
  const content = line.slice(1, line.length - end.length);
  const filler = token(content.slice(0, 40).padEnd(40, '.')).toUpperCase();
  return `${line.slice(0, 1)}${filler.repeat(Math.ceil(content.length / filler.length)).slice(0, content.length)}${end}`;
}
