// `npm run chaos`: checks the guarantees under every kind of fault, and prints the figures.
import './quiet.ts';
import { Command } from 'commander';
import { wholeNumber } from '../../cli/option-values.ts';
import { createProgress, print, printJson } from '../../cli/output.ts';
import { runAlarms } from './alarms.ts';
import { testCrashPoints } from './crash-points.ts';
import { faultNames } from './faults.ts';
import { feedMutations } from './feed.ts';
import { runFeedCommand } from './feed-command.ts';
import { type FleetReport, runFleet } from './fleet.ts';
import { runFairness, runOutage } from './load.ts';
import { runProcesses } from './processes.ts';
import { type RunResult, runSimulation } from './run.ts';
import { shrink } from './shrink.ts';
import { runVendor, vendorNames } from './vendors.ts';
import { type Mutation, mutations } from './world.ts';

interface ChaosOptions {
  readonly seed: number;
  readonly runs: number;
  readonly jobs?: number;
  readonly mutation?: Mutation;
  readonly json?: boolean;
  readonly crashPoints?: boolean;
  readonly outage?: boolean;
  readonly fairness?: boolean;
  readonly feed?: boolean;
  readonly emulator?: boolean;
  readonly events?: number;
  readonly processes?: boolean;
  readonly alarms?: boolean | string;
  readonly vendors?: boolean | string;
  readonly minutes: number;
  readonly kills: number;
  readonly mails?: number;
}

/** Upper limit of every count: more than one run could do. */
const maxCount = 1_000_000_000;
/** A single mail at an account that another tenant's burst keeps busy, in ms. */
const mostSharedMs = 10_000;
const atLeastOne = wholeNumber(1, maxCount);

await new Command('chaos')
  .description(
    'run the real functions over simulated AWS and CRMs with a virtual clock, break everything that can break, and ' +
      'compare what came of it with a reference model; exit code 1 when a promise was broken',
  )
  .option('--seed <n>', 'the first seed; the same seed is the same run', wholeNumber(0, maxCount), 1)
  .option('--runs <n>', 'how many seeds', atLeastOne, 200)
  .option('--jobs <n>', 'worker threads; default: all processors', wholeNumber(1, 1_000))
  .option(
    '--mutation <name>',
    `take a guarantee out, to see the check fail: ${mutations.join(', ')}; with --feed ${feedMutations.join(', ')}`,
  )
  .option('--crash-points', 'instead: kill the worker before and after every call of a mail and the answer to it')
  .option('--outage', 'instead: a CRM is down for three days while mail keeps coming, then everything drains')
  .option('--fairness', "instead: one tenant's burst, and a single mail of another tenant in the middle of it")
  .option('--feed', 'instead: events by 20 workers, and five readers of the API; all of them crash at random')
  .option('--emulator', 'with --feed: on the database of the laptop')
  .option('--events <n>', 'events of --feed (100000, and 10000 on the emulator)', atLeastOne)
  .option('--processes', 'instead: the local runtime under random kills, with a CRM of which a tenth goes wrong')
  .option(
    '--vendors [names]',
    "instead: the local runtime with each CRM's stand-in, of which a tenth goes wrong; default: all",
  )
  .option(
    '--alarms [scenario]',
    "instead: break the running local pipeline, and see the template's own alarms ring, in real time; or only what has these words",
  )
  .option('--minutes <n>', 'the quiet hour of --alarms', wholeNumber(0, 10_000), 60)
  .option('--kills <n>', 'kills of --processes', wholeNumber(0, maxCount), 200)
  .option(
    '--mails <n>',
    'mails of the outage (100000), of the burst (10000), of the processes (5000) or of each vendor (2000)',
    atLeastOne,
  )
  .option('--json', 'one JSON line')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .addHelpText(
    'after',
    '\nExamples:\n  npm run chaos -- --runs 10000\n  npm run chaos -- --seed 4711 --runs 1\n  npm run chaos -- --runs 500 --mutation no-intent\n  npm run chaos -- --crash-points\n  npm run chaos -- --outage --mails 5000\n  npm run chaos -- --fairness\n  npm run chaos -- --feed --events 20000\n  npm run chaos -- --processes --mails 500 --kills 20\n  npm run chaos -- --alarms --minutes 20\n  npm run chaos -- --alarms dead\n  npm run chaos -- --vendors pipedrive,close --mails 200',
  )
  .action((options: ChaosOptions) => {
    if (options.crashPoints) return crashPoints(options);
    if (options.outage) return outage(options);
    if (options.feed) return runFeedCommand(options);
    if (options.processes) return processes(options);
    if (options.alarms) return alarms(options);
    if (options.vendors) return runVendors(options);
    return options.fairness ? fairness(options) : simulate(options);
  })
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
  else printReport(report);
  const [first] = report.failures;
  if (first !== undefined && !json) await printSmallestRun(first, mutation);
  process.exitCode = report.failures.length === 0 ? 0 : 1;
}

