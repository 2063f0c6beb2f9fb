import type { Sentence } from './sentences.ts';
import { isUnspacedWord } from './vocabulary.ts';

/** The languages (ISO 639-1) that know a whole word or a stem; a word that fewer know says more. */
export interface LanguageIndex {
  readonly whole: ReadonlyMap<string, readonly string[]>;
  readonly stems: ReadonlyMap<string, readonly string[]>;
}

/** Words of a text that is short. */
const few = 20;
/** How far the whole text counts for the language of one sentence, in words. */
const prior = 1.5;
/** Letters of the shortest and the longest stem that is looked up. */
const stemLength = { least: 3, most: 12 } as const;

/** How much speaks for each language, by its place in the list of languages. */
type Votes = Float64Array;

/** The index with numbers for languages: each word of a mail is looked up in it. */
interface Electorate {
  readonly codes: readonly string[];
  /** The places of the languages that know a word. */
  placesOf(codes: readonly string[]): readonly number[];
}

const electorates = new WeakMap<LanguageIndex, Electorate>();

function electorateOf(index: LanguageIndex): Electorate {
  const known = electorates.get(index);
  if (known !== undefined) return known;
  const codes = [...new Set(['ja', 'ko', 'zh', ...[...index.whole.values(), ...index.stems.values()].flat()])];
  const placeOf = new Map(codes.map((code, place) => [code, place]));
  const places = new WeakMap<readonly string[], readonly number[]>();
  const electorate: Electorate = {
    codes,
    placesOf(some) {
      const found = places.get(some) ?? some.map((code) => placeOf.get(code)!);
      places.set(some, found);
      return found;
    },
  };
  electorates.set(index, electorate);
  return electorate;
}

/** Adds how much some words speak for each language. */
function addVotes(
  votes: Votes,
  words: readonly string[],
  languagesOf: (word: string) => readonly string[],
  { placesOf }: Electorate,
): void {
  for (const word of words) {
    const codes = languagesOf(word);
    if (codes.length > 0) for (const place of placesOf(codes)) votes[place]! += 1 / codes.length;
  }
}

const none: readonly string[] = [];

const [korean, japanese, chinese]: readonly (readonly string[])[] = [['ko'], ['ja'], ['zh']];

/** Japanese has kana, Korean has Hangul, and Han alone is Chinese. */
function scriptsOf(word: string): readonly string[] {
  if (/[\uac00-\ud7a3]/.test(word)) return korean!;
  return /[\u3040-\u30ff]/.test(word) ? japanese! : chinese!;
}

/** The languages that know a stem of a word which they do not know as a whole. */
function languagesOfStem(word: string, { whole, stems }: LanguageIndex): readonly string[] {
  if (whole.has(word) || isUnspacedWord(word)) return none;
  for (let length = Math.min(stemLength.most, word.length); length >= stemLength.least; length -= 1) {
    const codes = stems.get(word.slice(0, length));
    if (codes !== undefined) return codes;
  }
  return none;
}

/** The language of each sentence: its own words decide, and those of the whole text where they leave a doubt. */
export function chooseLanguages(sentences: readonly Sentence[], index: LanguageIndex): readonly string[] {
  const electorate = electorateOf(index);
  const { codes } = electorate;
  const languagesOf = (word: string): readonly string[] =>
    index.whole.get(word) ?? (isUnspacedWord(word) ? scriptsOf(word) : none);
  const own = sentences.map(({ runs }) => {
    const votes = new Float64Array(codes.length);
    for (const run of runs) addVotes(votes, run, languagesOf, electorate);
    return votes;
  });
  const whole = new Float64Array(codes.length);
  for (const votes of own) for (let place = 0; place < whole.length; place += 1) whole[place]! += votes[place]!;
  const words = sentences.length > few ? [] : sentences.flatMap(({ runs }) => runs.flat());
  if (words.length <= few) addVotes(whole, words, (word) => languagesOfStem(word, index), electorate);
  const [japan, china] = [codes.indexOf('ja'), codes.indexOf('zh')];
  if (whole[japan]! > 0) whole[japan]! += whole[china]!;
  const total = whole.reduce((sum, vote) => sum + vote, 0);
  return own.map((votes) => codes[best(votes, whole, total)] ?? 'en');
}

/** The place of the language with most votes; -1 for none. */
function best(votes: Votes, whole: Votes, total: number): number {
  let winner = -1;
  let most = 0;
  for (let place = 0; place < votes.length; place += 1) {
    const vote = votes[place]! + (total === 0 ? 0 : (prior * whole[place]!) / total);
    if (vote > most) {
      winner = place;
      most = vote;
    }
  }
  return winner;
}
