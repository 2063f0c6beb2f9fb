import { foldText } from './folded-text.ts';
import { createPhraseReader } from './phrases.ts';
import { isAnswer, type RuleInput } from './rule.ts';
import { absence } from './words/absence.ts';
import { received, willAnswer } from './words/acknowledgement.ts';
import { held, prove } from './words/challenge.ts';
import { act, guarded, signUp } from './words/challenge-ways.ts';
import { automaticMessage, automaticReply, noReply } from './words/machine.ts';
import { customerGreeting } from './words/notice.ts';
import { thanksForMail, ticketNumber } from './words/request.ts';
import { departed, standIn } from './words/stand-in.ts';

const families = {
  absence,
  departed,
  standIn,
  automaticReply,
  automaticMessage,
  noReply,
  received,
  willAnswer,
  ticketNumber,
  thanksForMail,
  held,
  prove,
  act,
  guarded,
  signUp,
  customerGreeting,
};

export type Family = keyof typeof families;

const readPhrases = createPhraseReader<Family>(families);

/** Characters of the beginning and of the end of a text that are read: notes are short, and notices end with their footer. */
const beginning = 1600;
const ending = 500;

/** A mail's own words at their beginning and end, and the families of phrases in them. */
interface Opening {
  /** Folded: see `foldText`. */
  readonly text: string;
  /** How many different phrases of each family it holds. */
  readonly counts: ReadonlyMap<Family, number>;
  readonly asks: boolean;
  /** Whether the words are too many for a note. */
  readonly isLong: boolean;
}

/** Made once a mail for all rules that go by words. */
const openings = new WeakMap<RuleInput, Opening>();

/** The phrases of machines in a mail, without quotes of earlier mail. */
export function openingOf(input: RuleInput): Opening {
  const known = openings.get(input);
  if (known) return known;
  const own = ownWords(input);
  const end = own.length > beginning ? `\n${own.slice(Math.max(beginning, own.length - ending))}` : '';
  const text = foldText(own.slice(0, beginning) + end);
  const opening = {
    text,
    counts: countsOf(text),
    asks: /[?؟](?:\s|$)/.test(text),
    isLong: own.length > beginning,
  };
  openings.set(input, opening);
  return opening;
}

/** A first mail has no quotes: what looks like one is part of the notice, as its footer may look like a signature. */
const ownWords = (input: RuleInput): string =>
  (isAnswer(input.mail) ? input.reply : undefined) ?? input.mail.text ?? input.reply ?? '';

function countsOf(text: string): ReadonlyMap<Family, number> {
  const counts = new Map<Family, number>();
  const ends = new Map<Family, number>();
  for (const { family, start, end } of readPhrases(text)) {
    if (start < (ends.get(family) ?? 0)) continue;
    ends.set(family, end);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return counts;
}
