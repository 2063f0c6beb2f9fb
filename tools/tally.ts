import { appendFileSync } from 'node:fs';

/** The number of checks that passed, failed, and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line with which every part of the checks ends, and `.ci/run`: `12 passed, 0 failed, 1 skipped`. */
export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Appends the counts of a part, as one line of JSON, to the file that `.ci/run` sums. */
export const appendTally = (file: string, part: string, { passed, failed, skipped }: Counts): void =>
  appendFileSync(file, `${JSON.stringify({ part, passed, failed, skipped })}\n`);

/** The counts of all parts together. */
interface Total extends Counts {
  /** Parts without counts: they did not finish, and each counts as one failure. */
  readonly missing: readonly string[];
}

/**
 * Sums the counts of the parts.
 *
 * @param text the file's content, a line for each part that finished
 * @param parts the names of the parts that must have finished
 */
export function totalOf(text: string, parts: readonly string[]): Total {
  const tallies = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Counts & { readonly part: string });
  const missing = parts.filter((part) => !tallies.some((tally) => tally.part === part));
  const sum = (key: keyof Counts): number => tallies.reduce((total, tally) => total + tally[key], 0);
  return { passed: sum('passed'), failed: sum('failed') + missing.length, skipped: sum('skipped'), missing };
}
