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

type Votes = Map<string, number>;

/** Adds how much some words speak for each language. */
function addVotes(votes: Votes, words: readonly string[], languagesOf: (word: string) => readonly string[]): Votes {
  for (const word of words) {
    const codes = languagesOf(word);
    for (const code of codes) votes.set(code, (votes.get(code) ?? 0) + 1 / codes.length);
  }
  return votes;
}

const none: readonly string[] = [];

/** Japanese has kana, Korean has Hangul, and Han alone is Chinese. */
function scriptsOf(word: string): readonly string[] {
  if (/[\uac00-\ud7a3]/.test(word)) return ['ko'];
  return /[\u3040-\u30ff]/.test(word) ? ['ja'] : ['zh'];
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
  const languagesOf = (word: string): readonly string[] =>
    isUnspacedWord(word) ? scriptsOf(word) : (index.whole.get(word) ?? none);
  const own = sentences.map(({ runs }) => {
    const votes: Votes = new Map();
    for (const run of runs) addVotes(votes, run, languagesOf);
    return votes;
  });
  const whole: Votes = new Map();
  for (const votes of own) for (const [code, vote] of votes) whole.set(code, (whole.get(code) ?? 0) + vote);
  const words = sentences.length > few ? [] : sentences.flatMap(({ runs }) => runs.flat());
  if (words.length <= few) addVotes(whole, words, (word) => languagesOfStem(word, index));
  if (whole.has('ja')) whole.set('ja', whole.get('ja')! + (whole.get('zh') ?? 0));
  const total = [...whole.values()].reduce((sum, vote) => sum + vote, 0);
  return own.map((votes) => {
    for (const [code, vote] of whole) votes.set(code, (votes.get(code) ?? 0) + (prior * vote) / total);
    return best(votes) ?? 'en';
  });
}

function best(votes: Votes): string | undefined {
  let winner: string | undefined;
  let most = 0;
  for (const [code, vote] of votes)
    if (vote > most) {
      winner = code;
      most = vote;
    }
  return winner;
}
