import type { DeliverEvent } from '../domain/delivery/attempt.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import type { Ledger, ParkedThreads, ParkMarker } from '../domain/delivery/ledger.ts';
import type { DeadLetterQueue } from '../domain/delivery/queues.ts';
import {
  type RedriveReport,
  type RedriveRequest,
  scheduleActor,
  type ThreadReport,
} from '../domain/delivery/redrive-report.ts';
import type { Log } from '../domain/mail/log.ts';
import { collectDeadLetters } from './collect-dead-letters.ts';

export interface RedriveDependencies {
  readonly ledger: Ledger;
  readonly parked: ParkedThreads;
  readonly deadLetters: DeadLetterQueue;
  readonly deliver: DeliverEvent;
  readonly gate: Pick<ConnectionGate, 'state'>;
  /** Tries a connection behind which nothing waits. */
  readonly probe: (connection: string) => Promise<void>;
  /** The names of all connections that an integration has. */
  readonly connections: () => Promise<readonly string[]>;
  readonly audit: (request: RedriveRequest, report: RedriveReport, at: Date) => Promise<void>;
  readonly log: Log;
  /** The ledger's clock. */
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly holder: string;
}

/** How much time a run has. */
export interface RedriveTime {
  readonly leaseMs: number;
  /** What is left for new work, in ms. */
  readonly leftMs: () => number;
}

/** Conversations of one connection that are replayed side by side. */
const lanes = 8;
const listed = 1000;
/** A turn that comes later than that is left for the next run, in ms. */
const longestWaitMs = 10_000;

/**
 * Replays waiting conversations in order, through the code that the queue uses.
 *
 * First the dead-letter queue is emptied into parked conversations. Then the poisoned ones are tried again, and
 * beside them, connection by connection, those that waited for a circuit to close: one head alone as the probe, then
 * as many side by side as the connection's rate lets through. Each conversation is leased and replayed from its head
 * until one delivery does not settle. Nothing is ever sent back to the queue, where it would land behind newer mail.
 */
export function createRedrive(dependencies: RedriveDependencies) {
  const { parked, gate, log, now } = dependencies;

  return async (request: RedriveRequest, time: RedriveTime): Promise<RedriveReport> => {
    const dryRun = request.dryRun ?? false;
    const collected = dryRun ? 0 : await collectDeadLetters(dependencies);
    const totals = { found: 0, replayed: 0, skipped: 0 };
    const threads: ThreadReport[] = [];

    /** @returns whether what stopped it concerns all conversations of its connection */
    const replay = async (marker: ParkMarker): Promise<boolean> => {
      const { report, concernsConnection } = await replayThread(dependencies, marker, request, time);
      totals.found += 1;
      totals.replayed += report.replayed;
      totals.skipped += report.skipped;
      if (threads.length < listed) threads.push(report);
      return concernsConnection;
    };
    /** Lists what was asked for and cannot be tried. */
    const show = async (markers: AsyncIterable<ParkMarker>, stoppedBy: string): Promise<void> => {
      for await (const marker of markers) {
        if (!(await isAskedFor(parked, marker, request, now()))) continue;
        const { group, head, reason, waiting } = marker;
        totals.found += 1;
        if (threads.length < listed) threads.push({ group, head, reason, waiting, replayed: 0, skipped: 0, stoppedBy });
      }
    };
    const drain = async (markers: AsyncIterator<ParkMarker>, width: number): Promise<void> => {
      let isStopped = false;
      const lane = async (): Promise<void> => {
        while (!isStopped && time.leftMs() > 0) {
          const { value: marker, done } = await markers.next();
          if (done) return;
          if (marker.waiting <= 0 && !dryRun) await closeIfSettled(dependencies, marker, time);
          if (!(await isAskedFor(parked, marker, request, now()))) continue;
          if ((await replay(marker)) && marker.kind === 'buffered') isStopped = true;
        }
      };
      await Promise.all(Array.from({ length: width }, lane));
    };

    const connections = await dependencies.connections();
    await Promise.all([
      drain(parked.markers({ kind: 'poisoned' }), dryRun ? 1 : 2),
      ...connections.map(async (connection) => {
        const markers = parked.markers({ kind: 'buffered', connection });
        const { circuit, reason, probeAt = 0 } = await gate.state(connection);
        if (circuit === 'open' && !dryRun && request.skip !== undefined) return drain(markers, 1);
        if (circuit === 'open' && !dryRun && probeAt > now().getTime()) {
          const until = new Date(probeAt).toISOString();
          return request.actor === scheduleActor
            ? undefined
            : show(
                limited(markers, listed),
                `connection ${connection} is open (${reason}), and tried again at ${until}`,
              );
        }
        if (circuit === 'open' && !dryRun) {
          const before = totals.found;
          await drain(limited(markers, 1), 1);
          if (totals.found === before) await dependencies.probe(connection);
        }
        if (dryRun || (await gate.state(connection)).circuit === 'closed') await drain(markers, dryRun ? 1 : lanes);
      }),
    ]);
    const report = { dryRun, collected, ...totals, threads };
    const didSomething = collected + totals.replayed + totals.skipped > 0;
    if (didSomething) await dependencies.audit(request, report, now());
    log.info('redrive.done', { collected, dryRun, ...totals });
    return report;
  };
}

