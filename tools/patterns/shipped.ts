import { execFileSync } from 'node:child_process';
import { type Pattern, shippedPatternSites } from './sites.ts';

/** Places whose patterns are written by the person who is harmed by a slow one. */
const ownPatterns: Readonly<Record<string, string>> = {
  'local/sandbox-crm/faults.ts': 'the developer names the requests to the sandbox that fail, on a laptop',
};

/** The regular expressions of all shipped code. */
interface ShippedPatterns {
  /** Each pattern once, with the first place that has it. */
  readonly patterns: readonly Pattern[];
  /** Calls of `RegExp` that made no pattern while they were watched, so that nothing is known about theirs. */
  readonly unseen: readonly string[];
  /** Places where a pattern could come into being unseen. */
  readonly hidden: readonly string[];
}

/** Reads the literals of the sources, and runs the code that calls `RegExp`, in a process of its own. */
export function shippedPatterns(): ShippedPatterns {
  const { literals, constructions, hidden } = shippedPatternSites();
  const output = execFileSync(process.execPath, ['tools/patterns/constructed.ts'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const made = JSON.parse(output) as readonly Pattern[];
  const seen = new Set(made.map(({ place }) => place));
  const byText = Map.groupBy([...literals, ...made], ({ source, flags }) => `/${source}/${flags}`);
  return {
    patterns: [...byText.values()].map(([first]) => first!),
    unseen: constructions.filter((place) => !seen.has(place) && ownPatterns[place.split(':')[0]!] === undefined),
    hidden,
  };
}
