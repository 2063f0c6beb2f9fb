import { isMailable, normalizeAddress } from '../../mail/address.ts';
import { readIntent } from '../intent/intent.ts';
import { isBareOptOut, tokenOfOptOut } from './opt-out.ts';
import { type Finding, isAnswer, lowerHeader, type Rule, type RuleInput } from './rule.ts';

const withoutPrefix = (subject: string): string => subject.replace(/^(?:re|aw|fwd?|sv)\s*:\s*/i, '');

/** Whether a subject is nothing but the request; a word behind it may be a token only over an empty body. */
function isRequest(subject: string, words: string): boolean {
  const token = tokenOfOptOut(subject);
  return isBareOptOut(subject) || token === 'token' || (token === 'word' && words.trim() === '');
}

/** Whether a text has at most this number of words; the words of a long text are not counted. */
function isShort(text: string, words: number): boolean {
  if (text.length > words * 20) return false;
  let count = 0;
  for (const _word of text.matchAll(/\S+/g)) if (++count > words) return false;
  return true;
}

/** Words below a subject that is a request: more speak of something else. */
const maxWords = 60;

/**
 * The request that a mail client writes when somebody follows a `List-Unsubscribe` link. Apple Mail marks it
 * `Auto-Submitted: auto-replied`; it is no reply: it names no mail, and its subject is the request without a prefix.
 */
export const unsubscribeByClient: Rule = (input) => {
  const { mail } = input;
  const isMarked = /^auto-/.test(lowerHeader(mail, 'auto-submitted'));
  const words = wordsOf(input);
  return isMarked && !isAnswer(mail) && isRequest(mail.subject ?? '', words) && isShort(words, maxWords)
    ? findingOf(input, 0.95, 'its subject is an unsubscribe request, which a mail client wrote')
    : undefined;
};

/** A subject that is nothing but the request, over a body that does not speak of something else. */
export const unsubscribeSubject: Rule = (input) => {
  const { subject } = input.mail;
  const words = wordsOf(input);
  return subject !== undefined && isRequest(withoutPrefix(subject), words) && isShort(words, maxWords)
    ? findingOf(input, 0.95, 'its subject is an unsubscribe request')
    : undefined;
};

/** The least confidence, 0 to 1, in an opt-out that makes the whole mail a request. */
const sureEnough = 0.8;

/**
 * A body that asks for no more mail and says little else. In a conversation that is an intent, unless it is the bare
 * word.
 */
export const unsubscribeBody: Rule = (input) => {
  const words = wordsOf(input).trim();
  if (isBareOptOut(words)) return findingOf(input, 0.9, 'its text is nothing but an unsubscribe request');
  if (isAnswer(input.mail) || !isShort(words, 40)) return undefined;
  const intent = (input.readIntent ?? readIntent)(words);
  if (intent?.label !== 'opt-out' || intent.confidence < sureEnough) return undefined;
  return findingOf(input, 0.8, 'its text asks to be written to no more and says little else');
};

const wordsOf = ({ mail, reply }: RuleInput): string => reply ?? mail.text ?? '';

function findingOf({ mail }: RuleInput, confidence: number, because: string): Finding | undefined {
  const address = mail.from?.address;
  if (address === undefined || !isMailable(address)) return undefined;
  return { kind: 'unsubscribe', confidence, unsubscribe: { address: normalizeAddress(address) }, because };
}
