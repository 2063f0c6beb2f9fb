import { errorClassOf, failureReason } from '../domain/crm/outcome.ts';
import { backoffMs, maxAttempts } from '../domain/crm/retry-policy.ts';
import type { DeliveryResult } from '../domain/delivery/attempt.ts';
import { isOfConnection } from '../domain/delivery/connection-gate.ts';
import { placeOf } from '../domain/delivery/delivery.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, type FailedAttempt, msUntil, waitsFor } from './ending.ts';

/** Records how an attempt ends, and tells its caller what to do with the message. */
export async function endAttempt(context: AttemptContext, ending: Ending): Promise<DeliveryResult> {
  const { ledger, now } = context.dependencies;
  switch (ending.ends) {
    case 'answered':
      return ending.result;
    case 'released': {
      const { held, reason, afterMs } = ending;
      await ledger.release(context.message, held.fence, { reason, counts: false, steps: held.steps, at: now() });
      return { kind: 'retry', afterMs, reason, waits: true };
    }
    case 'given-up':
      await ledger.giveUp(context.message, ending.reason, now());
      return { kind: 'dead', reason: ending.reason };
    case 'parked':
      return park(context, ending);
    case 'failed':
      return fail(context, ending);
  }
}

/** Parks the delivery in its conversation; a replay is there already, and only its reason may be new. */
async function park(
  { dependencies: { ledger, now }, message, attempt, group, delivery, marker }: AttemptContext,
  { why, isHead }: Extract<Ending, { ends: 'parked' }>,
): Promise<Extract<DeliveryResult, { kind: 'parked' }>> {
  if (!attempt.isReplay) await ledger.park(group, { place: placeOf(delivery), message }, { ...why, isHead }, now());
  else if (marker?.reason !== why.reason) await ledger.explainPark(group, why);
  return { kind: 'parked', as: why.kind, reason: why.reason };
}

/** Gives the lease of a failed attempt back, reports the failure to the gate, and decides the next step. */
async function fail(context: AttemptContext, failed: FailedAttempt): Promise<DeliveryResult> {
  const { dependencies, message, delivery, isLast } = context;
  const { ledger, now, random } = dependencies;
  const { failure, connection, held } = failed;
  const reason = failureReason(failure);
  const errorClass = errorClassOf(failure);
  // A failure that every message meets at the connection does not count against this delivery.
  const isShared = failure.kind === 'throttled' || (failure.kind === 'misconfigured' && connection !== undefined);
  const attempts = held?.attempts ?? delivery.attempts;
  if (held !== undefined) {
    const { fence, steps } = held;
    await ledger.release(message, fence, { reason, counts: !isShared, steps, errorClass, at: now() });
  }
  const isTerminal = failure.kind === 'rejected' || failure.kind === 'ambiguous' || connection === undefined;
  const isOpen = await reportFailure(context, failed, isTerminal);
  const isSpent = isLast && held !== undefined && attempts + 1 >= maxAttempts && !isShared;
  if (isTerminal || isSpent) {
    const why = { reason, kind: 'poisoned' } as const;
    return { ...(await park(context, { ends: 'parked', why, isHead: true })), errorClass };
  }
  if (isOpen) return { ...(await park(context, waitsFor(connection, reason))), errorClass };
  const afterMs = failure.kind === 'throttled' ? msUntil(failure.retryAt, now()) : backoffMs(attempts + 1, random());
  return { kind: 'retry', afterMs, reason, errorClass };
}

/**
 * Reports a failure to the gate of its connection.
 *
 * @returns whether the connection's circuit is open now
 */
async function reportFailure(
  { dependencies: { gate, now } }: AttemptContext,
  { failure, connection, state }: FailedAttempt,
  isTerminal: boolean,
): Promise<boolean> {
  if (connection === undefined) return false;
  const isProbe = state?.circuit === 'open';
  const isOpen = isOfConnection(failure) && (await gate.failed(connection, failure, now(), isProbe));
  // A rejection of this message is an answer of the connection.
  if (isTerminal && (state?.failures ?? 0) > 0) await gate.succeeded(connection);
  return isOpen;
}