async function crashPoints({ json }: ChaosOptions): Promise<void> {
  const progress = createProgress('crash points');
  const { enumerated, passed, failures } = await testCrashPoints((done) => progress.update(done, 0));
  progress.end();
  if (json) printJson({ enumerated, passed, failures });
  else {
    print(`${enumerated} crash points enumerated, ${passed} passed`);
    for (const { capability, callIndex, call, when, problems } of failures)
      print(`FAILED ${capability}, call ${callIndex} (${call}), ${when}: ${problems.join('; ')}`);
  }
  process.exitCode = passed === enumerated ? 0 : 1;
}

async function outage({ json, mails = 100_000 }: ChaosOptions): Promise<void> {
  const progress = createProgress('delivered');
  const report = await runOutage(mails, undefined, (delivered) => progress.update(delivered, mails));
  progress.end();
  const { outageHours, waiting, delivered, deadLetters, inversions, duplicates } = report;
  if (json) printJson(report);
  else {
    print(`${mails} mails in ${outageHours} hours of outage; ${waiting} waited when the CRM came back`);
    print(
      `${delivered} delivered, ${deadLetters} dead letters, ${inversions} order inversions, ${duplicates} duplicates`,
    );
    print(
      `at most ${report.mostAttempts} failures charged to a delivery; drained in ${report.hoursToDrain.toFixed(1)} h`,
    );
    print(
      `at most ${report.mostCallsIn10s} calls to the CRM in ten seconds, of ${report.allowedIn10s} that its limits allow`,
    );
  }
  const isPassed =
    delivered === mails && deadLetters + inversions + duplicates === 0 && report.mostCallsIn10s <= report.allowedIn10s;
  process.exitCode = isPassed ? 0 : 1;
}

async function fairness({ json, mails = 10_000 }: ChaosOptions): Promise<void> {
  const report = await runFairness(mails);
  const shared = (await runFairness(mails, { isShared: true })).beside;
  if (json) printJson({ ...report, shared });
  else {
    print(`a single mail of one tenant, and ${report.burst} mails of another that came five seconds before it:`);
    for (const [name, times] of [
      ['alone', report.alone],
      ['beside the burst', report.beside],
      ['beside the burst, at one account for both', shared],
    ] as const)
      print(
        `  ${name}: ${Math.round(times.untilQueuedMs)} ms until parsed and queued, then ${Math.round(times.untilDeliveredMs)} ms until at its CRM`,
      );
  }
  // A delivery on the shared queue may take at most twice as long beside a burst as alone; at a shared account it waits for
  // room in its half of the rate, and not for the burst.
  const isFair = report.beside.untilDeliveredMs <= 2 * report.alone.untilDeliveredMs;
  process.exitCode = isFair && shared.untilDeliveredMs <= mostSharedMs ? 0 : 1;
}

async function processes({ json, mails = 5000, kills, seed }: ChaosOptions): Promise<void> {
  let progress = createProgress('');
  let phase = '';
  const onProgress = (name: string, done: number): void => {
    if (name !== phase) {
      progress.end();
      progress = createProgress(`sent ${name}`);
      phase = name;
    }
    progress.update(done, mails);
  };
  const report = await runProcesses({ mails, kills, seed, onProgress });
  progress.end();
  const { audit, differences, workerKills, processKills, crmFaults, seconds, secondsWithout } = report;
  if (json) printJson(report);
  else {
    print(
      `${mails} mails, ${workerKills} workers and ${processKills} processes killed, ${crmFaults} requests to the CRM gone wrong`,
    );
    print(`audit: ${audit.missing.length} missing, ${audit.pending} pending, fates ${JSON.stringify(audit.fates)}`);
    print(`${differences.length} differences between the CRM's records and those of a run without faults`);
    for (const difference of differences.slice(0, 10)) print(`  ${difference.slice(0, 200)}`);
    print(`${seconds} s, ${secondsWithout} s without faults`);
  }
  const isPassed = audit.missing.length === 0 && audit.fates.delivered === audit.mails && differences.length === 0;
  process.exitCode = isPassed ? 0 : 1;
}

