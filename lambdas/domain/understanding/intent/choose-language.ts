import type { Sentence } from './sentences.ts';
import { entriesOf, isUnspacedWord, type Lexicon } from './vocabulary.ts';

/** The languages that know a word; a word that fewer know says more. */
export type LanguageIndex = ReadonlyMap<string, readonly string[]>;

/** Words of a text that are enough to recognize its language. */
const enough = 300;
/** Words of a text that is short. */
const few = 20;
/** How far the whole text counts for the language of one sentence, in words. */
const prior = 1.5;

/** How much the words speak for each language. */
function votes(words: readonly string[], index: LanguageIndex): Map<string, number> {
  const result = new Map<string, number>();
  for (const word of words) {
    const codes = isUnspacedWord(word) ? scriptsOf(word) : (index.get(word) ?? []);
    for (const code of codes) result.set(code, (result.get(code) ?? 0) + 1 / codes.length);
  }
  return result;
}

/** Adds what the stems of a few words say, for a text too short for frequent words. */
function addStemVotes(
  result: Map<string, number>,
  words: readonly string[],
  lexicons: ReadonlyMap<string, Lexicon>,
  index: LanguageIndex,
): void {
  for (const word of words) {
    if (index.has(word) || isUnspacedWord(word)) continue;
    const knowers = [...lexicons.values()].filter((lexicon) => entriesOf(lexicon, word).length > 0);
    for (const { code } of knowers) result.set(code, (result.get(code) ?? 0) + 1 / knowers.length);
  }
}

/** Japanese has kana, Korean has Hangul, and Han alone is Chinese. */
function scriptsOf(word: string): readonly string[] {
  if (/[\uac00-\ud7a3]/.test(word)) return ['ko'];
  return /[\u3040-\u30ff]/.test(word) ? ['ja'] : ['zh'];
}

/**
 * The language of each sentence: its own words decide, and those of the whole text where they leave a doubt.
 */
export function chooseLanguages(
  sentences: readonly Sentence[],
  index: LanguageIndex,
  lexicons: ReadonlyMap<string, Lexicon>,
): readonly Lexicon[] {
  const all = sentences.flatMap(({ runs }) => runs.flat()).slice(0, enough);
  const whole = votes(all, index);
  if (all.length <= few) addStemVotes(whole, all, lexicons, index);
  if (whole.has('ja')) whole.set('ja', whole.get('ja')! + (whole.get('zh') ?? 0));
  const total = [...whole.values()].reduce((sum, vote) => sum + vote, 0);
  const fallback = best(whole) ?? 'en';
  return sentences.map(({ runs }) => {
    const own = votes(runs.flat(), index);
    for (const [code, vote] of whole) own.set(code, (own.get(code) ?? 0) + (prior * vote) / total);
    return lexicons.get(best(own) ?? fallback)!;
  });
}

function best(result: ReadonlyMap<string, number>): string | undefined {
  let winner: string | undefined;
  for (const [code, vote] of result) if (winner === undefined || vote > result.get(winner)!) winner = code;
  return winner;
}
