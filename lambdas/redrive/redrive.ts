import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { parseGroup } from '../domain/delivery/delivery.ts';
import type { ParkMarker } from '../domain/delivery/ledger.ts';
import {
  type RedriveReport,
  type RedriveRequest,
  scheduleActor,
  type ThreadReport,
} from '../domain/delivery/redrive-report.ts';
import type { Log } from '../domain/mail/log.ts';
import { type CollectDependencies, collectDeadLetters } from './collect-dead-letters.ts';
import { type RedriveTime, type ReplayThreadDependencies, replayThread } from './replay-thread.ts';

interface RedriveDependencies extends Omit<CollectDependencies, 'ledger'>, ReplayThreadDependencies {
  readonly gate: Pick<ConnectionGate, 'state'>;
  /** Probes a connection that no delivery waits for. */
  readonly probe: (connection: string) => Promise<void>;
  /** The names of all connections that an integration has. */
  readonly connections: () => Promise<readonly string[]>;
  readonly audit: (request: RedriveRequest, report: RedriveReport, at: Date) => Promise<void>;
  readonly log: Log;
}

/** Conversations of one connection that are replayed side by side. */
const connectionWidth = 8;
/** Poisoned conversations that are replayed side by side. */
const poisonedWidth = 2;
/** Conversations that a report names. */
const mostListed = 1000;

/** One run of a redrive, and its results so far. */
interface RedriveRun {
  readonly dependencies: RedriveDependencies;
  readonly request: RedriveRequest;
  readonly time: RedriveTime;
  readonly dryRun: boolean;
  readonly totals: { found: number; replayed: number; skipped: number };
  readonly threads: ThreadReport[];
}

/**
 * Replays waiting conversations in order, through the code that the queue uses.
 *
 * First the dead-letter queue is emptied into parked conversations. Then the poisoned ones are tried again, and
 * beside them, connection by connection, those that waited for a circuit to close: one head alone as the probe, then
 * as many side by side as the connection's rate lets through. Each conversation is leased and replayed from its head
 * until one delivery does not settle. Nothing is ever sent back to the queue, where it would land behind newer mail.
 */
export function createRedrive(dependencies: RedriveDependencies) {
  const { parked, audit, log, now } = dependencies;

  return async function redrive(request: RedriveRequest, time: RedriveTime): Promise<RedriveReport> {
    const dryRun = request.dryRun ?? false;
    const collected = dryRun ? 0 : await collectDeadLetters(dependencies);
    const totals = { found: 0, replayed: 0, skipped: 0 };
    const run: RedriveRun = { dependencies, request, time, dryRun, totals, threads: [] };
    const connections = await dependencies.connections();
    await Promise.all([
      drain(run, parked.markers({ kind: 'poisoned' }), poisonedWidth),
      ...connections.map((connection) => redriveConnection(run, connection)),
    ]);
    const report = { dryRun, collected, ...totals, threads: run.threads };
    const didSomething = collected + totals.replayed + totals.skipped > 0;
    if (didSomething) await audit(request, report, now());
    log.info('redrive.done', { collected, dryRun, ...totals });
    return report;
  };
}

/** Replays the conversations that wait for one connection, as far as its circuit allows. */
async function redriveConnection(run: RedriveRun, connection: string): Promise<void> {
  const { dependencies, request, dryRun, totals } = run;
  const { parked, gate, now, probe } = dependencies;
  const markers = parked.markers({ kind: 'buffered', connection });
  if (dryRun) return drain(run, markers, connectionWidth);
  const { circuit, reason, probeAt = 0 } = await gate.state(connection);
  if (circuit === 'closed') return drain(run, markers, connectionWidth);
  // Giving a delivery up calls no connection.
  if (request.skip !== undefined) return drain(run, markers, 1);
  if (probeAt > now().getTime()) {
    // Nobody reads the report of a scheduled run.
    if (request.actor === scheduleActor) return;
    const until = new Date(probeAt).toISOString();
    const stoppedBy = `connection ${connection} is open (${reason}), and tried again at ${until}`;
    return listWaiting(run, limited(markers, mostListed), stoppedBy);
  }
  const before = totals.found;
  await drain(run, limited(markers, 1), 1);
  if (totals.found === before) await probe(connection);
  if ((await gate.state(connection)).circuit === 'closed') await drain(run, markers, connectionWidth);
}

