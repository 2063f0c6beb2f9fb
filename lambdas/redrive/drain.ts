import { parseGroup } from '../domain/delivery/delivery.ts';
import type { ParkMarker } from '../domain/delivery/ledger.ts';
import { type RedriveRequest, scheduleActor, type ThreadReport } from '../domain/delivery/redrive-report.ts';
import { type RedriveTime, type ReplayThreadDependencies, replayThread } from './replay-thread.ts';

/** Conversations that a report names. */
export const mostListed = 1000;

/** One run of a redrive, and its results so far. */
export interface RedriveRun {
  readonly dependencies: ReplayThreadDependencies;
  readonly request: RedriveRequest;
  readonly time: RedriveTime;
  readonly dryRun: boolean;
  /** Epoch ms: for what comes later, the next run is soon enough. */
  readonly waitsUntil: number;
  readonly totals: { found: number; replayed: number; skipped: number };
  /** Reports by conversation; the first thousand. */
  readonly threads: Map<string, ThreadReport>;
}

/** A conversation that a passing obstacle has stopped. */
interface LaterThread {
  readonly marker: ParkMarker;
  /** Epoch ms. */
  readonly at: number;
}

/** The conversations of one drain: those that come from the ledger, and those that are tried again. */
interface DrainedThreads {
  readonly run: RedriveRun;
  readonly markers: AsyncIterator<ParkMarker>;
  readonly later: LaterThread[];
  /** An obstacle concerns all conversations of the connection. */
  isStopped: boolean;
  /** Conversations that were tried. */
  tried: number;
}

/**
 * Replays conversations side by side until there are none left, the time is up, or one of them meets an obstacle that
 * concerns all conversations of its connection. A conversation that a passing obstacle stops, such as one call that went
 * wrong, comes back within this run after the others.
 *
 * @returns how many conversations were tried
 */
export async function drain(run: RedriveRun, markers: AsyncIterator<ParkMarker>, width: number): Promise<number> {
  const threads: DrainedThreads = { run, markers, later: [], isStopped: false, tried: 0 };
  // A dry run only lists, in the order of the markers.
  await Promise.all(Array.from({ length: run.dryRun ? 1 : width }, () => replayNext(threads)));
  return threads.tried;
}

async function replayNext(threads: DrainedThreads): Promise<void> {
  const { run } = threads;
  while (!threads.isStopped && run.time.leftMs() > 0) {
    const marker = await nextMarker(threads);
    if (marker === undefined) return;
    if (marker.waiting <= 0 && !run.dryRun) await closeIfSettled(run.dependencies, marker, run.time);
    if (await isWanted(run, marker)) await replay(threads, marker);
  }
}

/** The next conversation of the ledger, else the one that comes back first. */
async function nextMarker({ run, markers, later }: DrainedThreads): Promise<ParkMarker | undefined> {
  const { value, done } = await markers.next();
  if (!done) return value;
  const [first] = later.toSorted((a, b) => a.at - b.at);
  if (first === undefined) return undefined;
  later.splice(later.indexOf(first), 1);
  const { now, pause } = run.dependencies;
  const waitMs = first.at - now().getTime();
  if (waitMs > 0) await pause(waitMs);
  return first.marker;
}

async function replay(threads: DrainedThreads, marker: ParkMarker): Promise<void> {
  const { run, later } = threads;
  const { dependencies, request, time, waitsUntil } = run;
  threads.tried += 1;
  const { report, concernsConnection, retryAt } = await replayThread(dependencies, marker, request, time);
  count(run, report);
  if (marker.kind !== 'buffered') return;
  if (concernsConnection) threads.isStopped = true;
  else if (retryAt !== undefined && retryAt.getTime() <= waitsUntil) later.push({ marker, at: retryAt.getTime() });
}

/** Adds a report; of a conversation that is tried more than once, the last one says why it stopped. */
export function count({ totals, threads }: RedriveRun, report: ThreadReport): void {
  const { group, replayed, skipped } = report;
  const before = threads.get(group);
  totals.found += before === undefined ? 1 : 0;
  totals.replayed += replayed;
  totals.skipped += skipped;
  if (before !== undefined)
    threads.set(group, { ...report, replayed: before.replayed + replayed, skipped: before.skipped + skipped });
  else if (threads.size < mostListed) threads.set(group, report);
}

/**
 * Removes a marker without waiting deliveries once its head has its fate: a worker died between the two. While the head is
 * pending it may be a last attempt under way, or lie in the dead letters.
 */
async function closeIfSettled(
  { ledger, parked, now, holder }: ReplayThreadDependencies,
  { group, head }: ParkMarker,
  { leaseMs }: RedriveTime,
): Promise<void> {
  const { integration } = parseGroup(group);
  const { delivery } = await ledger.load({ eventId: head, integration }, group);
  if (delivery?.state === 'pending' || !(await parked.leaseMarker(group, holder, now(), leaseMs))) return;
  if (!(await parked.close(group, holder))) await parked.releaseMarker(group, holder, now());
}

/**
 * The schedule tries a poisoned conversation less and less often: after a quarter of its age, within these bounds, in ms.
 */
const shortestRestMs = 240_000;
const longestRestMs = 3_600_000;

/** Whether the request is for a conversation with waiting deliveries. */
export async function isWanted({ dependencies, request }: RedriveRun, marker: ParkMarker): Promise<boolean> {
  const { parked, now } = dependencies;
  if (marker.waiting <= 0 || (request.actor === scheduleActor && isResting(marker, now()))) return false;
  const { integration, threadKey } = parseGroup(marker.group);
  if (request.integration !== undefined && request.integration !== integration) return false;
  if (request.thread !== undefined && request.thread !== threadKey) return false;
  const event = request.event ?? request.skip;
  if (event === undefined) return true;
  return (await parked.items(marker.group)).some(({ message }) => message.eventId === event);
}

function isResting({ kind, reason, since, triedAt }: ParkMarker, now: Date): boolean {
  if (kind !== 'poisoned' || triedAt === undefined) return false;
  const age = now.getTime() - Date.parse(since);
  // A setting of the account is corrected for all mails at once, which then go out within minutes.
  const longestMs = reason.startsWith('misconfigured:') ? shortestRestMs : longestRestMs;
  const restMs = Math.min(longestMs, Math.max(shortestRestMs, age / 4));
  return Date.parse(triedAt) + restMs > now.getTime();
}
