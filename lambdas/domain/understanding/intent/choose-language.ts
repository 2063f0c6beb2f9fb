import type { Sentence } from './sentences.ts';
import { isUnspacedWord } from './vocabulary.ts';

/** The languages that know a word, by their places in the list of codes; a word that fewer know says more. */
type Ballot = readonly number[];

/** The languages (ISO 639-1), and those that know a whole word or a stem. */
export interface LanguageIndex {
  readonly codes: readonly string[];
  readonly whole: ReadonlyMap<string, Ballot>;
  readonly stems: ReadonlyMap<string, Ballot>;
}

/** The languages that are known by their script come first in the list of codes. */
export const scriptCodes = ['ja', 'ko', 'zh'] as const;
const [japanese, korean, chinese] = [0, 1, 2] as const;

/** Words of a text that is short. */
const few = 20;
/** How far the whole text counts for the language of one sentence, in words. */
const prior = 1.5;
/** Letters of the shortest and the longest stem that is looked up. */
const stemLength = { least: 3, most: 12 } as const;

/**
 * How much speaks for each language: a row of places for each sentence, and one for the whole text. One array, because a
 * text has many sentences.
 */
type Votes = Float64Array;

function addVotes(votes: Votes, row: number, ballot: Ballot): void {
  const share = 1 / ballot.length;
  for (let at = 0; at < ballot.length; at += 1) votes[row + ballot[at]!]! += share;
}

const [ofJapanese, ofKorean, ofChinese]: readonly Ballot[] = [[japanese], [korean], [chinese]];

/** Japanese has kana, Korean has Hangul, and Han alone is Chinese. */
function scriptsOf(word: string): Ballot {
  if (/[\uac00-\ud7a3]/.test(word)) return ofKorean!;
  return /[\u3040-\u30ff]/.test(word) ? ofJapanese! : ofChinese!;
}

/** The languages that know a stem of a word which they do not know as a whole. */
function ballotOfStem(word: string, { whole, stems }: LanguageIndex): Ballot | undefined {
  if (whole.has(word) || isUnspacedWord(word)) return undefined;
  for (let length = Math.min(stemLength.most, word.length); length >= stemLength.least; length -= 1) {
    const ballot = stems.get(word.slice(0, length));
    if (ballot !== undefined) return ballot;
  }
  return undefined;
}

/** Adds the votes of the words of a sentence to its row. */
function addSentence(votes: Votes, row: number, { runs }: Sentence, { whole }: LanguageIndex): void {
  for (const run of runs)
    for (const word of run) {
      const ballot = whole.get(word) ?? (isUnspacedWord(word) ? scriptsOf(word) : undefined);
      if (ballot !== undefined) addVotes(votes, row, ballot);
    }
}

/** Adds the votes of the stems of all words to a row. */
function addStems(votes: Votes, row: number, sentences: readonly Sentence[], index: LanguageIndex): void {
  for (const { runs } of sentences)
    for (const run of runs)
      for (const word of run) {
        const ballot = ballotOfStem(word, index);
        if (ballot !== undefined) addVotes(votes, row, ballot);
      }
}

/** Whether the sentences have few words. */
function isShort(sentences: readonly Sentence[]): boolean {
  if (sentences.length > few) return false;
  let words = 0;
  for (const { runs } of sentences) for (const { length } of runs) words += length;
  return words <= few;
}

/** The language of each sentence: its own words decide, and those of the whole text where they leave a doubt. */
export function chooseLanguages(sentences: readonly Sentence[], index: LanguageIndex): readonly string[] {
  const { codes } = index;
  const width = codes.length;
  const all = sentences.length * width;
  const votes = new Float64Array(all + width);
  for (const [number, sentence] of sentences.entries()) addSentence(votes, number * width, sentence, index);
  for (let row = 0; row < all; row += width)
    for (let place = 0; place < width; place += 1) votes[all + place]! += votes[row + place]!;
  if (isShort(sentences)) addStems(votes, all, sentences, index);
  if (votes[all + japanese]! > 0) votes[all + japanese]! += votes[all + chinese]!;
  let total = 0;
  for (let place = 0; place < width; place += 1) total += votes[all + place]!;
  return sentences.map((_sentence, number) => codes[best(votes, number * width, width, total)] ?? 'en');
}

/** The place of the language with most votes in a row; -1 for none. @param total all votes of the whole text */
function best(votes: Votes, row: number, width: number, total: number): number {
  const all = votes.length - width;
  let winner = -1;
  let most = 0;
  for (let place = 0; place < width; place += 1) {
    const vote = votes[row + place]! + (total === 0 ? 0 : (prior * votes[all + place]!) / total);
    if (vote > most) {
      winner = place;
      most = vote;
    }
  }
  return winner;
}
