import type { Classification } from '../../mail/event.ts';
import { saysOptOut } from '../classify/opt-out.ts';
import { negative, softNegative } from './negative-words.ts';
import { neutral } from './neutral-words.ts';
import { positive } from './positive-words.ts';
import type { WordList } from './word-list.ts';

type Intent = NonNullable<Classification['intent']>;

/**
 * Reads the meaning of an answer for outreach, from the author's own words. A port: a model may take its place, as long
 * as it keeps every opt-out.
 */
export type IntentReader = (words: string, subject?: string) => Intent | undefined;

const maxLength = 4000;

/**
 * The built-in reader: word lists for English, German, French and Spanish.
 *
 * An opt-out outweighs everything. A refusal outweighs interest in the same mail ("sounds great, but we are
 * not interested"); "not now" only makes the mail neutral. A polite no also says `stop`.
 */
export const readIntent: IntentReader = (words) => {
  const text = words.slice(0, maxLength).toLowerCase().replace(/[’‘`]/g, "'").replace(/\s+/g, ' ');
  if (text.trim() === '') return undefined;
  if (saysOptOut(words.trim())) return { label: 'opt-out', confidence: 0.95, reasons: ['intent.opt-out'], stop: true };
  const signs = {
    negative: hits(negative, text),
    soft: hits(softNegative, text),
    positive: hits(positive, text),
    neutral: hits(neutral, text),
  };
  const reasons = (ids: readonly string[]): string[] => ids.map((id) => `intent.${id}`);
  if (signs.negative.length > 0) {
    const isMixed = signs.positive.length > signs.negative.length;
    return { label: 'negative', confidence: isMixed ? 0.6 : 0.9, reasons: reasons(signs.negative), stop: true };
  }
  if (signs.positive.length > 0 && signs.soft.length === 0)
    return {
      label: 'positive',
      confidence: Math.min(0.95, 0.65 + 0.1 * signs.positive.length),
      reasons: reasons(signs.positive),
    };
  if (signs.soft.length > 0) return { label: 'neutral', confidence: 0.6, reasons: reasons(signs.soft) };
  return {
    label: 'neutral',
    confidence: signs.neutral.length > 0 ? 0.8 : 0.5,
    reasons: reasons(signs.neutral.length > 0 ? signs.neutral : ['default']),
  };
};

const hits = (list: WordList, text: string): string[] =>
  list.filter(([, pattern]) => pattern.test(text)).map(([id]) => id);