/**
 * Replays conversations side by side until there are none left, the time is up, or one of them meets an obstacle that
 * concerns all conversations of its connection.
 */
async function drain(run: RedriveRun, markers: AsyncIterator<ParkMarker>, width: number): Promise<void> {
  const { dependencies, time, dryRun } = run;
  let isStopped = false;
  async function replayNext(): Promise<void> {
    while (!isStopped && time.leftMs() > 0) {
      const { value: marker, done } = await markers.next();
      if (done) return;
      if (marker.waiting <= 0 && !dryRun) await closeIfSettled(dependencies, marker, time);
      if (!(await isWanted(run, marker))) continue;
      const concernsConnection = await replay(run, marker);
      if (concernsConnection && marker.kind === 'buffered') isStopped = true;
    }
  }
  // A dry run only lists, in the order of the markers.
  await Promise.all(Array.from({ length: dryRun ? 1 : width }, replayNext));
}

/** @returns whether the obstacle that stopped the conversation concerns all conversations of its connection */
async function replay(run: RedriveRun, marker: ParkMarker): Promise<boolean> {
  const { dependencies, request, time } = run;
  const { report, concernsConnection } = await replayThread(dependencies, marker, request, time);
  count(run, report);
  return concernsConnection;
}

/** Reports requested conversations that cannot be tried. */
async function listWaiting(run: RedriveRun, markers: AsyncIterable<ParkMarker>, stoppedBy: string): Promise<void> {
  for await (const marker of markers) {
    if (!(await isWanted(run, marker))) continue;
    const { group, head, reason, waiting } = marker;
    count(run, { group, head, reason, waiting, replayed: 0, skipped: 0, stoppedBy });
  }
}

function count({ totals, threads }: RedriveRun, report: ThreadReport): void {
  totals.found += 1;
  totals.replayed += report.replayed;
  totals.skipped += report.skipped;
  if (threads.length < mostListed) threads.push(report);
}

async function* limited<T>(values: AsyncIterator<T>, most: number): AsyncGenerator<T> {
  for (let remaining = most; remaining > 0; remaining -= 1) {
    const { value, done } = await values.next();
    if (done) return;
    yield value;
  }
}

/**
 * Removes a marker without waiting deliveries once its head has its fate: a worker died between the two. While the head is
 * pending it may be a last attempt under way, or lie in the dead letters.
 */
async function closeIfSettled(
  { ledger, parked, now, holder }: RedriveDependencies,
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
async function isWanted({ dependencies, request }: RedriveRun, marker: ParkMarker): Promise<boolean> {
  const { parked, now } = dependencies;
  if (marker.waiting <= 0 || (request.actor === scheduleActor && isResting(marker, now()))) return false;
  const { integration, threadKey } = parseGroup(marker.group);
  if (request.integration !== undefined && request.integration !== integration) return false;
  if (request.thread !== undefined && request.thread !== threadKey) return false;
  const event = request.event ?? request.skip;
  if (event === undefined) return true;
  return (await parked.items(marker.group)).some(({ message }) => message.eventId === event);
}

function isResting({ kind, since, triedAt }: ParkMarker, now: Date): boolean {
  if (kind !== 'poisoned' || triedAt === undefined) return false;
  const age = now.getTime() - Date.parse(since);
  const restMs = Math.min(longestRestMs, Math.max(shortestRestMs, age / 4));
  return Date.parse(triedAt) + restMs > now.getTime();
}
