import type { Classification } from '../../mail/event.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { IntentReader } from '../intent/intent.ts';

/** Input of a rule. */
export interface RuleInput {
  readonly mail: ParsedMail;
  /** Envelope recipients. */
  readonly recipients: readonly string[];
  /** The words of the sender alone, without quote and signature, where these are known. */
  readonly reply?: string;
  /** The built-in reader of intents, where the event shares its reading. */
  readonly readIntent?: IntentReader;
}

/** The result of a rule, with its grounds: a sentence for a support person, without the mail's content. */
export type Finding = Omit<Classification, 'reasons'> & { readonly because: string };

/** A rule classifies one mail, or leaves it to the next rule. */
export type Rule = (input: RuleInput) => Finding | undefined;

/** Values by header name, made once a mail for all twenty rules. */
const indexes = new WeakMap<ParsedMail, ReadonlyMap<string, string>>();

function indexOf(mail: ParsedMail): ReadonlyMap<string, string> {
  const known = indexes.get(mail);
  if (known) return known;
  const index = new Map<string, string>();
  for (const { name, value } of mail.headers) {
    const earlier = index.get(name);
    index.set(name, earlier === undefined ? value : `${earlier} ${value}`);
  }
  indexes.set(mail, index);
  return index;
}

/** All values of the headers of that name, in lower case, as one text. */
export const lowerHeader = (mail: ParsedMail, name: string): string => (indexOf(mail).get(name) ?? '').toLowerCase();

/** Whether a header is there at all. */
export const hasHeader = (mail: ParsedMail, name: string): boolean => indexOf(mail).has(name);

/** The first of some names under which a header is there. */
export function firstHeader(mail: ParsedMail, names: readonly string[]): string | undefined {
  const index = indexOf(mail);
  return names.find((name) => index.has(name));
}

/** Whether the receiver recorded the null reverse-path of RFC 5321 §4.5.5. */
export const hasNullSender = (mail: ParsedMail): boolean => /^\s*<\s*>/.test(lowerHeader(mail, 'return-path'));

/** Whether the mail names a mail that it answers. */
export const isAnswer = (mail: ParsedMail): boolean => mail.inReplyTo !== undefined || mail.references.length > 0;
