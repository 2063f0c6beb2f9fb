import type { Classification } from '../../mail/event.ts';
import { chooseLanguages } from './choose-language.ts';
import { decide } from './decide.ts';
import { foldText } from './fold-text.ts';
import { readClauses } from './read-clauses.ts';
import { readSentences } from './sentences.ts';
import { languagesOf } from './vocabularies.ts';
import { weigh } from './weigh.ts';

type Intent = NonNullable<Classification['intent']>;

/**
 * Reads the meaning of an answer for outreach, from the author's own words. A port: a model may take its place, as long
 * as it keeps every opt-out.
 */
export type IntentReader = (words: string, subject?: string) => Intent | undefined;

/** Characters that are read of the beginning and the end of a text: people say the essential first, or in a postscript. */
const lengths = { beginning: 1600, end: 400 } as const;

const essentialOf = (words: string): string =>
  words.length <= lengths.beginning + lengths.end
    ? words
    : `${words.slice(0, lengths.beginning)}\n\n${words.slice(-lengths.end)}`;

/**
 * The built-in reader: a vocabulary per language and rules over the meanings of a clause.
 *
 * An opt-out outweighs everything. A refusal outweighs interest in the same mail ("sounds great, but we are
 * not interested"); "not now" only makes the mail neutral. A polite no also says `stop`.
 */
export const readIntent: IntentReader = (words) => {
  const sentences = readSentences(foldText(essentialOf(words)));
  if (sentences.length === 0) return undefined;
  const { index, lexiconOf } = languagesOf();
  const codes = chooseLanguages(sentences, index);
  const clauses = sentences.flatMap((sentence, place) => readClauses(sentence, lexiconOf(codes[place]!)));
  return decide(weigh(clauses));
};

/** A built-in reader that keeps its last reading: the kind of a mail may need it, and the event does. */
export function createIntentReader(): IntentReader {
  let read: { readonly words: string; readonly intent: Intent | undefined } | undefined;
  return (words) => {
    if (read?.words !== words) read = { words, intent: readIntent(words) };
    return read.intent;
  };
}