async function runVendors({ json, mails = 2000, vendors }: ChaosOptions): Promise<void> {
  const names = typeof vendors === 'string' ? vendors.split(',') : vendorNames;
  for (const vendor of names) {
    const progress = createProgress(`sent to ${vendor}`);
    const report = await runVendor(vendor, mails, (sent) => progress.update(sent, mails));
    progress.end();
    const { audit, faults, records, differences, seconds } = report;
    if (json) printJson(report);
    else {
      print(
        `${vendor}: ${mails} mails, ${audit.fates.delivered ?? 0} delivered, ${faults} calls gone wrong, ${records} records, ${differences.length} differences to the run without faults, ${seconds} s`,
      );
      for (const difference of differences.slice(0, 10)) print(`  ${difference.slice(0, 300)}`);
    }
    const isPassed = audit.fates.delivered === audit.mails && differences.length === 0;
    process.exitCode ??= isPassed ? 0 : 1;
    if (!isPassed) process.exitCode = 1;
  }
}

async function alarms({ json, minutes, alarms: only }: ChaosOptions): Promise<void> {
  const progress = createProgress('scenarios');
  const words = typeof only === 'string' ? only : '';
  const reports = await runAlarms(minutes, (over) => progress.update(over, 0), words);
  progress.end();
  if (json) printJson(reports);
  else
    for (const { name, before, rang, missing } of reports) {
      const rings = Object.entries(rang).map(([alarm, seconds]) => `${alarm} after ${seconds} s`);
      print(`${name}: ${rings.join(', ') || 'nothing rang'}`);
      if (before.length > 0) print(`  FAILED: ${before.join(', ')} rang while all was well`);
      if (missing.length > 0) print(`  FAILED: ${missing.join(', ')} did not ring`);
    }
  process.exitCode = reports.every(({ before, missing }) => before.length + missing.length === 0) ? 0 : 1;
}

function printReport({
  runs,
  mails,
  calls,
  lost,
  duplicated,
  inverted,
  stuck,
  wrong,
  faults,
  failures,
}: FleetReport): void {
  print(`${runs} runs, ${mails} mails, ${calls} calls to AWS and the CRMs`);
  print(`${lost} lost, ${duplicated} duplicated effects, ${inverted} order inversions, ${stuck} stuck, ${wrong} wrong`);
  print('injected:');
  for (const name of faultNames) print(`  ${name}: ${faults[name] ?? 0}`);
  for (const { seed, verdict } of failures) {
    print(`FAILED seed ${seed}`);
    for (const [kind, list] of Object.entries(verdict))
      for (const problem of list.slice(0, 5)) print(`  ${kind}: ${problem}`);
  }
}

/** Shrinks a failing run, and prints the trace of the smallest run that still fails. */
async function printSmallestRun(failed: Omit<RunResult, 'traceLines'>, mutation: Mutation | undefined): Promise<void> {
  print(`\nshrinking seed ${failed.seed} …`);
  const base = { seed: failed.seed, ...(mutation !== undefined && { mutation }) };
  const smallest = await shrink({ ...failed, traceLines: [] }, base);
  const { traceLines, verdict, mails } = await runSimulation({ ...smallest, keepsTrace: true });
  print(
    `with the mails ${mails.join(', ')} and the faults ${Object.keys(smallest.plan ?? {}).join(', ') || '(as drawn)'}:`,
  );
  for (const line of traceLines) print(`  ${line}`);
  for (const [kind, list] of Object.entries(verdict)) for (const problem of list) print(`  ${kind}: ${problem}`);
  print(`\nplay it again: npm run chaos -- --seed ${failed.seed} --runs 1${mutation ? ` --mutation ${mutation}` : ''}`);
}
