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
  return parts.map((part, index) => {
    const isQuestion = sentence.isQuestion && !isPlea;
    return clauseOf(part, roleOf(part, index, last), isQuestion, lexicon.negatesBefore);
  });
}

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
    const match = matchAt(words, at, lexicon, used);
    for (const place of match?.places ?? []) used.add(place);
    units.push(match ?? unknown);
  }
  return units;
}

interface Match extends Unit {
  readonly places: readonly number[];
}

/** The longest entry that begins at a word; entries of the same words give it all their meanings. */
function matchAt(words: readonly string[], at: number, lexicon: Lexicon, used: ReadonlySet<number>): Match | undefined {
  let best: Match | undefined;
  for (const entry of entriesOf(lexicon, words[at]!)) {
    const length = entry.rest.length + 1;
    if (best !== undefined && length < best.places.length) continue;
    const places = placesOf(entry, words, at, used);
    if (places === undefined) continue;
    const isSame = best !== undefined && length === best.places.length && places.at(-1) === best.places.at(-1);
    if (isSame) best = { ...best!, concepts: [...best!.concepts, ...entry.concepts] };
    else if (best === undefined || length > best.places.length)
      best = { concepts: entry.concepts, isNegative: entry.isNegative, places };
  }
  return best;
}

/** The places of an entry's words in a run, or undefined when it does not stand there. */
function placesOf(
  { rest }: Entry,
  words: readonly string[],
  from: number,
  used: ReadonlySet<number>,
): readonly number[] | undefined {
  const places = [from];
  let at = from;
  for (const { word, isStem, hasGap } of rest) {
    const limit = at + 1 + (hasGap ? maxGap : 0);
    let found = -1;
    for (let place = at + 1; place <= limit && place < words.length && found < 0; place += 1) {
      const candidate = words[place]!;
      if (!used.has(place) && (isStem ? candidate.startsWith(word) : candidate === word)) found = place;
    }
    if (found < 0) return undefined;
    places.push(found);
    at = found;
  }
  return places;
}

/** Joins a wish with its object, so that the negation of the wish reaches it (`no deseo que me contacten`). */
function joinWishes(parts: readonly Unit[][]): Unit[][] {
  const joined: Unit[][] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isObject = begins(part, 'that') && last !== undefined && (names(last, 'want') || names(last, 'ensure'));
    if (isObject) last.push(...part);
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
  const turned = new Set<number>();
  let isBareNegation = false;
  for (const [at, { concepts }] of units.entries()) {
    if (!concepts.includes('not')) continue;
    const ahead = reach(units, at, 1);
    const behind = reach(units, at, -1);
    const own = concepts.some((concept) => negatable.has(concept)) ? [at] : [];
    const places =
      own.length > 0 ? [...own, ...ahead] : negatesBefore && behind.length > 0 ? behind.slice(0, 1) : ahead;
    const turns = places.length > 0 ? places : behind.slice(0, 1);
    for (const place of turns) turned.add(place);
    if (turns.length === 0) isBareNegation = true;
  }
  const affirmed = new Set<Concept>();
  const negated = new Set<Concept>();
  for (const [at, { concepts }] of units.entries())
    for (const concept of concepts) (turned.has(at) && negatable.has(concept) ? negated : affirmed).add(concept);
  return {
    role,
    isQuestion,
    affirmed,
    negated,
    isBareNegation: isBareNegation && [...affirmed, ...negated].every((concept) => grammar.has(concept)),
    length: units.length,
    unknown: units.filter(({ concepts }) => concepts.length === 0).length,
  };
}

/** The places on one side of a negation that it can turn, the nearest first. */
function reach(units: readonly Unit[], from: number, step: 1 | -1): number[] {
  const places: number[] = [];
  for (let at = from + step; at >= 0 && at < units.length && Math.abs(at - from) <= scope; at += step)
    if (units[at]!.isNegative !== true && units[at]!.concepts.some((concept) => negatable.has(concept)))
      places.push(at);
  return places;
}
