import { createHash } from 'node:crypto';
import { check, type Diagnostics } from 'recheck';
import { branchesOf } from './branches.ts';
import { exhaustiveForm } from './exhaustive.ts';

/** Says whether the time of a pattern is linear, in the way of recheck's `check`. */
export type Checker = (
  source: string,
  flags: string,
  parameters: { readonly checker: Proof; readonly timeout: number },
) => Promise<Diagnostics>;

/** Time for one check in ms: little where the branches of a pattern can be checked instead. */
const timeouts = { branching: 3_000, automaton: 30_000, fuzz: 60_000 } as const;

/** Longer patterns are taken apart before they are checked, because the time of a check grows faster than they do. */
const longest = 300;
/** A pattern of more branches than this has to be written in another way. */
const mostBranches = 2_000;

/** Asks recheck, whose answers are the same in each run as long as there is time. */
export const recheck: Checker = (source, flags, parameters) => check(source, flags, { randomSeed: 0, ...parameters });

/** How the time of a pattern was shown to be linear: by its automaton, or because no attack was found. */
export type Proof = 'automaton' | 'fuzz';

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

/** What speaks against a pattern. */
export interface Complaint {
  /** The pattern, or the branch of it that is at fault, as a literal. */
  readonly branch: string;
  readonly reason: string;
}

/**
 * Proves that a pattern takes linear time, from stored verdicts or anew.
 *
 * New verdicts are added to `proofs`. No verdict within the time of recheck is a complaint, unless the pattern has branches
 * that can be proven.
 *
 * @param used receives the keys of all verdicts that the proof rests on
 */
export async function complaintsAbout(
  pattern: { readonly source: string; readonly flags: string },
  { proofs, used, checker }: { readonly proofs: Proofs; readonly used: Set<string>; readonly checker: Checker },
): Promise<readonly Complaint[]> {
  const { source, flags } = pattern;
  const complaints: Complaint[] = [];
  const open = [source];
  let tried = 0;
  while (open.length > 0) {
    const branch = open.pop()!;
    const key = keyOf(branch, flags);
    const isProven = proofs.has(key);
    if (isProven) used.add(key);
    const branches = isProven ? undefined : branchesOf(branch, flags);
    if (isProven || (branch.length > longest && branches !== undefined)) {
      open.push(...(branches ?? []));
      continue;
    }
    tried += 1;
    if (tried > mostBranches) return [{ branch: `/${source}/${flags}`, reason: `has over ${mostBranches} branches` }];
    const timeout = branches === undefined ? timeouts : { automaton: timeouts.branching, fuzz: timeouts.branching };
    const verdict = await verdictOn(branch, matchingFlags(flags), { checker, timeout });
    if (verdict.status === 'safe') {
      proofs.set(key, verdict.checker);
      used.add(key);
    } else if (branches !== undefined) {
      open.push(...branches);
    } else {
      complaints.push({ branch: `/${branch}/${flags}`, reason: reasonOf(verdict) });
    }
  }
  return complaints;
}

/** By automaton where that says something of the whole pattern, and else by the search for an attack. */
async function verdictOn(
  source: string,
  flags: string,
  { checker, timeout }: { readonly checker: Checker; readonly timeout: Readonly<Record<Proof, number>> },
): Promise<Diagnostics> {
  const byAutomaton = { checker: 'automaton', timeout: timeout.automaton } as const;
  const form = exhaustiveForm(source, flags);
  const direct = form.hasLookaround ? undefined : await checker(source, flags, byAutomaton);
  if (direct !== undefined && (direct.status === 'vulnerable' || !form.hasLimits)) return direct;
  const isLinearInSearch = direct?.status === 'safe' || (direct === undefined && !form.hasUnlimited);
  if (isLinearInSearch && form.source !== undefined) {
    const exhaustive = await checker(form.source, flags, byAutomaton);
    if (exhaustive.status === 'safe') return exhaustive;
  }
  return checker(source, flags, { checker: 'fuzz', timeout: timeout.fuzz });
}

function reasonOf(verdict: Diagnostics): string {
  if (verdict.status === 'vulnerable') return `${verdict.complexity.summary}: ${verdict.attack.pattern}`;
  return verdict.status === 'unknown' ? `unknown: ${verdict.error.kind}` : 'safe';
}
