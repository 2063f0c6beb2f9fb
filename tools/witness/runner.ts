import { type Counts, countsLine } from '../tally.ts';
import type { Report } from './report.ts';
import type { Need, Say, Witness, Workbench } from './witness.ts';

/** How a witness ended. */
interface Result extends Report {
  readonly witness: string;
  readonly passed: number;
  readonly failed: number;
  /** Why it did not run; a skipped witness has neither passed nor failed. */
  readonly skipped?: string;
  readonly seconds: number;
}

/** How all of them ended. */
interface Tally extends Counts {
  readonly results: readonly Result[];
}

/** Dependencies of the runner. */
export interface RunnerOptions {
  /** On a build machine nothing may be missing: there, what would be skipped has failed. */
  readonly isCi: boolean;
  readonly scratch: string;
  readonly stacks: Workbench['stacks'];
  readonly say: Say;
  /** Milliseconds, from whenever. */
  now(): number;
}

/** Runs witnesses one after the other, prepares each need once, and counts their checks. */
export async function runWitnesses(witnesses: readonly Witness[], options: RunnerOptions): Promise<Tally> {
  const prepared = new Map<string, Promise<string>>();
  const prepare = (need: Need): Promise<string> => {
    const known = prepared.get(need.name) ?? need.prepare(options.say);
    prepared.set(need.name, known);
    return known;
  };
  const results: Result[] = [];
  for (const witness of witnesses) {
    const result = await runOne(witness, prepare, options);
    for (const line of linesOf(result)) options.say(line);
    results.push(result);
  }
  return {
    passed: sum(results.map(({ passed }) => passed)),
    failed: sum(results.map(({ failed }) => failed)),
    skipped: results.filter(({ skipped }) => skipped !== undefined).length,
    results,
  };
}

async function runOne(
  { name, needs, run }: Witness,
  prepare: (need: Need) => Promise<string>,
  { isCi, scratch, stacks, say, now }: RunnerOptions,
): Promise<Result> {
  const started = now();
  const ended = (report: Report, more: Pick<Result, 'skipped'> = {}): Result => {
    const failed = report.checks.filter(({ problem }) => problem !== undefined).length;
    const seconds = Math.round((now() - started) / 100) / 10;
    return { witness: name, passed: report.checks.length - failed, failed, ...report, ...more, seconds };
  };
  const failure = (title: string, error: unknown): Result =>
    ended({ checks: [{ title, problem: messageOf(error) }], notes: [] });
  const tools = new Map<string, string>();
  for (const need of needs) {
    try {
      tools.set(need.name, await prepare(need));
    } catch (error) {
      if (isCi) return failure(`${need.name} is there, as on every build machine`, error);
      return ended({ checks: [], notes: [] }, { skipped: messageOf(error) });
    }
  }
  try {
    say(`${name}: running`);
    const report = await run({ scratch, tools, stacks, say });
    // A run of nothing is no confirmation.
    if (report.checks.length === 0) throw new Error('it looked at nothing');
    return ended(report);
  } catch (error) {
    return failure(`${name} does its work`, error);
  }
}

/** The report on one witness: each failure, further facts, and the count. */
function linesOf({ witness, checks, notes, passed, failed, skipped, seconds }: Result): string[] {
  if (skipped !== undefined) return [`${witness}: skipped: ${skipped}`];
  return [
    ...checks.flatMap(({ title, problem }) =>
      problem === undefined ? [] : [`${witness}: FAILED: ${title}: ${problem}`],
    ),
    ...notes.map((note) => `${witness}: ${note}`),
    `${witness}: ${countsLine({ passed, failed, skipped: 0 })} (${seconds} s)`,
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, entry) => total + entry, 0);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
