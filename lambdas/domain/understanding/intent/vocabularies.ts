import { type LanguageIndex, scriptCodes } from './choose-language.ts';
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
import { notices } from './languages/notices.ts';
import { polish } from './languages/polish.ts';
import { portuguese } from './languages/portuguese.ts';
import { russian } from './languages/russian.ts';
import { spanish } from './languages/spanish.ts';
import { swedish } from './languages/swedish.ts';
import { turkish } from './languages/turkish.ts';
import { ukrainian } from './languages/ukrainian.ts';
import { compileVocabulary, eachWord, type Lexicon, type Vocabulary } from './vocabulary.ts';

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
].map((vocabulary) => ({ ...vocabulary, notices: notices[vocabulary.code] ?? {} }));

/** The languages by their words, and each vocabulary in the form for look-up. */
interface Languages {
  readonly index: LanguageIndex;
  readonly lexiconOf: (code: string) => Lexicon;
}

function createLanguages(): Languages {
  const codes = [...new Set([...scriptCodes, ...vocabularies.map(({ code }) => code)])];
  const whole = new Map<string, number[]>();
  const stems = new Map<string, number[]>();
  for (const vocabulary of vocabularies) {
    const language = codes.indexOf(vocabulary.code);
    eachWord(vocabulary, (word, isStem) => {
      const ballots = isStem ? stems : whole;
      const ballot = ballots.get(word);
      if (ballot === undefined) ballots.set(word, [language]);
      else ballot.push(language);
    });
  }
  const lexicons = new Map<string, Lexicon>();
  const lexiconOf = (code: string): Lexicon => {
    const known = lexicons.get(code);
    if (known !== undefined) return known;
    const lexicon = compileVocabulary(vocabularies.find((vocabulary) => vocabulary.code === code) ?? english);
    lexicons.set(code, lexicon);
    return lexicon;
  };
  return { index: { codes, whole, stems }, lexiconOf };
}

const created: { languages?: Languages } = {};

/** The languages, prepared on first use, each vocabulary when a reply needs it: most replies need one. */
export const languagesOf = (): Languages => {
  created.languages ??= createLanguages();
  return created.languages;
};
