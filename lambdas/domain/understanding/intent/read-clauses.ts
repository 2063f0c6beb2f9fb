import { type Concept, negatable } from './concepts.ts';
import type { Sentence } from './sentences.ts';
import { cutUnspaced, type Entry, entriesOf, isUnspacedWord, type Lexicon } from './vocabulary.ts';

/** How a clause stands to its sentence. */
export type ClauseRole = 'main' | 'before-contrast' | 'after-contrast' | 'condition';

/** A clause by its meanings; the words themselves are left behind. */
export interface Clause {
  readonly role: ClauseRole;
  readonly isQuestion: boolean;
  /** Meanings that hold. */
  readonly affirmed: ReadonlySet<Concept>;
  /** Meanings that a negation turns. */
  readonly negated: ReadonlySet<Concept>;
  /** Whether the clause negates nothing that it names: a bare no. */
  readonly isBareNegation: boolean;
  /** Whether the mail speaks about itself, as an automatic mail or a footer does; then nobody asks for anything. */
  readonly isNotice: boolean;
  /** Number of words, known or not. */
  readonly length: number;
  /** Number of words that no vocabulary knows. */
  readonly unknown: number;
}

/** A word with its meanings; without any, an unknown word. */
interface Unit {
  readonly concepts: readonly Concept[];
  /** Whether it holds a negation of its own, which another one only repeats (`ne ... pas de publicité`). */
  readonly isNegative?: boolean;
}

const unknown: Unit = { concepts: [] };
/** Words that may stand in a gap of an entry. */
const maxGap = 6;

/** Reads the clauses of a sentence in one language. */
export function readClauses(sentence: Sentence, lexicon: Lexicon): Clause[] {
  const parts = joinWishes(sentence.runs.flatMap((run) => splitRun(unitsOf(run, lexicon))));
  const last = parts.findLastIndex(contrasts);
  const isPlea = parts.some((part) => names(part, 'please') || names(part, 'can'));
  const isNotice = isNoticeIn(parts);
  return parts.map((part, index) => {
    const isQuestion = sentence.isQuestion && !isPlea;
    const clause = clauseOf(part, roleOf(part, index, last), isQuestion, lexicon.negatesBefore);
    return isNotice ? { ...clause, isNotice } : clause;
  });
}

/** Whether a sentence is a notice; a person who quotes one says "I", or that it did not work. */
const isNoticeIn = (parts: readonly Unit[][]): boolean =>
  parts.some((part) => names(part, 'notice')) && !parts.some((part) => names(part, 'i') || names(part, 'failed'));

/** Whether a clause contrasts with those before it; a "however" may stand anywhere in it (`wir bleiben aber dabei`). */
const contrasts = (part: readonly Unit[]): boolean => names(part, 'but') || names(part, 'however');
const names = (part: readonly Unit[], concept: Concept): boolean =>
  part.some(({ concepts }) => concepts.includes(concept));
/** A shorter clause is a yes of the Romance languages, whose accent people leave out (`si, claro`). */
const shortestCondition = 3;

const begins = (part: readonly Unit[], concept: Concept): boolean => part[0]?.concepts.includes(concept) === true;

function roleOf(part: readonly Unit[], index: number, lastContrast: number): ClauseRole {
  if (begins(part, 'if') && part.length >= shortestCondition) return 'condition';
  if (begins(part, 'although')) return 'before-contrast';
  if (lastContrast < 0) return 'main';
  return index < lastContrast ? 'before-contrast' : 'after-contrast';
}

/** Looks up the words of a run; an entry of several words is one unit. */
function unitsOf(run: readonly string[], lexicon: Lexicon): Unit[] {
  const words = run.some(isUnspacedWord)
    ? run.flatMap((word) => (isUnspacedWord(word) ? cutUnspaced(lexicon, word) : [word]))
    : run;
  const units: Unit[] = [];
  const used = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    if (used.has(at)) continue;
    const entries = entriesOf(lexicon, words[at]!);
    if (entries.length === 0) units.push(unknown);
    else if (entries.length === 1 && entries[0]!.rest.length === 0) units.push(entries[0]!);
    else units.push(matchAt(entries, words, at, used) ?? unknown);
  }
  return units;
}

interface Match extends Unit {
  readonly places: readonly number[];
}

/** The longest entry that begins at a word; entries of the same words give it all their meanings. */
function matchAt(entries: readonly Entry[], words: readonly string[], at: number, used: Set<number>): Unit | undefined {
  let best: Match | undefined;
  for (const entry of entries) {
    const length = entry.rest.length + 1;
    if (best !== undefined && length < best.places.length) continue;
    // Most entries fail at their second word, so it is compared before anything is built.
    if (length > 1 && !entry.rest[0]!.hasGap && !isPart(entry.rest[0]!, words[at + 1])) continue;
    const places = length === 1 ? [at] : placesOf(entry, words, at, used);
    if (places === undefined) continue;
    const isSame = best !== undefined && length === best.places.length && places.at(-1) === best.places.at(-1);
    if (isSame) best = { ...best!, concepts: [...best!.concepts, ...entry.concepts] };
    else if (best === undefined || length > best.places.length)
      best = { concepts: entry.concepts, isNegative: entry.isNegative, places };
  }
  for (const place of best?.places ?? []) if (place !== at) used.add(place);
  return best;
}

const isPart = ({ word, isStem }: Entry['rest'][number], candidate: string | undefined): boolean =>
  candidate !== undefined && (isStem ? candidate.startsWith(word) : candidate === word);

