import { createHash } from 'node:crypto';
import { check, type Diagnostics } from 'recheck';
import { allBranchesOf } from './branches.ts';
import { exhaustiveForm } from './exhaustive.ts';
import { isTriedOnce, mostWays } from './ways.ts';

/** Says whether the time of a pattern is linear, in the way of recheck's `check`. */
export type Checker = (
  source: string,
  flags: string,
  parameters: { readonly checker: Proof; readonly timeout: number | null },
) => Promise<Diagnostics>;

/** Time for the check of one branch in ms. A verdict is stored, so that a long check is made once. */
const timeouts = { automaton: 60_000, fuzz: 60_000 } as const;

/** More branches than this are checked together. */
const mostBranches = 300;

/** So many ways are few: from each place of a text (two runs of up to 60 characters have 3,721), and from the only place. */
const fewWays = { each: 4000, once: 10_000 } as const;

/** Asks recheck, whose answers are the same in each run as long as there is time. Patterns share branches. */
export const recheck: Checker = (source, flags, parameters) => {
  const key = JSON.stringify([source, flags, parameters]);
  const known = answers.get(key) ?? check(source, flags, { randomSeed: 0, ...parameters });
  answers.set(key, known);
  return known;
};
const answers = new Map<string, Promise<Diagnostics>>();

/** How the time of a pattern was shown to be linear by recheck: by its automaton, or because no attack was found. */
export type Proof = 'automaton' | 'fuzz';

/** Whether a pattern takes linear time because there are few ways to try it. This needs no recheck and no stored verdict. */
export const hasFewWays = (source: string, flags: string): boolean =>
  mostWays(source, flags) <= (isTriedOnce(source, flags) ? fewWays.once : fewWays.each);

/** Stored verdicts: the proof of each pattern that was checked, by `keyOf`. */
export type Proofs = Map<string, Proof>;

/** Identifies a pattern; 64 bits of a hash, so that the file of verdicts stays small. */
export const keyOf = (source: string, flags: string): string =>
  createHash('sha256')
    .update(`/${source}/${matchingFlags(flags)}`)
    .digest('hex')
    .slice(0, 16);

/** Indices and the place of the last match do not change how a pattern is matched. */
const matchingFlags = (flags: string): string => flags.replace(/[dg]/g, '');

/** A branch of a pattern without a proof. */
interface Complaint {
  /** The pattern, or the branch of it that is at fault, as a literal. */
  readonly branch: string;
  readonly reason: string;
}

/**
 * Proves that a pattern takes linear time: by the count of its ways, from its stored verdict, or by recheck, branch by branch.
 *
 * A new verdict is added to `proofs`. A branch on which recheck gives no verdict is a complaint.
 */
export async function complaintsAbout(
  { source, flags }: { readonly source: string; readonly flags: string },
  { proofs, checker }: { readonly proofs: Proofs; readonly checker: Checker },
): Promise<readonly Complaint[]> {
  const key = keyOf(source, flags);
  if (hasFewWays(source, flags) || proofs.has(key)) return [];
  const complaints: Complaint[] = [];
  const kinds = new Set<Proof>();
  for (const branch of allBranchesOf(source, flags, mostBranches)) {
    if (hasFewWays(branch, flags)) continue;
    const verdict = await verdictOn(branch, matchingFlags(flags), checker);
    if (verdict.status === 'safe') kinds.add(verdict.checker);
    else complaints.push({ branch: `/${branch}/${flags}`, reason: reasonOf(verdict) });
  }
  if (complaints.length === 0) proofs.set(key, kinds.has('fuzz') ? 'fuzz' : 'automaton');
  return complaints;
}

/** Keys of stored verdicts that nothing needs: the pattern is gone, or is proven without them. */
export function staleVerdicts(
  proofs: Proofs,
  patterns: ReadonlyArray<{ readonly source: string; readonly flags: string }>,
) {
  const needed = patterns.filter(({ source, flags }) => !hasFewWays(source, flags));
  const keys = new Set(needed.map(({ source, flags }) => keyOf(source, flags)));
  return [...proofs.keys()].filter((key) => !keys.has(key));
}

/**
 * By automaton, and only where that cannot express the pattern (a condition, a reference to a group) by the search for an
 * attack. A pattern that is tried at one place only, or that has no unlimited repetition, cannot grow by the number of
 * places.
 */
async function verdictOn(source: string, flags: string, checker: Checker): Promise<Diagnostics> {
  const byAutomaton = { checker: 'automaton', timeout: timeouts.automaton } as const;
  const form = exhaustiveForm(source, flags);
  let verdict = form.hasLookaround ? undefined : await checker(source, flags, byAutomaton);
  if (verdict?.status === 'vulnerable' || (verdict?.status === 'safe' && !form.hasLimits)) return verdict;
  const isLinearInSearch = verdict?.status === 'safe' || !form.hasUnlimited || isTriedOnce(source, flags);
  if (isLinearInSearch && form.source !== undefined) {
    verdict = await checker(form.source, flags, byAutomaton);
    if (verdict.status === 'safe') return verdict;
  }
  if (verdict !== undefined && !form.hasLookaround && !isUnsupported(verdict)) return verdict;
  return checker(source, flags, { checker: 'fuzz', timeout: timeouts.fuzz });
}

const isUnsupported = (verdict: Diagnostics): boolean =>
  verdict.status === 'unknown' && verdict.error.kind === 'unsupported';

function reasonOf(verdict: Diagnostics): string {
  if (verdict.status === 'vulnerable') return `${verdict.complexity.summary}: ${verdict.attack.pattern}`;
  return verdict.status === 'unknown' ? `unknown: ${verdict.error.kind}` : 'safe';
}
