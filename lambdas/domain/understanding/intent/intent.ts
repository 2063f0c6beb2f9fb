import type { Classification } from '../../mail/event.ts';
import { chooseLanguages } from './choose-language.ts';
import { decide } from './decide.ts';
import { foldText } from './fold-text.ts';
import { readClauses } from './read-clauses.ts';
import { readSentences } from './sentences.ts';
import { lexiconsOf } from './vocabularies.ts';
import { weigh } from './weigh.ts';

type Intent = NonNullable<Classification['intent']>;

/**
 * Reads the meaning of an answer for outreach, from the author's own words. A port: a model may take its place, as long
 * as it keeps every opt-out.
 */
export type IntentReader = (words: string, subject?: string) => Intent | undefined;

/** Length in characters of the text that is read; who writes more says the essential first. */
const maxLength = 5000;

/**
 * The built-in reader: a vocabulary per language and rules over the meanings of a clause.
 *
 * An opt-out outweighs everything. A refusal outweighs interest in the same mail ("sounds great, but we are
 * not interested"); "not now" only makes the mail neutral. A polite no also says `stop`.
 */
export const readIntent: IntentReader = (words) => {
  const sentences = readSentences(foldText(words.slice(0, maxLength)));
  if (sentences.length === 0) return undefined;
  const { lexicons, index } = lexiconsOf();
  const languages = chooseLanguages(sentences, index, lexicons);
  const clauses = sentences.flatMap((sentence, place) => readClauses(sentence, languages[place]!));
  return decide(weigh(clauses));
};
