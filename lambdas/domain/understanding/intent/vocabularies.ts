import type { LanguageIndex } from './choose-language.ts';
import { foldText } from './fold-text.ts';
import { chinese } from './languages/chinese.ts';
import { czech } from './languages/czech.ts';
import { danish } from './languages/danish.ts';
import { dutch } from './languages/dutch.ts';
import { english } from './languages/english.ts';
import { finnish } from './languages/finnish.ts';
import { french } from './languages/french.ts';
import { german } from './languages/german.ts';
import { italian } from './languages/italian.ts';
import { japanese } from './languages/japanese.ts';
import { korean } from './languages/korean.ts';
import { norwegian } from './languages/norwegian.ts';
import { polish } from './languages/polish.ts';
import { portuguese } from './languages/portuguese.ts';
import { russian } from './languages/russian.ts';
import { spanish } from './languages/spanish.ts';
import { swedish } from './languages/swedish.ts';
import { turkish } from './languages/turkish.ts';
import { ukrainian } from './languages/ukrainian.ts';
import { compileVocabulary, type Lexicon, type Vocabulary } from './vocabulary.ts';

/** All languages; the earlier one is taken where two know the words of a text equally well. */
const vocabularies: readonly Vocabulary[] = [
  english,
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  polish,
  russian,
  ukrainian,
  turkish,
  swedish,
  danish,
  norwegian,
  finnish,
  czech,
  japanese,
  chinese,
  korean,
];

/** The vocabularies in the form for look-up, and the languages of each whole word. */
interface Lexicons {
  readonly lexicons: ReadonlyMap<string, Lexicon>;
  readonly index: LanguageIndex;
}

function compileAll(): Lexicons {
  const lexicons = new Map(vocabularies.map((vocabulary) => [vocabulary.code, compileVocabulary(vocabulary)]));
  const index = new Map<string, string[]>();
  for (const { code, frequent } of vocabularies) {
    const words = [...foldText(frequent).split(' '), ...wholeWordsOf(lexicons.get(code)!)];
    for (const word of new Set(words)) index.set(word, [...(index.get(word) ?? []), code]);
  }
  return { lexicons, index };
}

/** The words of all entries, as far as they are no stems. */
const wholeWordsOf = ({ exact, stems }: Lexicon): string[] => [
  ...exact.keys(),
  ...[...exact.values(), ...stems.values()]
    .flat()
    .flatMap(({ rest }) => rest.flatMap(({ word, isStem }) => (isStem ? [] : [word]))),
];

const compiled: { all?: Lexicons } = {};

/** The vocabularies, prepared on first use: most functions that carry them read no reply in their first mail. */
export const lexiconsOf = (): Lexicons => {
  compiled.all ??= compileAll();
  return compiled.all;
};
