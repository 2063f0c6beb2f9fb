import { type Concept, concepts } from './concepts.ts';
import { foldText } from './fold-text.ts';
import { isUnspaced } from './sentences.ts';

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
  /** Where the verb stands that a negation turns: behind it, as in most languages, or before it, as in Japanese. */
  readonly negates?: 'before';
  /** Whether umlauts are also written with an `e` (`moechte`). */
  readonly hasUmlauts?: true;
}

/** An entry of a vocabulary in the form for look-up. */
export interface Entry {
  readonly concepts: readonly Concept[];
  /** Whether an idiom holds a word of negation. */
  readonly isNegative: boolean;
  /** The words behind the first; a gap before one is marked. */
  readonly rest: ReadonlyArray<{ readonly word: string; readonly isStem: boolean; readonly hasGap: boolean }>;
}

/** A vocabulary in the form for look-up. */
export interface Lexicon {
  readonly code: string;
  readonly negatesBefore: boolean;
  /** Entries by their whole first word; the longest entries first. */
  readonly exact: ReadonlyMap<string, readonly Entry[]>;
  /** Entries by the stem of their first word. */
  readonly stems: ReadonlyMap<string, readonly Entry[]>;
  /** All words of all entries, by which a run without blanks is cut. */
  readonly pieces: ReadonlySet<string>;
  /** The first letters of all stems: most words begin with none of them and need no further look-up. */
  readonly stemHeads: ReadonlySet<string>;
}

/** Letters of a stem that `stemHeads` holds; scripts without blanks have shorter stems. */
const headLength = 2;
const maxStem = 16;

/** Prepares a vocabulary for look-up. */
export function compileVocabulary({ code, words, idioms = {}, negates, hasUmlauts }: Vocabulary): Lexicon {
  const exact = new Map<string, Entry[]>();
  const stems = new Map<string, Entry[]>();
  const negations = spellings(words.not ?? '', hasUmlauts).flatMap((entry) =>
    entry.includes(' ') ? [] : partsOf(entry),
  );
  const isNegation = (word: string): boolean =>
    negations.some((negation) => (negation.isStem ? word.startsWith(negation.word) : word === negation.word));
  for (const [key, list] of [...Object.entries(words), ...Object.entries(idioms)]) {
    const meaning = key.split(' ').map(conceptOf);
    for (const entry of spellings(list, hasUmlauts)) {
      const [first, ...rest] = partsOf(entry);
      if (first === undefined) continue;
      const place = first.isStem ? stems : exact;
      const entries = place.get(first.word) ?? [];
      const isIdiom = rest.length > 0 && !meaning.includes('not');
      const isNegative = isIdiom && [first, ...rest].some(({ word }) => isNegation(word));
      entries.push({ concepts: meaning, isNegative, rest });
      place.set(first.word, entries);
    }
  }
  for (const entries of [...exact.values(), ...stems.values()]) entries.sort((a, b) => b.rest.length - a.rest.length);
  return {
    code,
    negatesBefore: negates === 'before',
    exact,
    stems,
    pieces: new Set(
      [...exact].flatMap(([word, entries]) => [word, ...entries.flatMap(({ rest }) => rest.map((part) => part.word))]),
    ),
    stemHeads: new Set([...stems.keys()].map((stem) => stem.slice(0, headLength))),
  };
}

const known: ReadonlySet<string> = new Set(concepts);
function conceptOf(name: string): Concept {
  const concept = concepts.find((candidate) => candidate === name);
  if (concept === undefined || !known.has(name)) throw new TypeError(`no such concept: ${name}`);
  return concept;
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

function spellings(list: string, hasUmlauts = false): readonly string[] {
  const entries = list.split(',').map((entry) => entry.trim());
  const spelled = hasUmlauts
    ? entries
        .filter((entry) => /[äöü]/.test(entry))
        .map((entry) => entry.replace(/[äöü]/g, (letter) => umlauts[letter] ?? letter))
    : [];
  return [...entries, ...spelled].map(foldText).filter((entry) => entry !== '');
}

function partsOf(entry: string): Entry['rest'] {
  const parts: Array<Entry['rest'][number]> = [];
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

/** The entries whose first word is this one, a longer stem before a shorter one. */
export function entriesOf(lexicon: Lexicon, word: string): readonly Entry[] {
  const exact = lexicon.exact.get(word) ?? none;
  if (!lexicon.stemHeads.has(word.slice(0, headLength))) return exact;
  let found = exact;
  for (let length = Math.min(word.length, maxStem); length >= headLength; length -= 1) {
    const entries = lexicon.stems.get(word.slice(0, length));
    if (entries !== undefined) found = [...found, ...entries];
  }
  return found;
}

/**
 * Cuts a run without blanks into the words that a vocabulary knows, the longest first; other letters are left out, except
 * that each stands for a word of no meaning.
 */
export function cutUnspaced(lexicon: Lexicon, run: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(maxStem, run.length - at);
    while (length > 1 && !lexicon.pieces.has(run.slice(at, at + length))) length -= 1;
    words.push(run.slice(at, at + length));
    at += length;
  }
  return words;
}

/** Whether a word is of a script without blanks between words. */
export const isUnspacedWord = (word: string): boolean => isUnspaced(word.charCodeAt(0));
