import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { endsOf, overlap, type Start, startsOf } from './starts.ts';
import { mostAlike, textsOf } from './texts.ts';

/**
 * Counts the ways in which a backtracking engine can try a pattern from one place, at most.
 *
 * A pattern without unlimited repetitions takes linear time by construction: from each place of a text it tries a number of
 * ways that the text does not change, and no way is longer than the pattern with its repetitions spelled out. A pattern that
 * is tried at one place only may have unlimited repetitions, too: a way is then no longer than the text. So a small number
 * is a proof of its own.
 *
 * The number multiplies along a sequence. Where a pattern has a choice, between alternatives or between one more repetition
 * and what follows, only the branches that begin with the next character of the text count; the others fail there at once.
 * In a list of words, only those count that the same text can begin with; the others fail within the list.
 *
 * @returns infinity where unlimited repetitions can be tried in more than one way, or at more than one place
 */
export function mostWays(source: string, flags: string): number {
  const { alternatives } = parsed(source, flags);
  const look = { ways: 1, isBehindEndless: false };
  const context = {
    flags: flags.replace(/[dgy]/g, ''),
    look,
    isOnce: isTriedOnce(source, flags),
    isBackwards: false,
    isEndless: false,
    isLast: true,
    isRepeated: false,
  };
  return waysOfAlternatives(alternatives, [], context) * look.ways;
}

/** Whether a pattern fits at one place of a text only: its start, or the place that a sticky pattern is given. */
export const isTriedOnce = (source: string, flags: string): boolean =>
  flags.includes('y') || (!flags.includes('m') && parsed(source, flags).alternatives.every(beginsAtStart));

const parsed = (source: string, flags: string): AST.Pattern =>
  new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });

/** A condition with so few ways is part of the cost of a point, like alternatives that fail there at once. */
const fewInCondition = 16;

interface Context {
  readonly flags: string;
  /**
   * A condition is tried once at each point of a way, and leaves one way behind: the slowest one counts. Behind an unlimited
   * repetition there are as many points as the text is long, so that none may read on without a limit from there.
   */
  readonly look: { ways: number; isBehindEndless: boolean };
  /** Whether the pattern is tried at one place of the text only. */
  readonly isOnce: boolean;
  /** Whether the pattern is read from its end, within a look behind, so that no first characters are known. */
  readonly isBackwards: boolean;
  /** Whether an unlimited repetition has this part. */
  readonly isEndless: boolean;
  /** Whether the pattern has matched where this part has. */
  readonly isLast: boolean;
  /** Whether something repeats this part. */
  readonly isRepeated: boolean;
  /** Characters that can stand before this part; undefined where any can. */
  readonly before?: readonly Start[] | undefined;
}

/** Whether an alternative fits at the start of a text only. */
function beginsAtStart({ elements }: AST.Alternative): boolean {
  const [first] = elements;
  if (first?.type === 'Assertion') return first.kind === 'start';
  return (first?.type === 'Group' || first?.type === 'CapturingGroup') && first.alternatives.every(beginsAtStart);
}

/** @param follow what can come behind the alternatives; nothing at the end of the pattern, where the search is over */
function waysOfAlternatives(
  alternatives: readonly AST.Alternative[],
  follow: readonly Start[],
  context: Context,
): number {
  const each = alternatives.map(({ elements }) => {
    const { first, canBeEmpty } = startsOf(elements, context.flags);
    return {
      ways: waysOfSequence(elements, follow, context),
      starts: canBeEmpty ? [...first, ...follow] : first,
      texts: textsOf(elements),
    };
  });
  const sumOf = (some: typeof each): number => some.reduce((all, { ways }) => all + ways, 0);
  if (each.length === 1 || context.isBackwards) return sumOf(each);
  const alike = mostAlike(each.flatMap(({ texts }) => texts ?? []));
  const sum = (some: typeof each): number =>
    Math.min(alike, sumOf(some.filter(({ texts }) => texts !== undefined))) +
    sumOf(some.filter(({ texts }) => texts === undefined));
  // A character is one of the letters, or only classes have it.
  const most = each.flatMap(({ starts }) =>
    starts.map((start) =>
      sum(
        each.filter((other) =>
          other.starts.some((first) => (isLetter(start) || !isLetter(first)) && overlap(start, first)),
        ),
      ),
    ),
  );
  return Math.max(1, ...most);
}

const isLetter = (start: Start): boolean => start !== 'any' && 'letter' in start;

