import { appendFileSync } from 'node:fs';

/** How many checks passed, failed, and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line with which every part of the checks ends, and `.ci/run`: `12 passed, 0 failed, 1 skipped`. */
export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Adds the counts of a part to the file from which `.ci/run` makes its total: one line of JSON. */
export const appendTally = (file: string, part: string, { passed, failed, skipped }: Counts): void =>
  appendFileSync(file, `${JSON.stringify({ part, passed, failed, skipped })}\n`);

/** The counts of all parts together. */
export interface Total extends Counts {
  /** Parts that wrote no counts: they did not come to their end, and each is one failure. */
  readonly missing: readonly string[];
}

/**
 * Sums the counts of the parts.
 *
 * @param text of the file, a line for each part that came to its end
 * @param parts that have to be there
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
