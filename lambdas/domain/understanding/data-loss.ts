import { compact } from '../../compact.ts';
import type { EmailReceived } from '../mail/event.ts';

/** A kind of data that should not travel on: its name and how it is found. */
export interface DataRule {
  readonly name: string;
  /** The matches of its pattern, the first one first, none within another. */
  readonly matches: (text: string) => Iterable<DataMatch>;
  /** A second check of a match; absent: the pattern is enough. */
  readonly isReal?: (match: string) => boolean;
}

interface DataMatch {
  readonly start: number;
  readonly match: string;
}

type DataFinding = NonNullable<EmailReceived['dataRules']>[number];

/** The length of a text that is searched, in UTF-16 code units. */
const maxLength = 500_000;

/** Digits with a check digit by Luhn (ISO/IEC 7812-1 Annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at -= 1, isDoubled = !isDoubled) {
    const digit = Number(digits[at]);
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** The check digits of an IBAN (ISO 13616-1, ISO 7064 MOD 97-10). */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4))
    rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97;
  return rest === 1;
}

function matchesOf(pattern: RegExp): DataRule['matches'] {
  return (text) => {
    // Most mails have none, and a walk over no match costs more than the search.
    if (text.search(pattern) < 0) return [];
    return text.matchAll(pattern).map(({ index: start, 0: match }) => ({ start, match }));
  };
}

/** Rules that hold for everyone: payment cards and bank accounts. */
export const builtInRules: readonly DataRule[] = [
  {
    name: 'card-number',
    matches: matchesOf(
      /(?<![\d.-])(?:[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![\d-])/g,
    ),
    isReal: (match) => {
      const digits = match.replace(/\D/g, '');
      return digits.length >= 13 && digits.length <= 19 && passesLuhn(digits);
    },
  },
  { name: 'iban', matches: matchesOf(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g), isReal: isIban },
];

/** Counts the matches of each rule in the words of a mail. */
export function findData(texts: ReadonlyArray<string | undefined>, rules: readonly DataRule[]): DataFinding[] {
  const searched = texts.map((text = '') => text.slice(0, maxLength));
  return rules.flatMap((rule) => {
    let count = 0;
    for (const text of searched)
      for (const { match } of rule.matches(text)) if (rule.isReal?.(match) ?? true) count += 1;
    return count > 0 ? [{ rule: rule.name, count }] : [];
  });
}

function* realMatches(text: string, { matches, isReal }: DataRule): Iterable<DataMatch> {
  for (const found of matches(text)) if (isReal?.(found.match) ?? true) yield found;
}

/** The findings in the words of a mail, together with those in its text attachments. */
export function allFindings(
  inWords: readonly DataFinding[],
  attachments: ReadonlyArray<{ readonly dataRules?: readonly DataFinding[] | undefined }>,
): DataFinding[] {
  const counts = new Map(inWords.map(({ rule, count }) => [rule, count]));
  for (const { rule, count } of attachments.flatMap(({ dataRules = [] }) => dataRules))
    counts.set(rule, (counts.get(rule) ?? 0) + count);
  return [...counts].map(([rule, count]) => ({ rule, count }));
}

/** Replaces each match of a rule by the name of the rule. */
export function redact(text: string, rules: readonly DataRule[]): string {
  return rules.reduce((left, rule) => {
    let redacted = '';
    let end = 0;
    for (const { start, match } of realMatches(left, rule)) {
      redacted += `${left.slice(end, start)}[${rule.name}]`;
      end = start + match.length;
    }
    return redacted + left.slice(end);
  }, text);
}

/** The event as it may leave us: every text in it without the matches of the rules. */
export function redactEvent<E extends EmailReceived>(event: E, rules: readonly DataRule[]): E {
  const safe = (text: string | undefined): string | undefined => (text === undefined ? undefined : redact(text, rules));
  const { message, body } = event;
  const { text, html, safeText, snippet, reply } = body;
  return {
    ...event,
    message: {
      ...message,
      ...compact({ subject: safe(message.subject) }),
      headers: message.headers.map(({ name, value }) => ({ name, value: redact(value, rules) })),
    },
    body: {
      ...body,
      ...compact({
        text: safe(text),
        html: safe(html),
        safeText: safe(safeText),
        snippet: safe(snippet),
        reply: reply && { ...reply, ...compact({ text: safe(reply.text), signature: safe(reply.signature) }) },
      }),
    },
    attachments: event.attachments.map(({ mail, ...attachment }) => ({
      ...attachment,
      ...compact({
        mail: mail && { ...mail, ...compact({ subject: safe(mail.subject), snippet: safe(mail.snippet) }) },
      }),
    })),
  };
}
