// `npm run chaos`: the guarantees against everything that can go wrong, and the figures of it.
import './quiet.ts';
import { Command, InvalidArgumentError } from 'commander';
import { createProgress, print, printJson } from '../../cli/output.ts';
import { faultNames } from './faults.ts';
import { type FleetReport, runFleet } from './fleet.ts';
import { type RunResult, runSimulation } from './run.ts';
import { shrink } from './shrink.ts';
import { type Mutation, mutations } from './world.ts';

interface ChaosOptions {
  readonly seed: number;
  readonly runs: number;
  readonly jobs?: number;
  readonly mutation?: Mutation;
  readonly json?: boolean;
}

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('wants a whole number');
  return value;
};

await new Command('chaos')
  .description(
    'run the real functions over simulated AWS and CRMs with a virtual clock, break everything that can break, and ' +
      'compare what came of it with a reference model; exit code 1 when a promise was broken',
  )
  .option('--seed <n>', 'the first seed; the same seed is the same run', whole, 1)
  .option('--runs <n>', 'how many seeds', whole, 200)
  .option('--jobs <n>', 'worker threads; default: all processors', whole)
  .option('--mutation <name>', `take a guarantee out, to see the check fail: ${mutations.join(', ')}`)
  .option('--json', 'one JSON line')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run chaos -- --runs 10000\n  npm run chaos -- --seed 4711 --runs 1\n  npm run chaos -- --runs 500 --mutation no-intent',
  )
  .action(simulate)
  .parseAsync();

async function simulate({ seed, runs, jobs, mutation, json }: ChaosOptions): Promise<void> {
  const progress = createProgress('simulated');
  const report = await runFleet({
    firstSeed: seed,
    runs,
    ...(jobs !== undefined && { jobs }),
    ...(mutation !== undefined && { mutation }),
    onProgress: (done) => progress.update(done, runs),
  });
  progress.end();
  if (json) printJson(report);
  else tell(report);
  const [first] = report.failures;
  if (first !== undefined && !json) await tellStory(first, mutation);
  process.exitCode = report.failures.length === 0 ? 0 : 1;
}

function tell({ runs, mails, calls, lost, duplicated, inverted, stuck, wrong, faults, failures }: FleetReport): void {
  print(`${runs} runs, ${mails} mails, ${calls} calls to AWS and the CRMs`);
  print(`${lost} lost, ${duplicated} duplicated effects, ${inverted} order inversions, ${stuck} stuck, ${wrong} wrong`);
  print('injected:');
  for (const name of faultNames) print(`  ${name}: ${faults[name] ?? 0}`);
  for (const { seed, verdict } of failures) {
    print(`FAILED seed ${seed}`);
    for (const [kind, list] of Object.entries(verdict))
      for (const what of list.slice(0, 5)) print(`  ${kind}: ${what}`);
  }
}

/** The smallest run that still fails, told from its beginning. */
async function tellStory(failed: Omit<RunResult, 'story'>, mutation: Mutation | undefined): Promise<void> {
  print(`\nshrinking seed ${failed.seed} …`);
  const base = { seed: failed.seed, ...(mutation !== undefined && { mutation }) };
  const smallest = await shrink({ ...failed, story: [] }, base);
  const { story, verdict, mails } = await runSimulation({ ...smallest, isTold: true });
  print(
    `with the mails ${mails.join(', ')} and the faults ${Object.keys(smallest.plan ?? {}).join(', ') || '(as drawn)'}:`,
  );
  for (const line of story) print(`  ${line}`);
  for (const [kind, list] of Object.entries(verdict)) for (const what of list) print(`  ${kind}: ${what}`);
  print(`\nplay it again: npm run chaos -- --seed ${failed.seed} --runs 1${mutation ? ` --mutation ${mutation}` : ''}`);
}
