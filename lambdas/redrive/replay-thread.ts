import type { Attempt, DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import { type DeliveryMessage, parseGroup } from '../domain/delivery/delivery.ts';
import type { Ledger, ParkedItem, ParkedThreads, ParkMarker } from '../domain/delivery/ledger.ts';
import type { RedriveRequest, ThreadReport } from '../domain/delivery/redrive-report.ts';

export interface ReplayThreadDependencies {
  readonly ledger: Ledger;
  readonly parked: ParkedThreads;
  readonly deliver: DeliverEvent;
  /** The ledger's clock. */
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** The name under which this run leases conversations. */
  readonly holder: string;
}

/** The time of a run. */
export interface RedriveTime {
  readonly leaseMs: number;
  /** Returns the time that is left for new work, in ms. */
  readonly leftMs: () => number;
}

/** The result of replaying one conversation. */
interface ReplayedThread {
  readonly report: ThreadReport;
  /** Whether the obstacle that stopped it concerns all conversations of its connection. */
  readonly concernsConnection: boolean;
  /** When it may be tried again; set where the obstacle passes by itself. */
  readonly retryAt?: Date;
}

/** A later turn is left for the next run, in ms. */
const longestWaitMs = 10_000;

/** The reason of a conversation that stopped before its end. */
interface Stop {
  readonly stoppedBy: string;
  readonly concernsConnection: boolean;
  readonly retryAt?: Date;
}

/** A conversation that this run has leased. */
interface LeasedThread {
  readonly dependencies: ReplayThreadDependencies;
  readonly marker: ParkMarker;
  readonly request: RedriveRequest;
  readonly time: RedriveTime;
  readonly counts: { replayed: number; skipped: number };
}

/** Replays one conversation from its head until one delivery does not settle; a dry run only reports it. */
export async function replayThread(
  dependencies: ReplayThreadDependencies,
  marker: ParkMarker,
  request: RedriveRequest,
  time: RedriveTime,
): Promise<ReplayedThread> {
  const { parked, now, holder } = dependencies;
  const { group, head, reason, waiting } = marker;
  const summary = { group, head, reason, waiting, replayed: 0, skipped: 0 };
  if (request.dryRun) return { report: summary, concernsConnection: false };
  if (!(await parked.leaseMarker(group, holder, now(), time.leaseMs)))
    return { report: { ...summary, stoppedBy: 'another redrive is at work on it' }, concernsConnection: false };
  const counts = { replayed: 0, skipped: 0 };
  const stop = await replayUntilStop({ dependencies, marker, request, time, counts });
  if (stop === undefined) return { report: { ...summary, ...counts }, concernsConnection: false };
  await parked.releaseMarker(group, holder, now());
  const { stoppedBy, ...obstacle } = stop;
  return { report: { ...summary, ...counts, stoppedBy }, ...obstacle };
}

/** @returns undefined when nobody waits any more and the conversation is open again */
async function replayUntilStop(thread: LeasedThread): Promise<Stop | undefined> {
  const { dependencies, marker } = thread;
  const { parked, holder } = dependencies;
  const { group } = marker;
  let items = await parked.items(group);
  const elsewhere = await whyHeadIsElsewhere(thread, items);
  if (elsewhere !== undefined) return elsewhere;
  for (;;) {
    for (const item of items) {
      const stop = await replayItem(thread, item);
      if (stop !== undefined) return stop;
      await parked.removeItem(group, item.place);
    }
    if (await parked.close(group, holder)) return undefined;
    // Another delivery came behind it meanwhile.
    items = await parked.items(group);
  }
}

/** While the queue, or its dead letters, still have the head, no delivery behind it may go first. */
async function whyHeadIsElsewhere(
  { dependencies: { ledger }, marker: { group, head } }: LeasedThread,
  items: readonly ParkedItem[],
): Promise<Stop | undefined> {
  if (items.some(({ message }) => message.eventId === head)) return undefined;
  const { integration } = parseGroup(group);
  const { delivery } = await ledger.load({ eventId: head, integration }, group);
  const isPending = delivery?.state === 'pending';
  return isPending ? { stoppedBy: 'its head is still on the queue', concernsConnection: false } : undefined;
}

/** Gives a delivery up, or attempts it. */
async function replayItem(thread: LeasedThread, { message }: ParkedItem): Promise<Stop | undefined> {
  const { dependencies, request, time, counts } = thread;
  const { ledger, now } = dependencies;
  if (time.leftMs() <= 0)
    return { stoppedBy: 'the run is out of time; the next one goes on', concernsConnection: false };
  if (message.eventId === request.skip) {
    await ledger.giveUp(message, `skipped by ${request.actor}`, now());
    counts.skipped += 1;
    return undefined;
  }
  const result = await deliverInTurn(dependencies, message, time);
  // The circuit has opened, or the next turn is far away.
  if (result.kind === 'parked') return { stoppedBy: result.reason, concernsConnection: result.as === 'buffered' };
  if (result.kind === 'retry') {
    const retryAt = new Date(now().getTime() + result.afterMs);
    return { stoppedBy: result.reason, concernsConnection: result.waits === true, retryAt };
  }
  if (result.kind === 'dead') await ledger.giveUp(message, result.reason, now());
  counts.replayed += 1;
  return undefined;
}

/** Delivers a message, and waits for its turn at the connection when that comes soon. */
async function deliverInTurn(
  { deliver, pause }: ReplayThreadDependencies,
  message: DeliveryMessage,
  { leaseMs, leftMs }: RedriveTime,
): Promise<DeliveryResult> {
  const attempt: Attempt = { isLast: false, leaseMs, isReplay: true };
  let result = await deliver(message, attempt);
  while (result.kind === 'retry' && result.waits && result.afterMs <= Math.min(longestWaitMs, leftMs())) {
    await pause(result.afterMs);
    result = await deliver(message, attempt);
  }
  return result;
}
