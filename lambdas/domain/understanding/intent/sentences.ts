/** A sentence, as runs of words between commas, colons, dashes and brackets. */
export interface Sentence {
  readonly runs: ReadonlyArray<readonly string[]>;
  readonly isQuestion: boolean;
}

/** Stands for an e-mail address, whose letters mean nothing. */
const addressWord = '@';

const lineFeed = 10;
const hyphen = 45;
/** Longest word, in characters, that a vocabulary can know; longer ones are keys and links. */
const maxWord = 40;
/** A line that is shorter, in characters, ends with its paragraph; a longer one may be wrapped. */
const wrappedFrom = 50;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Letters and digits; from U+00C0 on, everything but punctuation. */
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  isDigit(code) ||
  (code >= 0xc0 && code < 0x2000) ||
  (code >= 0x3005 && code <= 0xd7af && !isWidePunctuation(code)) ||
  (code >= 0xff10 && code <= 0xff9f && !isWidePunctuation(code));
const isWidePunctuation = (code: number): boolean =>
  (code >= 0x3008 && code <= 0x3020) || code === 0x30fb || (code >= 0xff1a && code <= 0xff20);
/** Scripts that write no blanks between words, or whose endings a stem cannot cut: kana, Han, Hangul. */
export const isUnspaced = (code: number): boolean => code >= 0x3040 && code <= 0xd7af;

/** Marks that join letters to one word. */
const joints = "'.@/_+-";
/** Ends of a sentence: `.` `!` `?` `…` and their wide forms. */
const endMarks = '.!?…。！？';
/** Marks between the runs of a sentence. */
const runMarks = ',;:()[]–—"“”„«»¡¿、，；：（）・';

/**
 * Splits a folded text into sentences and these into runs of words, in one pass.
 *
 * A dot inside a word ends nothing, an elision (`n'ai`) is two words, a contraction (`don't`) is one, without its
 * apostrophe, which many leave out. A short line ends its
 * sentence, because people leave out the dot at the end of a line.
 */
export function readSentences(text: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let runs: string[][] = [];
  let run: string[] = [];
  const endRun = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  const endSentence = (isQuestion: boolean): void => {
    endRun();
    if (runs.length > 0) sentences.push({ runs, isQuestion });
    runs = [];
  };
  let lineStart = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isWord(code)) {
      const letters = endOfLetters(text, at);
      const end = joints.includes(text[letters] ?? ' ') ? endOfWord(text, at) : letters;
      if (end === letters) addPlain(run, text.slice(at, end), text[end]);
      else addWord(run, text, at, end);
      at = end;
      continue;
    }
    if (code === 32) {
      at += 1;
      continue;
    }
    const mark = text[at]!;
    if (code === lineFeed) {
      if (at - lineStart < wrappedFrom) endSentence(false);
      lineStart = at + 1;
    } else if (endMarks.includes(mark)) {
      const end = endOfMarks(text, at);
      if (!isInside(text, end, run)) endSentence(/[?？]/.test(text.slice(at, Math.min(end, at + 8))));
      at = end;
      continue;
    } else if (runMarks.includes(mark) || isDash(text, at)) endRun();
    at += 1;
  }
  endSentence(false);
  return sentences;
}

/** A hyphen with a blank beside it is a dash. */
const isDash = (text: string, at: number): boolean =>
  text[at] === '-' && (text.charCodeAt(at + 1) <= 32 || text.charCodeAt(at - 1) <= 32);

/** Whether the mark before a place belongs to an ordinal or an initial (`14. Mai`, `J. Doe`). */
function isInside(text: string, end: number, run: readonly string[]): boolean {
  const last = run.at(-1);
  return text[end - 1] === '.' && last !== undefined && text[end] === ' ' && /^(?:\d{1,2}|[b-z])$/.test(last);
}

function endOfMarks(text: string, from: number): number {
  let end = from;
  while (end < text.length && endMarks.includes(text[end]!)) end += 1;
  return end;
}

/** The end of a run of letters and digits. */
function endOfLetters(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && isWord(text.charCodeAt(end))) end += 1;
  return end;
}

/** The end of a word: letters and digits, with `'` `.` `@` `/` `_` between two of them. */
function endOfWord(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const isJoint = code === hyphen ? isAddressAhead(text, from, end) : joints.includes(text[end]!);
    if (!isWord(code) && !(isJoint && isWord(text.charCodeAt(end + 1)))) break;
    end += 1;
  }
  return end;
}

/** A hyphen joins what is already an address. */
const isAddressAhead = (text: string, from: number, end: number): boolean =>
  end - from < maxWord && text.slice(from, end).includes('@');

const contractions = new Set(['m', 're', 's', 'll', 'd', 've']);

function addWord(run: string[], text: string, from: number, end: number): void {
  if (end - from > maxWord * 3) return;
  const word = text.slice(from, end);
  if (word.includes('@')) {
    run.push(addressWord);
    return;
  }
  if (/[./_+]/.test(word)) {
    // `yes/no` is two words; the words of a link mean nothing.
    const point = word.indexOf('.');
    if (point < 0 || !word.includes('/', point)) run.push(...word.split(/[./_+]/));
    return;
  }
  const quote = word.indexOf("'");
  if (quote < 0) addPlain(run, word, text[end]);
  else if (word.endsWith("n't")) run.push(word.replace("'", ''));
  else {
    const after = word.slice(quote + 1);
    run.push(word.slice(0, quote));
    if (!contractions.has(after)) run.push(after);
  }
}

/** Adds a word; the `e` of `e-mail` is no word of its own. */
function addPlain(run: string[], word: string, next: string | undefined): void {
  if (word === 'e' && next === '-') return;
  if (word.length <= maxWord || isUnspaced(word.charCodeAt(0))) run.push(word);
}
