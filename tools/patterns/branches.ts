import { type AST, RegExpParser } from '@eslint-community/regexpp';

/**
 * Takes a regular expression apart into ones whose times, added up, are no less than its own.
 *
 * A backtracking engine that fails with `p(?:a|b)s` has tried every way of `pas` and every way of `pbs`. So an alternation
 * may be tried branch by branch, unless it repeats or is looked ahead for.
 *
 * @returns undefined for a pattern without such an alternation
 */
export function branchesOf(source: string, flags: string): readonly string[] | undefined {
  const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  if (/\\(?:[1-9]|k<)/.test(source)) return undefined;
  if (alternatives.length > 1) return alternatives.map(({ raw }) => raw);
  const group = alternationIn(alternatives[0]!);
  if (group === undefined) return undefined;
  const [before, behind] = [source.slice(0, group.start), source.slice(group.end)];
  return group.alternatives.map(({ raw }) => `${before}(?:${raw})${behind}`);
}

type Alternation = AST.Group | AST.CapturingGroup;

/** The first alternation that is met once on the way through a pattern. */
function alternationIn({ elements }: AST.Alternative): Alternation | undefined {
  for (const element of elements) {
    if (element.type !== 'Group' && element.type !== 'CapturingGroup') continue;
    if (element.type === 'Group' && element.modifiers !== null) continue;
    const found = element.alternatives.length > 1 ? element : alternationIn(element.alternatives[0]!);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Takes a pattern apart again and again, as long as there are no more parts than a limit. */
export function allBranchesOf(source: string, flags: string, limit: number): readonly string[] {
  const open = [source];
  const whole: string[] = [];
  while (open.length > 0) {
    const part = open.shift()!;
    const branches = branchesOf(part, flags) ?? [];
    if (branches.length === 0 || open.length + whole.length + branches.length > limit) whole.push(part);
    else open.push(...branches);
  }
  return whole;
}
