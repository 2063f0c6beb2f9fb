import type { Failure } from '../domain/crm/outcome.ts';
import type { DeliveryResult } from '../domain/delivery/attempt.ts';
import { isProbedSoon } from '../domain/delivery/circuit.ts';
import type { ConnectionState } from '../domain/delivery/connection-gate.ts';
import type { Steps } from '../domain/delivery/delivery.ts';
import type { ParkReason } from '../domain/delivery/ledger.ts';

/** A lease that this worker holds, and the steps that it has done under it. */
export interface HeldLease {
  readonly fence: number;
  /** Failures that count, before this attempt. */
  readonly attempts: number;
  /** Steps that the ledger does not know yet. */
  readonly steps: Steps;
  /** Whether the vendor has done a step of this attempt: then the failure after it is no failure in a row. */
  readonly hasProgress?: boolean;
}

/** A failed attempt, with its connection and its lease. */
export interface FailedAttempt {
  readonly failure: Failure;
  /** The connection that failed; absent: no connection was called. */
  readonly connection?: string | undefined;
  /** The connection as it was when it admitted the delivery. */
  readonly state?: ConnectionState | undefined;
  /** When the vendor last answered this worker, whatever it said. */
  readonly answeredAt?: Date | undefined;
  /** Absent: the attempt failed before it took a lease. */
  readonly held?: HeldLease;
}

/** How an attempt ends. A step of the delivery only decides; `endAttempt` records it. */
export type Ending =
  /** Nothing is left to write. */
  | { readonly ends: 'answered'; readonly result: DeliveryResult }
  /** The lease is given back, nothing has failed, and the queue offers the message again. */
  | { readonly ends: 'released'; readonly held: HeldLease; readonly reason: string; readonly afterMs: number }
  /** The delivery waits in its conversation. */
  | { readonly ends: 'parked'; readonly why: ParkReason; readonly isHead: boolean }
  /** There is nothing to deliver. */
  | { readonly ends: 'given-up'; readonly reason: string }
  | ({ readonly ends: 'failed' } & FailedAttempt);

/** Waits before the queue offers a message again are at least this long, in ms. */
const shortestWaitMs = 1000;

/** How long the queue keeps a message that should come back at that time, in ms. */
export const msUntil = (time: Date, now: Date): number => Math.max(shortestWaitMs, time.getTime() - now.getTime());

/** Leaves the message on the queue because another worker holds the delivery. */
export const leased = (until: Date, now: Date): Ending => ({
  ends: 'answered',
  result: { kind: 'retry', afterMs: msUntil(until, now), reason: 'leased' },
});

/** Leaves the message on the queue because the mail that it is about has to be delivered first. */
export function waitsForMail(afterMs: number, isReplay: boolean): Ending {
  const retry = { kind: 'retry', afterMs, reason: 'waits for its mail' } as const;
  // A redrive goes on with other conversations: the mail may wait for days.
  return { ends: 'answered', result: isReplay ? retry : { ...retry, waits: true } };
}

/** Leaves the message on the queue because this worker does not hold the delivery any more. */
export const leaseLost: Ending = {
  ends: 'answered',
  result: { kind: 'retry', afterMs: shortestWaitMs, reason: 'lease lost' },
};

/** Deliveries that wait for a probe come back within this time after it is due, so that they do not come at once, in ms. */
const probeSpreadMs = 1_000;

/**
 * Waits until the circuit of a connection is probed: on the queue when that is soon, so that trouble of a few seconds costs a
 * few seconds; a redrive does not wait, it goes on with what else it has.
 *
 * @param random in [0, 1)
 */
export function waitsForProbe(
  connection: string,
  reason: string,
  probeAt: Date,
  { now, random, isReplay }: { readonly now: Date; readonly random: number; readonly isReplay: boolean },
): Extract<Ending, { ends: 'parked' }> | { ends: 'answered'; result: Extract<DeliveryResult, { kind: 'retry' }> } {
  const parked = waitsFor(connection, reason);
  if (isReplay || !isProbedSoon(probeAt.getTime(), now)) return parked;
  const afterMs = msUntil(probeAt, now) + Math.round(random * probeSpreadMs);
  return { ends: 'answered', result: { kind: 'retry', afterMs, reason: parked.why.reason, waits: true } };
}

/** Waits in its conversation for the connection, not on the queue, which limits receives and retention. */
export const waitsFor = (connection: string, reason: string): Extract<Ending, { ends: 'parked' }> => ({
  ends: 'parked',
  why: { reason: `waits for connection ${connection}: ${reason}`, kind: 'buffered', connection },
  isHead: true,
});
