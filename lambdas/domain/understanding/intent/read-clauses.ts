import { type Concept, negatable } from './concepts.ts';
import type { Sentence } from './sentences.ts';
import { sign } from './signs.ts';
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
  /** The signs of its meanings: see `signsOf`. */
  readonly signs: number;
  /** Whether it holds a negation of its own, which another one only repeats (`ne ... pas de publicité`). */
  readonly isNegative?: boolean;
}

const unknown: Unit = { concepts: [], signs: 0 };
/** Words that may stand in a gap of an entry. */
const maxGap = 6;

/** The words of a run, or of a clause, with the signs of all of them. */
interface Part {
  readonly units: Unit[];
  signs: number;
}

const has = (part: { readonly signs: number }, signs: number): boolean => (part.signs & signs) !== 0;

/** Reads the clauses of a sentence in one language. */
export function readClauses(sentence: Sentence, lexicon: Lexicon): Clause[] {
  const parts = joinWishes(sentence.runs.flatMap((run) => splitRun(readUnits(run, lexicon))));
  let signs = 0;
  for (const part of parts) signs |= part.signs;
  const last = signs & contrasts ? parts.findLastIndex((part) => has(part, contrasts)) : -1;
  const isQuestion = sentence.isQuestion && (signs & (sign.please | sign.can)) === 0;
  // A person who quotes a notice says "I", or that it did not work.
  const isNotice = (signs & sign.notice) !== 0 && (signs & (sign.i | sign.failed)) === 0;
  return parts.map((part, index) => {
    const clause = clauseOf(part, roleOf(part, index, last), isQuestion, lexicon.negatesBefore);
    return isNotice ? { ...clause, isNotice } : clause;
  });
}

/** A "however" may stand anywhere in the clause that contrasts (`wir bleiben aber dabei`). */
const contrasts = sign.but | sign.however;
/** A shorter clause is a yes of the Romance languages, whose accent people leave out (`si, claro`). */
const shortestCondition = 3;

const begins = ({ units: [first] }: Part, signs: number): boolean => first !== undefined && has(first, signs);

function roleOf(part: Part, index: number, lastContrast: number): ClauseRole {
  if (begins(part, sign.if) && part.units.length >= shortestCondition) return 'condition';
  if (begins(part, sign.although)) return 'before-contrast';
  if (lastContrast < 0) return 'main';
  return index < lastContrast ? 'before-contrast' : 'after-contrast';
}

/** Looks up the words of a run; an entry of several words is one unit. */
function readUnits(run: readonly string[], lexicon: Lexicon): Part {
  const words = run.some(isUnspacedWord)
    ? run.flatMap((word) => (isUnspacedWord(word) ? cutUnspaced(lexicon, word) : [word]))
    : run;
  const units: Unit[] = [];
  const used = new Set<number>();
  let signs = 0;
  for (let at = 0; at < words.length; at += 1) {
    if (used.size > 0 && used.has(at)) continue;
    const unit = unitAt(entriesOf(lexicon, words[at]!), words, at, used);
    signs |= unit.signs;
    units.push(unit);
  }
  return { units, signs };
}

function unitAt(entries: readonly Entry[], words: readonly string[], at: number, used: Set<number>): Unit {
  if (entries.length === 0) return unknown;
  if (entries.length === 1 && entries[0]!.rest.length === 0) return entries[0]!;
  return matchAt(entries, words, at, used) ?? unknown;
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
    if (isSame)
      best = {
        ...best!,
        concepts: [...best!.concepts, ...entry.concepts],
        signs: best!.signs | entry.signs,
      };
    else if (best === undefined || length > best.places.length)
      best = { concepts: entry.concepts, signs: entry.signs, isNegative: entry.isNegative, places };
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
function joinWishes(parts: readonly Part[]): readonly Part[] {
  if (parts.length < 2 || !parts.some((part) => has(part, joining))) return parts;
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && continues(part, last)) {
      last.units.push(...part.units);
      last.signs |= part.signs;
    } else joined.push(part);
  }
  return joined;
}

const wishes = sign.want | sign.ensure;
const joining = wishes | sign.remove;

/** Whether a clause says what the wish or the removal before it is about. */
function continues(part: Part, last: Part): boolean {
  if (has(last, wishes) && begins(part, sign.that)) return true;
  if (!has(last, sign.remove)) return false;
  const isMatter = has(part, sign.data) && has(part, sign.me);
  // People write `remove me, please, from the waiting list`.
  const isAside = part.units.every((unit) => has(unit, sign.please));
  return isMatter || isAside || (has(part, sign['other-list']) && !has(part, sign.states));
}

const clauseOpeners = sign.but | sign.although | sign.if | sign.because | sign.that;
/** Words behind an "and" in which another statement has to begin. */
const joinReach = 8;

/** Splits a run at the words that begin another clause, and at an "and" between two statements. */
function splitRun(run: Part): Part[] {
  if (!has(run, clauseOpeners | sign.and)) return [run];
  const { units } = run;
  let part: Part = { units: [], signs: 0 };
  const parts = [part];
  for (const [index, unit] of units.entries()) {
    const opens = has(unit, clauseOpeners) && (!has(unit, sign.but) || has(part, sign.states));
    const joins =
      has(unit, sign.and) &&
      has(part, sign.states) &&
      units.slice(index + 1, index + 1 + joinReach).some((behind) => has(behind, sign.states));
    if ((opens || joins) && part.units.length > 0) {
      part = { units: [], signs: 0 };
      parts.push(part);
    }
    part.units.push(unit);
    part.signs |= unit.signs;
  }
  return parts;
}

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

function clauseOf(part: Part, role: ClauseRole, isQuestion: boolean, negatesBefore: boolean): Clause {
  const { units } = part;
  const { turned, isBare } = has(part, sign.not) ? negationIn(units, negatesBefore) : noNegation;
  const affirmed = new Set<Concept>();
  const negated = new Set<Concept>();
  let unknownWords = 0;
  for (let at = 0; at < units.length; at += 1) {
    const { concepts } = units[at]!;
    if (concepts.length === 0) unknownWords += 1;
    else
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
  const turned = new Set<number>();
  let isBare = false;
  for (let at = 0; at < units.length; at += 1) {
    if (!has(units[at]!, sign.not)) continue;
    const ahead = reach(units, at, 1);
    const [before] = reach(units, at, -1);
    const own = has(units[at]!, sign.negatable) ? [at, ...ahead] : undefined;
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
    if (units[at]!.isNegative !== true && has(units[at]!, sign.negatable)) places.push(at);
  return places;
}