function waysOfSequence(elements: readonly AST.Element[], follow: readonly Start[], context: Context): number {
  const each = elements.map((element, place) => {
    const rest = elements.slice(place + 1);
    const { first, canBeEmpty } = startsOf(rest, context.flags);
    const isLast = context.isLast && rest.length === 0;
    const before = beforeOf(elements.slice(0, place), context);
    return waysOf(element, canBeEmpty ? [...first, ...follow] : first, { ...context, isLast, before });
  });
  let product = 1;
  for (let from = 0; from < elements.length; ) {
    let to = from + 1;
    let texts = textsOf(elements.slice(from, to));
    // Elements with few texts between them are read together.
    while (texts !== undefined && to < elements.length) {
      const more = textsOf(elements.slice(from, to + 1));
      if (more === undefined) break;
      texts = more;
      to += 1;
    }
    const ways = each.slice(from, to).reduce((all, few) => all * few, 1);
    product *= texts === undefined || context.isBackwards ? ways : Math.min(ways, mostAlike(texts));
    from = to;
  }
  return product;
}

function beforeOf(elements: readonly AST.Element[], { flags, before }: Context): readonly Start[] | undefined {
  const { first, canBeEmpty } = endsOf(elements, flags);
  if (!canBeEmpty) return first;
  return before === undefined ? undefined : [...first, ...before];
}

function waysOf(element: AST.Element, follow: readonly Start[], context: Context): number {
  if (element.type === 'Group' && element.modifiers !== null) return Number.POSITIVE_INFINITY;
  if (element.type === 'Group' || element.type === 'CapturingGroup') {
    return waysOfAlternatives(element.alternatives, follow, context);
  }
  if (element.type === 'Quantifier') return waysOfRepetition(element, follow, context);
  if (element.type === 'Assertion' && (element.kind === 'lookahead' || element.kind === 'lookbehind')) {
    const isBackwards = element.kind === 'lookbehind';
    const look = { ways: 1, isBehindEndless: false };
    const isOnce = context.isOnce && !isBackwards && !context.isEndless && !context.look.isBehindEndless;
    const within = { ...context, look, isBackwards, isOnce, isLast: false, before: undefined };
    const ways = waysOfAlternatives(element.alternatives, [], within) * look.ways;
    if (ways > fewInCondition) context.look.ways = Math.max(context.look.ways, ways);
  }
  return 1;
}

function waysOfRepetition({ min, max, element }: AST.Quantifier, follow: readonly Start[], context: Context): number {
  const isEndless = max === Number.POSITIVE_INFINITY;
  const { first, canBeEmpty } = startsOf([element], context.flags);
  const again = max > 1 ? [...first, ...follow] : follow;
  context.look.isBehindEndless ||= isEndless;
  const within = max > 1 ? { ...context, isLast: false, before: undefined, isRepeated: true } : context;
  const ways = waysOf(element, again, isEndless ? { ...within, isEndless } : within);
  const isChoice =
    min < max &&
    (context.isBackwards || canBeEmpty || first.some((start) => follow.some((other) => overlap(start, other))));
  // At the end of the pattern the first way is taken, and none is tried again.
  if (isEndless && context.isLast && !context.isBackwards && !canBeEmpty) return ways;
  if (isEndless) return ways === 1 && isReadOnce(element, first, { isChoice, ...context }) ? 1 : max;
  if (ways === 1) return isChoice ? max - min + 1 : 1;
  let sum = 0;
  for (let times = min; times <= max && sum < Number.POSITIVE_INFINITY; times += 1) sum += ways ** times;
  return sum;
}

/**
 * Whether all searches of a text read an unlimited repetition no longer than the text is, up to a factor.
 *
 * That holds for a pattern that is tried once, and for a run of characters of a class behind a character that is not in the
 * class. Such a run begins and ends where a run of the text does, so that runs of different searches do not overlap, and its
 * end leaves one place for its start. As many searches reach one place of it, and of what follows, as places lie within the
 * part before it, whose length is limited.
 */
function isReadOnce(
  { type }: AST.QuantifiableElement,
  first: readonly Start[],
  { isChoice, isOnce, isRepeated, isBackwards, before }: Context & { readonly isChoice: boolean },
): boolean {
  if (isOnce) return !isChoice;
  if (type !== 'Character' && type !== 'CharacterClass' && type !== 'CharacterSet') return false;
  if (isBackwards || isRepeated) return false;
  return !isChoice && before !== undefined && !before.some((last) => first.some((start) => overlap(last, start)));
}