async function* limited<T>(values: AsyncIterator<T>, count: number): AsyncGenerator<T> {
  for (let left = count; left > 0; left -= 1) {
    const { value, done } = await values.next();
    if (done) return;
    yield value;
  }
}

/**
 * Takes away a marker behind which nobody waits, once its head has come to its end: a worker died between the two.
 * While the head is pending it may be a last attempt under way, or lie in the dead letters.
 */
async function closeIfSettled(
  { ledger, parked, now, holder }: RedriveDependencies,
  { group, head }: ParkMarker,
  { leaseMs }: RedriveTime,
): Promise<void> {
  const [integration = ''] = group.split('#');
  const { delivery } = await ledger.load({ eventId: head, integration }, group);
  if (delivery?.state === 'pending' || !(await parked.leaseMarker(group, holder, now(), leaseMs))) return;
  if (!(await parked.close(group, holder))) await parked.releaseMarker(group, holder, now());
}

/** A poisoned conversation is tried on schedule, too, but ever more rarely. */
const shortestRestMs = 240_000;
const longestRestMs = 3_600_000;

async function isAskedFor(
  parked: ParkedThreads,
  marker: ParkMarker,
  request: RedriveRequest,
  now: Date,
): Promise<boolean> {
  if (marker.waiting <= 0) return false;
  if (request.actor === scheduleActor && marker.kind === 'poisoned' && marker.triedAt !== undefined) {
    const age = now.getTime() - Date.parse(marker.since);
    const restMs = Math.min(longestRestMs, Math.max(shortestRestMs, age / 4));
    if (Date.parse(marker.triedAt) + restMs > now.getTime()) return false;
  }
  const [integration = '', threadKey = ''] = marker.group.split('#');
  if (request.integration !== undefined && request.integration !== integration) return false;
  if (request.thread !== undefined && request.thread !== threadKey) return false;
  const event = request.event ?? request.skip;
  if (event === undefined) return true;
  return (await parked.items(marker.group)).some(({ message }) => message.eventId === event);
}

async function replayThread(
  { parked, ledger, deliver, now, pause, holder }: RedriveDependencies,
  marker: ParkMarker,
  request: RedriveRequest,
  { leaseMs, leftMs }: RedriveTime,
): Promise<{ readonly report: ThreadReport; readonly concernsConnection: boolean }> {
  const { group, head, reason, waiting } = marker;
  const summary = { group, head, reason, waiting, replayed: 0, skipped: 0 };
  let concernsConnection = false;
  if (request.dryRun) return { report: summary, concernsConnection };
  if (!(await parked.leaseMarker(group, holder, now(), leaseMs)))
    return { report: { ...summary, stoppedBy: 'another redrive is at work on it' }, concernsConnection };

  let items = await parked.items(group);
  let stoppedBy = await headIsElsewhere();
  while (stoppedBy === undefined) {
    for (const item of items) {
      if (leftMs() <= 0) {
        stoppedBy = 'the run is out of time; the next one goes on';
        break;
      }
      const { eventId } = item.message;
      if (eventId === request.skip) {
        await ledger.giveUp(item.message, `skipped by ${request.actor}`, now());
        summary.skipped += 1;
      } else {
        const attempt = { isLast: false, leaseMs, isReplay: true };
        let result = await deliver(item.message, attempt);
        while (result.kind === 'retry' && result.waits && result.afterMs <= Math.min(longestWaitMs, leftMs())) {
          await pause(result.afterMs);
          result = await deliver(item.message, attempt);
        }
        if (result.kind === 'retry' || result.kind === 'parked') {
          stoppedBy = result.reason;
          // The circuit has opened, or the next turn is far away.
          concernsConnection = result.kind === 'parked' ? result.as === 'buffered' : result.waits === true;
          break;
        }
        if (result.kind === 'dead') await ledger.giveUp(item.message, result.reason, now());
        summary.replayed += 1;
      }
      await parked.removeItem(group, item.place);
    }
    if (stoppedBy !== undefined) break;
    if (await parked.close(group, holder)) return { report: summary, concernsConnection };
    // Somebody came behind it meanwhile.
    items = await parked.items(group);
  }
  await parked.releaseMarker(group, holder, now());
  return { report: { ...summary, stoppedBy }, concernsConnection };

  /** The queue, or its dead letters, still have the head: whoever waits behind it must not go first. */
  async function headIsElsewhere(): Promise<string | undefined> {
    if (items.some(({ message }) => message.eventId === head)) return undefined;
    const [integration = ''] = group.split('#');
    const { delivery } = await ledger.load({ eventId: head, integration }, group);
    return delivery?.state === 'pending' ? 'its head is still on the queue' : undefined;
  }
}
