import { createProgress, print, printJson } from '../../cli/output.ts';
import { startTestDynamo } from '../helpers/dynamo.ts';
import { type FeedMutation, type FeedReport, feedMutations, isFeedWhole, runFeed, withoutMarks } from './feed.ts';
import { emulatedFeedWorld, type FeedWorld, simulatedFeedWorld } from './feed-world.ts';

interface FeedCommand {
  readonly seed: number;
  readonly events?: number;
  readonly emulator?: boolean;
  readonly mutation?: string;
  readonly json?: boolean;
}

/** `npm run chaos -- --feed`: prints what each reader saw; exit code 1 when one of them missed an event or saw it twice. */
export async function runFeedCommand({ seed, events, emulator, mutation, json }: FeedCommand): Promise<void> {
  const own = feedMutations.find((name) => name === mutation);
  if (mutation !== undefined && own === undefined) {
    process.stderr.write(`--mutation: with --feed it is one of ${feedMutations.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const count = events ?? (emulator ? 10_000 : 100_000);
  const report = emulator ? await onEmulator(seed, count) : await run(worldOf(seed, own), count, own);
  if (json) printJson(report);
  else printReport(report);
  process.exitCode = isFeedWhole(report) ? 0 : 1;
}

const worldOf = (seed: number, mutation: FeedMutation | undefined): FeedWorld =>
  mutation === 'no-mark' ? simulatedFeedWorld(seed, withoutMarks) : simulatedFeedWorld(seed);

async function onEmulator(seed: number, events: number): Promise<FeedReport> {
  const database = await startTestDynamo();
  try {
    return await run(emulatedFeedWorld(seed, database.dynamo), events, undefined);
  } finally {
    await database.stop();
  }
}

async function run(world: FeedWorld, events: number, mutation: FeedMutation | undefined): Promise<FeedReport> {
  const progress = createProgress('read');
  const readers = 5;
  const report = await runFeed(world, {
    events,
    readers,
    mutation,
    onProgress: (read) => progress.update(read, events * readers),
  });
  progress.end();
  return report;
}

function printReport({ events, workerCrashes, batchesAgain, readers, otherOrders }: FeedReport): void {
  print(`${events} events by 20 workers with ${workerCrashes} crashes, ${batchesAgain} batches handed over twice`);
  for (const [nth, { pages, crashes, events: seen, repeated, missing }] of readers.entries())
    print(
      `reader ${nth + 1}: ${seen} events in ${pages} pages with ${crashes} crashes; ${missing} missing, ${repeated} repeated behind its checkpoints`,
    );
  print(`${otherOrders} readers with another order than the first`);
}
