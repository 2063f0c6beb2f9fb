import { isMailable, normalizeAddress } from '../../mail/address.ts';
import { isBareOptOut, saysOptOut } from './opt-out.ts';
import { type Finding, isAnswer, type Rule, type RuleInput } from './rule.ts';

/** Subjects that mail clients write when somebody follows a `List-Unsubscribe` link; longer ones are mere talk. */
const subjectOfRequest = (subject: string): boolean => isBareOptOut(subject.replace(/^(?:re|aw|fwd?|sv)\s*:\s*/i, ''));

/** Whether a text has at most this number of words; the words of a long text are not counted. */
function isShort(text: string, words: number): boolean {
  if (text.length > words * 20) return false;
  let count = 0;
  for (const _word of text.matchAll(/\S+/g)) if (++count > words) return false;
  return true;
}

/** A subject that is nothing but the request, over a body that does not speak of something else. */
export const unsubscribeSubject: Rule = (input) => {
  const { subject } = input.mail;
  return subject !== undefined && subjectOfRequest(subject) && isShort(wordsOf(input), 60)
    ? findingOf(input, 0.95, 'its subject is an unsubscribe request')
    : undefined;
};

/**
 * A body that asks for no more mail and says little else. In a conversation that is an intent, unless it is the bare
 * word.
 */
export const unsubscribeBody: Rule = (input) => {
  const words = wordsOf(input).trim();
  if (isBareOptOut(words)) return findingOf(input, 0.9, 'its text is nothing but an unsubscribe request');
  if (isAnswer(input.mail) || !isShort(words, 40) || !saysOptOut(words)) return undefined;
  return findingOf(input, 0.8, 'its text asks to be written to no more and says little else');
};

const wordsOf = ({ mail, reply }: RuleInput): string => reply ?? mail.text ?? '';

function findingOf({ mail }: RuleInput, confidence: number, because: string): Finding | undefined {
  const address = mail.from?.address;
  if (address === undefined || !isMailable(address)) return undefined;
  return { kind: 'unsubscribe', confidence, unsubscribe: { address: normalizeAddress(address) }, because };
}