/** The places of an entry's words in a run, or undefined when it does not stand there. */
function placesOf(
  { rest }: Entry,
  words: readonly string[],
  from: number,
  used: ReadonlySet<number>,
): readonly number[] | undefined {
  const places = [from];
  let at = from;
  for (const part of rest) {
    const limit = at + 1 + (part.hasGap ? maxGap : 0);
    let found = -1;
    for (let place = at + 1; place <= limit && place < words.length && found < 0; place += 1) {
      if (!used.has(place) && isPart(part, words[place])) found = place;
    }
    if (found < 0) return undefined;
    places.push(found);
    at = found;
  }
  return places;
}

/**
 * Joins a wish with its object, so that the negation of the wish reaches it (`no deseo que me contacten`), and a removal with
 * the clause that says of what (`delete all that you hold on me`).
 */
function joinWishes(parts: readonly Unit[][]): Unit[][] {
  const joined: Unit[][] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isWish = last !== undefined && (names(last, 'want') || names(last, 'ensure')) && begins(part, 'that');
    const isMatter = last !== undefined && names(last, 'remove') && names(part, 'data') && names(part, 'me');
    // People write `remove me, please, from the waiting list`.
    const isAside =
      last !== undefined && names(last, 'remove') && part.every(({ concepts }) => concepts.includes('please'));
    const isRemainder = last !== undefined && names(last, 'remove') && names(part, 'other-list') && !states(part);
    if (isWish || isMatter || isAside || isRemainder) last.push(...part);
    else joined.push([...part]);
  }
  return joined;
}

const clauseOpeners: readonly Concept[] = ['but', 'although', 'if', 'because', 'that'];

/** Splits a run at the words that begin another clause, and at an "and" between two statements. */
function splitRun(units: readonly Unit[]): Unit[][] {
  const parts: Unit[][] = [[]];
  for (const [index, unit] of units.entries()) {
    const opens =
      unit.concepts.some((concept) => clauseOpeners.includes(concept)) &&
      (!unit.concepts.includes('but') || states(parts.at(-1)!));
    const joins = unit.concepts.includes('and') && states(parts.at(-1)!) && states(units.slice(index + 1, index + 9));
    if ((opens || joins) && parts.at(-1)!.length > 0) parts.push([]);
    parts.at(-1)!.push(unit);
  }
  return parts;
}

const nouns: ReadonlySet<Concept> = new Set<Concept>([
  'mail',
  'ads',
  'data',
  'price',
  'info',
  'budget',
  'subscription',
]);
const states = (units: readonly Unit[]): boolean =>
  units.some(({ concepts }) => concepts.some((concept) => negatable.has(concept) && !nouns.has(concept)));

/** Meanings that say nothing of a matter. */
const grammar: ReadonlySet<Concept> = new Set<Concept>([
  ...([
    'not',
    'more',
    'i',
    'me',
    'my',
    'you',
    'please',
    'polite',
    'can',
    'but',
    'however',
    'and',
    'now',
    'because',
  ] as const),
]);

/** Words behind a negation that it still turns. */
const scope = 8;

function clauseOf(units: readonly Unit[], role: ClauseRole, isQuestion: boolean, negatesBefore: boolean): Clause {
  const { turned, isBare } = negationIn(units, negatesBefore);
  const affirmed = new Set<Concept>();
  const negated = new Set<Concept>();
  let unknownWords = 0;
  for (let at = 0; at < units.length; at += 1) {
    const { concepts } = units[at]!;
    if (concepts.length === 0) unknownWords += 1;
    for (const concept of concepts)
      if (turned.has(at) && negatable.has(concept)) negated.add(concept);
      else affirmed.add(concept);
  }
  return {
    role,
    isQuestion,
    affirmed,
    negated,
    isBareNegation: isBare && negated.size === 0 && [...affirmed].every((concept) => grammar.has(concept)),
    isNotice: forbidsReply(affirmed, negated),
    length: units.length,
    unknown: unknownWords,
  };
}

/** Who asks not to answer a mail speaks of the mail, not of a person; German puts the negation behind the verb. */
const forbidsReply = (affirmed: ReadonlySet<Concept>, negated: ReadonlySet<Concept>): boolean =>
  (negated.has('reply') || (affirmed.has('reply') && negated.has('mail') && !affirmed.has('more'))) &&
  !affirmed.has('past');

interface Negation {
  /** Places of the words that a negation turns. */
  readonly turned: ReadonlySet<number>;
  /** Whether a negation turns nothing. */
  readonly isBare: boolean;
}

const noNegation: Negation = { turned: new Set(), isBare: false };

/** Finds what the negations of a clause turn: what follows, or else what precedes. */
function negationIn(units: readonly Unit[], negatesBefore: boolean): Negation {
  if (!names(units, 'not')) return noNegation;
  const turned = new Set<number>();
  let isBare = false;
  for (let at = 0; at < units.length; at += 1) {
    const { concepts } = units[at]!;
    if (!concepts.includes('not')) continue;
    const ahead = reach(units, at, 1);
    const [before] = reach(units, at, -1);
    const own = concepts.some((concept) => negatable.has(concept)) ? [at, ...ahead] : undefined;
    const nearest = before === undefined ? [] : [before];
    const places = own ?? (ahead.length === 0 || (negatesBefore && before !== undefined) ? nearest : ahead);
    for (const place of places) turned.add(place);
    if (places.length === 0) isBare = true;
  }
  return { turned, isBare };
}

/** The places on one side of a negation that it can turn, the nearest first. */
function reach(units: readonly Unit[], from: number, step: 1 | -1): number[] {
  const places: number[] = [];
  for (let at = from + step; at >= 0 && at < units.length && Math.abs(at - from) <= scope; at += step)
    if (units[at]!.isNegative !== true && units[at]!.concepts.some((concept) => negatable.has(concept)))
      places.push(at);
  return places;
}
