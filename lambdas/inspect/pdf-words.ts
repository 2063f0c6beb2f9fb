/** Objects and trailers begin behind these keywords. Readers go there by a table (ISO 32000-1 §7.5), whatever stands before. */
const openings = /(?<![a-zA-Z])(?:obj|trailer)(?![a-zA-Z])/g;
/** Tokens that may hide names from a reader, or that count the depth of dictionaries. */
const token = /[(%]|<<|>>/g;
/** Characters that stand between tokens (§7.2.2). */
const blanks = String.raw`[\0\t\n\f\r ]{0,64}`;
const dictionaryOpening = new RegExp(`^${blanks}<<`);
const streamKeyword = new RegExp(`${blanks}stream(?![a-zA-Z])`, 'y');

/** Whether a stream, by its dictionary, holds objects, so that the names in it count. */
type HoldsObjects = (dictionary: string) => boolean;

/**
 * A PDF without what its readers take for words and data: strings, comments and the data of streams (§7.2.3, §7.3.4,
 * §7.3.8). Names that stay are names.
 *
 * A reader may start at any object. So each is read from its start, and where a string or a comment reaches into the next
 * one, two readings are possible and all of the text counts.
 */
export const withoutWords = (text: string, holdsObjects: HoldsObjects): string =>
  piecesWithoutWords(
    text,
    [...text.matchAll(openings)].map(({ 0: keyword, index }) => index + keyword.length),
    holdsObjects,
  );

/**
 * The content of an object stream without strings and comments. The numbers at its start say where its objects begin
 * (§7.5.7); where they do not, all of it counts.
 *
 * @param dictionary the dictionary of the stream, with its names in plain characters
 */
export function objectsWithoutWords(content: string, dictionary: string): string {
  const first = numberIn(dictionary.split(firstKey));
  const count = numberIn(dictionary.split(countKey));
  if (first === undefined || count === undefined) return content;
  const header = content.slice(0, first).trim();
  const numbers = /^[\d\s]*$/.test(header) ? header.split(/\s+/) : [];
  if (numbers.length !== 2 * count) return content;
  const starts = numbers.filter((_, place) => place % 2 === 1).map((offset) => first + Number(offset));
  const isOrdered = starts.every((start, place) => start <= content.length && start >= (starts[place - 1] ?? first));
  return isOrdered ? piecesWithoutWords(content, starts, undefined) : content;
}

const firstKey = /\/First(?![a-zA-Z])/;
const countKey = /\/N(?![a-zA-Z])/;

/** The number behind a key that a dictionary has once, and directly. */
function numberIn(parts: readonly string[]): number | undefined {
  if (parts.length !== 2) return undefined;
  const [, digits] = /^\s{0,64}(\d{1,9})(?![\d.])(?!\s{1,64}\d{1,9}\s{1,64}R)/.exec(parts[1]!) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** @param holdsObjects absent where no streams can stand */
function piecesWithoutWords(text: string, starts: readonly number[], holdsObjects: HoldsObjects | undefined): string {
  const kept: string[] = [];
  for (const [place, start] of [0, ...starts].entries()) {
    const piece = pieceWithoutWords(text.slice(start, starts[place] ?? text.length), {
      isLast: starts[place] === undefined,
      holdsObjects: place === 0 ? undefined : holdsObjects,
    });
    if (piece === undefined) return text;
    kept.push(piece);
  }
  return kept.join('\n');
}

interface PiecePlace {
  readonly isLast: boolean;
  readonly holdsObjects: HoldsObjects | undefined;
}

/** @returns absent where a string, or a comment before another piece, has no end */
function pieceWithoutWords(text: string, { isLast, holdsObjects }: PiecePlace): string | undefined {
  const kept: string[] = [];
  // A stream has one dictionary, and nothing before it; where that is not so, readers differ.
  let mayBeStream = holdsObjects !== undefined && dictionaryOpening.test(text);
  let depth = 0;
  let from = 0;
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    if (mark === '<<') depth += 1;
    else if (mark === '>>') {
      depth -= 1;
      if (depth > 0 || !mayBeStream) continue;
      mayBeStream = false;
      streamKeyword.lastIndex = token.lastIndex;
      if (!streamKeyword.test(text)) continue;
      kept.push(text.slice(from, token.lastIndex));
      return holdsObjects?.(kept.join(' ')) ? kept.join(' ') + text.slice(token.lastIndex) : kept.join(' ');
    } else {
      const end = mark === '(' ? endOfString(text, found.index) : endOfComment(text, found.index);
      if (end === undefined && (mark === '(' || !isLast)) return undefined;
      kept.push(text.slice(from, found.index));
      from = end ?? text.length;
      token.lastIndex = from;
    }
  }
  return [...kept, text.slice(from)].join(' ');
}

/** The place behind a string in balanced parentheses, in which a backslash takes the next character (§7.3.4.2). */
function endOfString(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** The end of the line of a comment. */
function endOfComment(text: string, start: number): number | undefined {
  const end = text.slice(start).search(/[\r\n]/);
  return end < 0 ? undefined : start + end;
}
