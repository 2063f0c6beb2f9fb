/** A phrase that a text holds. */
export interface PhraseMatch<F extends string> {
  readonly family: F;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

/**
 * Words of one sentence that may stand where a phrase has `~`; the points of dates and addresses end none. Each character is
 * read in one way only: a second way would double the time at every point.
 */
const abbreviation = String.raw`(?:\d|inkl|incl|einschl|bzw|\bca|\bnr|\btel)\.`;
const gap = String.raw`(?:[^.!?。！？\n]|\.(?!(?<!${abbreviation})(?!\S))){0,60}`;

/** Phrases, one a line: each is a pattern over folded text (`foldText`), and `~` stands for any words of a sentence. */
export const phrases = (lines: TemplateStringsArray, ...parts: readonly string[]): readonly string[] =>
  String.raw(lines, ...parts)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

interface Candidate<F> {
  readonly family: F;
  readonly pattern: RegExp;
}

/** At most as many letters are looked up; in scripts without blanks between words fewer say as much. */
const longestKey = 3;

/**
 * Creates a reader that finds the phrases of many families and languages in one pass over a text.
 *
 * Only phrases whose first letters stand at the beginning of a word are tried there, so that a thousand phrases cost
 * little more than ten. Thus a phrase begins with a literal letter, at best with three.
 *
 * @throws Error for a phrase that begins with a pattern
 */
export function createPhraseReader<F extends string>(
  families: Readonly<Record<F, readonly string[]>>,
): (text: string) => Array<PhraseMatch<F>> {
  const byKey = new Map<string, Array<Candidate<F>>>();
  const isUsed = new Uint8Array(slots);
  for (const family of familiesOf(families)) {
    for (const [key, sources] of Map.groupBy(families[family], keyOf)) {
      const pattern = new RegExp(`(?:${sources.join('|').replaceAll('~', gap)})`, 'y');
      byKey.set(key, [...(byKey.get(key) ?? []), { family, pattern }]);
      isUsed[slotOf(key, 0, key.length)] = 1;
    }
  }
  return (text) => {
    const matches: Array<PhraseMatch<F>> = [];
    let isInWord = false;
    for (let start = 0; start < text.length; start += 1) {
      const code = text.charCodeAt(start);
      const isPart = isLetter(code);
      const isStart = isPart && (!isInWord || isWithoutBlanks(code));
      isInWord = isPart && !isWithoutBlanks(code);
      if (!isStart) continue;
      for (let length = 1; length <= longestKey; length += 1) {
        if (isUsed[slotOf(text, start, length)] === 0) continue;
        for (const { family, pattern } of byKey.get(text.slice(start, start + length)) ?? []) {
          pattern.lastIndex = start;
          if (pattern.test(text)) matches.push({ family, start, end: pattern.lastIndex });
        }
      }
    }
    return matches;
  };
}

/** Places of a table that tells without a look-up that no phrase begins with some letters. */
const slots = 2 ** 15;

/** The place of the letters of a text from `start` on. */
function slotOf(text: string, start: number, length: number): number {
  let slot = length;
  for (let at = start; at < start + length; at += 1) slot = (slot * 31 + text.charCodeAt(at)) & (slots - 1);
  return slot;
}

const familiesOf = <F extends string>(families: Readonly<Record<F, readonly string[]>>): F[] =>
  Object.keys(families).filter((family): family is F => family in families);

function keyOf(phrase: string): string {
  const literal = /^[^[\](){}|?*+.^$\\~]{1,3}(?![?*{])/.exec(phrase)?.[0];
  if (literal === undefined) throw new Error(`a phrase begins with a literal letter: ${phrase}`);
  return literal;
}

/** Thai, Japanese, Chinese and Korean: a phrase may begin at any letter. */
const isWithoutBlanks = (code: number): boolean =>
  (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af) || (code >= 0x0e00 && code <= 0x0e7f);

/** Letters, digits and marks; punctuation beyond ASCII parts words as well. */
const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0xc0 && code < 0x2000) ||
  (code > 0x206f && (code < 0x3000 || code > 0x303f) && code < 0xff00);
