import type { DeliverEvent } from './deliver-event.ts';
import { type Delivery, decodeDeliveryMessage, groupOf } from './delivery.ts';
import type { Ledger, Log, ParkedThreads, ParkMarker } from './ports.ts';

/** What a person or the schedule asks of a redrive; without a filter every parked conversation is tried. */
export interface RedriveRequest {
  readonly dryRun?: boolean;
  readonly thread?: string;
  readonly event?: string;
  readonly integration?: string;
  /** Give this event up: it becomes `dead`, and its conversation goes on without it. */
  readonly skip?: string;
  /** Who asked, for the audit record. */
  readonly actor: string;
}

export interface RedriveReport {
  readonly dryRun: boolean;
  /** Dead letters that were parked with their conversation. */
  readonly collected: number;
  readonly threads: ReadonlyArray<{
    readonly group: string;
    readonly head: string;
    readonly reason: string;
    readonly waiting: number;
    readonly replayed: number;
    readonly skipped: number;
    /** Why it stopped before the end, when it did. */
    readonly stoppedBy?: string;
  }>;
}

/** A message in the dead-letter queue. */
export interface DeadLetter {
  readonly body: string;
  readonly handle: string;
}

export interface DeadLetterQueue {
  receive(): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export interface RedriveDependencies {
  readonly ledger: Ledger;
  readonly parked: ParkedThreads;
  readonly deadLetters: DeadLetterQueue;
  readonly deliver: DeliverEvent;
  readonly audit: (request: RedriveRequest, report: RedriveReport, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly holder: string;
}

/**
 * A place before everything that waits with a SequenceNumber, for `!` sorts before digits: what crashed into the
 * dead-letter queue came before what queued up behind it, and among its like goes by its arrival.
 */
const frontOfLine = ({ receivedAt, eventId }: Delivery): string => `!${receivedAt}-${eventId}`;

/**
 * Replays parked conversations in order, through the code that the queue uses.
 *
 * First the dead-letter queue is emptied into parked conversations, then each conversation is leased and
 * replayed from its head until one delivery does not settle. Nothing is ever sent back to the queue, where it
 * would land behind newer mail.
 */
export function createRedrive(dependencies: RedriveDependencies) {
  const { parked, log, now } = dependencies;

  return async (request: RedriveRequest, leaseMs: number): Promise<RedriveReport> => {
    const dryRun = request.dryRun ?? false;
    const collected = dryRun ? 0 : await collectDeadLetters(dependencies);
    const threads: Array<RedriveReport['threads'][number]> = [];
    for (const marker of await parked.markers()) {
      if (!(await isAskedFor(parked, marker, request))) continue;
      threads.push(await replayThread(dependencies, marker, request, leaseMs));
    }
    const report = { dryRun, collected, threads };
    const didSomething = collected > 0 || threads.some(({ replayed, skipped }) => replayed + skipped > 0);
    if (didSomething) await dependencies.audit(request, report, now());
    log.info('redrive.done', { collected, threads: threads.length, dryRun });
    return report;
  };
}

async function collectDeadLetters({ deadLetters, ledger, log, now }: RedriveDependencies): Promise<number> {
  let collected = 0;
  for (let batch = await deadLetters.receive(); batch.length > 0; batch = await deadLetters.receive()) {
    for (const letter of batch) {
      try {
        const message = decodeDeliveryMessage(letter.body);
        const { delivery, marker } = await ledger.load(message, groupOf(message));
        if (delivery === undefined) {
          // Nothing could be replayed: it stays, and the depth of the dead letters says so.
          log.error('redrive.unknown', { eventId: message.eventId });
          continue;
        }
        if (delivery.state === 'pending' && delivery.fate !== 'parked') {
          const sequence = marker?.head === message.eventId ? marker.headSequence : frontOfLine(delivery);
          await ledger.park(
            groupOf(message),
            { sequence, message },
            { reason: 'dead letter: every receive failed', isHead: true },
            now(),
          );
          collected += 1;
        }
        await deadLetters.remove(letter);
      } catch (error) {
        // It stays in the dead-letter queue, whose depth is alarmed; a person has to look.
        log.error('redrive.undecodable', { error: (error as Error).name });
      }
    }
  }
  return collected;
}

async function isAskedFor(parked: ParkedThreads, marker: ParkMarker, request: RedriveRequest): Promise<boolean> {
  if (marker.waiting === 0) return false;
  const [integration = '', threadKey = ''] = marker.group.split('#');
  if (request.integration !== undefined && request.integration !== integration) return false;
  if (request.thread !== undefined && request.thread !== threadKey) return false;
  const event = request.event ?? request.skip;
  if (event === undefined) return true;
  return (await parked.items(marker.group)).some(({ message }) => message.eventId === event);
}

async function replayThread(
  { parked, ledger, deliver, now, holder }: RedriveDependencies,
  marker: ParkMarker,
  request: RedriveRequest,
  leaseMs: number,
): Promise<RedriveReport['threads'][number]> {
  const { group, head, reason, waiting } = marker;
  const summary = { group, head, reason, waiting, replayed: 0, skipped: 0 };
  if (request.dryRun) return summary;
  if (!(await parked.leaseMarker(group, holder, now(), leaseMs)))
    return { ...summary, stoppedBy: 'another redrive is at work on it' };

  let stoppedBy: string | undefined;
  do {
    for (const item of await parked.items(group)) {
      const { eventId } = item.message;
      if (eventId === request.skip) {
        await ledger.giveUp(item.message, `skipped by ${request.actor}`, now());
        summary.skipped += 1;
      } else {
        const result = await deliver(item.message, { sequence: item.sequence, isLast: false, leaseMs, isReplay: true });
        if (result.kind === 'retry' || result.kind === 'parked') {
          stoppedBy = result.reason;
          break;
        }
        if (result.kind === 'dead') await ledger.giveUp(item.message, result.reason, now());
        summary.replayed += 1;
      }
      await parked.removeItem(group, item.sequence);
    }
  } while (stoppedBy === undefined && !(await parked.close(group, holder)));
  if (stoppedBy !== undefined) await parked.releaseMarker(group, holder);
  return { ...summary, ...(stoppedBy !== undefined && { stoppedBy }) };
}
