import { type Concept, concepts } from './concepts.ts';
import { foldText } from './fold-text.ts';
import { isUnspaced } from './sentences.ts';
import { signsOf } from './signs.ts';

/**
 * Words by their meaning: entries with commas between them. An entry is a word, or several words in a
 * row; `*` ends a stem, `..` lets up to six other words stand in between.
 *
 * A key of two meanings is a word that has both (`not contact`: Turkish `yazmayin`).
 */
export type Words = Readonly<Partial<Record<Concept | `${Concept} ${Concept}`, string>>>;

/** The words of a language. */
export interface Vocabulary {
  /** ISO 639-1. */
  readonly code: string;
  /** Frequent words, blanks between them, by which the language is recognized. */
  readonly frequent: string;
  readonly words: Words;
  /** Turns of phrase, apart for their number. */
  readonly idioms?: Words;
  /** The words in which a mail speaks about itself. */
  readonly notices?: Words;
  /** Where the verb stands that a negation turns: behind it, as in most languages, or before it, as in Japanese. */
  readonly negates?: 'before';
  /** Whether umlauts are also written with an `e` (`moechte`). */
  readonly hasUmlauts?: true;
}

/** An entry of a vocabulary in the form for look-up. */
export interface Entry {
  readonly concepts: readonly Concept[];
  /** The signs of its meanings: see `signsOf`. */
  readonly signs: number;
  /** Whether an idiom holds a word of negation. */
  readonly isNegative: boolean;
  /** The words behind the first; a gap before one is marked. */
  readonly rest: readonly Part[];
}

interface Part {
  readonly word: string;
  readonly isStem: boolean;
  readonly hasGap: boolean;
}

/** A vocabulary in the form for look-up. */
export interface Lexicon {
  readonly code: string;
  readonly negatesBefore: boolean;
  /** Entries by a whole first word, those of its stems behind them. */
  readonly exact: ReadonlyMap<string, readonly Entry[]>;
  /** Stems of first words with their entries, by the first letters, so that most words need one look-up. */
  readonly stems: ReadonlyMap<string, readonly Stem[]>;
  /** All words of all entries, by which a run without blanks is cut. */
  readonly pieces: ReadonlySet<string>;
}

interface Stem {
  readonly stem: string;
  readonly entry: Entry;
}

/** Letters by which stems are found: no stem is shorter. */
const headLength = 3;
/** Length in characters of the longest word of a script without blanks. */
const maxPiece = 16;

/** Prepares a vocabulary for look-up. */
export function compileVocabulary({
  code,
  words,
  idioms = {},
  notices = {},
  negates,
  hasUmlauts,
}: Vocabulary): Lexicon {
  const exact = new Map<string, Entry[]>();
  const stems = new Map<string, Stem[]>();
  const pieces = new Set<string>();
  const negations = spellings(words.not ?? '', hasUmlauts).flatMap((text) => (text.includes(' ') ? [] : partsOf(text)));
  const wholeNegations = new Set(negations.map(({ word }) => word));
  const stemsOfNegation = negations.filter(({ isStem }) => isStem);
  const isNegation = ({ word }: Part): boolean =>
    wholeNegations.has(word) || stemsOfNegation.some((negation) => word.startsWith(negation.word));
  for (const [key, list] of [words, idioms, notices].flatMap((part) => Object.entries(part))) {
    const meaning = key.split(' ').map(conceptOf);
    const signs = signsOf(meaning);
    for (const text of spellings(list, hasUmlauts)) {
      const [first, ...rest] = partsOf(text);
      if (first === undefined) continue;
      const isIdiom = rest.length > 0 && !meaning.includes('not');
      const entry = { concepts: meaning, signs, isNegative: isIdiom && [first, ...rest].some(isNegation), rest };
      if (first.isStem) push(stems, first.word.slice(0, headLength), { stem: first.word, entry });
      else push(exact, first.word, entry);
      for (const { word } of [first, ...rest]) pieces.add(word);
    }
  }
  for (const [word, entries] of exact) entries.push(...entriesOfStems(stems, word));
  return { code, negatesBefore: negates === 'before', exact, stems, pieces };
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

const byName: ReadonlyMap<string, Concept> = new Map(concepts.map((concept) => [concept, concept]));

function conceptOf(name: string): Concept {
  const concept = byName.get(name);
  if (concept === undefined) throw new TypeError(`no such concept: ${name}`);
  return concept;
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** The entries of a list, folded, and those with umlauts also as they are written without. */
function spellings(list: string, hasUmlauts = false): readonly string[] {
  const spelled = hasUmlauts
    ? list
        .split(',')
        .filter((entry) => /[äöü]/.test(entry))
        .map((entry) => entry.replace(/[äöü]/g, (letter) => umlauts[letter] ?? letter))
    : [];
  return foldText([list, ...spelled].join(',').replace(/\s+/g, ' '))
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Calls back with each word of a vocabulary: by these a language is recognized. */
export function eachWord(
  { frequent, words, idioms = {} }: Vocabulary,
  found: (word: string, isStem: boolean) => void,
): void {
  const text = [frequent, ...Object.values(words), ...Object.values(idioms)].join(' ');
  for (const word of new Set(foldText(text).split(/[\s,]+/))) {
    const isStem = word.endsWith('*');
    if (word !== '..' && word !== '') found(isStem ? word.slice(0, -1) : word, isStem);
  }
}

function partsOf(entry: string): readonly Part[] {
  const parts: Part[] = [];
  let hasGap = false;
  for (const part of entry.split(' ')) {
    if (part === '..') {
      hasGap = true;
      continue;
    }
    const isStem = part.endsWith('*');
    parts.push({ word: isStem ? part.slice(0, -1) : part, isStem, hasGap });
    hasGap = false;
  }
  return parts;
}

const none: readonly Entry[] = [];

/** The entries whose first word is this one. */
export const entriesOf = ({ exact, stems }: Lexicon, word: string): readonly Entry[] =>
  exact.get(word) ?? entriesOfStems(stems, word);

/** The entries whose first word is a stem of this one. */
function entriesOfStems(stems: Lexicon['stems'], word: string): readonly Entry[] {
  const candidates = stems.get(word.slice(0, headLength));
  if (candidates === undefined) return none;
  let found: Entry[] | undefined;
  for (const { stem, entry } of candidates)
    if (word.startsWith(stem)) {
      found ??= [];
      found.push(entry);
    }
  return found ?? none;
}

/**
 * Cuts a run without blanks into the words that a vocabulary knows, the longest first; other letters are left out, except
 * that each stands for a word of no meaning.
 */
export function cutUnspaced(lexicon: Lexicon, run: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(maxPiece, run.length - at);
    while (length > 1 && !lexicon.pieces.has(run.slice(at, at + length))) length -= 1;
    words.push(run.slice(at, at + length));
    at += length;
  }
  return words;
}

/** Whether a word is of a script without blanks between words. */
export const isUnspacedWord = (word: string): boolean => isUnspaced(word.charCodeAt(0));
