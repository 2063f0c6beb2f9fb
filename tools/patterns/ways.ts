import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { overlap, type Start, startsOf } from './starts.ts';

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
    return { ways: waysOfSequence(elements, follow, context), starts: canBeEmpty ? [...first, ...follow] : first };
  });
  const sum = (some: ReadonlyArray<{ readonly ways: number }>): number => some.reduce((all, { ways }) => all + ways, 0);
  if (each.length === 1 || context.isBackwards) return sum(each);
  const most = each.flatMap(({ starts }) =>
    starts.map((start) => sum(each.filter((other) => other.starts.some((one) => overlap(start, one))))),
  );
  return Math.max(1, ...most);
}

function waysOfSequence(elements: readonly AST.Element[], follow: readonly Start[], context: Context): number {
  return elements.reduce((product, element, place) => {
    const { first, canBeEmpty } = startsOf(elements.slice(place + 1), context.flags);
    return product * waysOf(element, canBeEmpty ? [...first, ...follow] : first, context);
  }, 1);
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
    const within = { ...context, look, isBackwards, isOnce };
    context.look.ways = Math.max(
      context.look.ways,
      waysOfAlternatives(element.alternatives, [], within) * within.look.ways,
    );
  }
  return 1;
}

function waysOfRepetition(
  { min, max, element }: AST.Quantifier,
  follow: readonly Start[],
  context: Context,
): number {
  const isEndless = max === Number.POSITIVE_INFINITY;
  const { first, canBeEmpty } = startsOf([element], context.flags);
  const again = max > 1 ? [...first, ...follow] : follow;
  context.look.isBehindEndless ||= isEndless;
  const ways = waysOf(element, again, isEndless ? { ...context, isEndless } : context);
  const isChoice =
    min < max &&
    (context.isBackwards || canBeEmpty || first.some((start) => follow.some((other) => overlap(start, other))));
  if (isEndless) return context.isOnce && ways === 1 && !isChoice ? 1 : max;
  if (ways === 1) return isChoice ? max - min + 1 : 1;
  let sum = 0;
  for (let times = min; times <= max && sum < Number.POSITIVE_INFINITY; times += 1) sum += ways ** times;
  return sum;
}
