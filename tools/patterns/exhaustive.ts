import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';

/** A pattern that shows how many ways another one can be tried from one place. */
interface ExhaustiveForm {
  /**
   * Takes at least the time of one attempt of the pattern: it begins at the start, never matches, so that every way is
   * tried, has no conditions, which only forbid ways, and no limits of repetitions. Undefined where a condition repeats
   * without a limit itself.
   */
  readonly source: string | undefined;
  readonly hasLookaround: boolean;
  /** Whether something repeats up to a limit, for which the automaton of the pattern itself sees no growth. */
  readonly hasLimits: boolean;
  /** Whether something repeats without a limit. */
  readonly hasUnlimited: boolean;
}

/** Repetitions up to this limit are spelled out by recheck. */
const smallLimit = 4;
/** A private character of Unicode, which no pattern here has. */
const never = '\ue0ff';

/** Describes how a pattern is tried; `limits * length` bounds its time when the form takes linear time. */
export function exhaustiveForm(source: string, flags: string): ExhaustiveForm {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const edits: Array<readonly [start: number, end: number, text: string]> = [];
  const found = { hasLookaround: false, hasLimits: false, hasUnlimited: false };
  let isStatic = true;
  const lookarounds: AST.LookaroundAssertion[] = [];
  visitRegExpAST(pattern, {
    onAssertionEnter(node) {
      if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') return;
      lookarounds.push(node);
      edits.push([node.start, node.end, '']);
    },
    onQuantifierEnter(node) {
      const { min, max, element, start, end, greedy } = node;
      const isWithin = lookarounds.some((condition) => condition.start < start && end <= condition.end);
      if (isWithin) isStatic &&= max !== Number.POSITIVE_INFINITY;
      else if (max === Number.POSITIVE_INFINITY) found.hasUnlimited = true;
      if (isWithin || max <= smallLimit || (max === Number.POSITIVE_INFINITY && min <= smallLimit)) return;
      if (max !== Number.POSITIVE_INFINITY) found.hasLimits = true;
      edits.push([element.end, end, `${min === 0 ? '*' : '+'}${greedy ? '' : '?'}`]);
    },
  });
  found.hasLookaround = lookarounds.length > 0;
  return { ...found, source: isStatic ? `^(?:${edited(source, edits)})${never}` : undefined };
}

/** Makes edits to a text from its end, but none within another. */
function edited(text: string, edits: ReadonlyArray<readonly [start: number, end: number, text: string]>): string {
  const outer = edits.filter(([start, end]) => !edits.some(([from, to]) => from < start && end < to));
  return outer
    .toSorted(([a], [b]) => b - a)
    .reduce((rest, [start, end, put]) => rest.slice(0, start) + put + rest.slice(end), text);
}
