import { errorClassOf, failureReason } from '../domain/crm/outcome.ts';
import { backoffMs, isTriedEnough } from '../domain/crm/retry-policy.ts';
import type { DeliveryResult } from '../domain/delivery/attempt.ts';
import { isOfConnection, isOfCredentials, isTroubled } from '../domain/delivery/circuit.ts';
import { placeOf } from '../domain/delivery/delivery.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, type FailedAttempt, msUntil, waitsForProbe } from './ending.ts';

/** Records how an attempt ends, and tells its caller what to do with the message. */
export async function endAttempt(context: AttemptContext, ending: Ending): Promise<DeliveryResult> {
  const { ledger, now } = context.dependencies;
  switch (ending.ends) {
    case 'answered':
      return ending.result;
    case 'released': {
      const { held, reason, afterMs } = ending;
      await ledger.release(context.message, held.fence, { reason, counts: false, steps: held.steps, at: now() });
      // A redrive goes on with other conversations: what is waited for has nothing to do with the connection.
      return { kind: 'retry', afterMs, reason, ...(context.attempt.isReplay ? {} : { waits: true }) };
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
  const { dependencies, message, delivery, attempt, isLast } = context;
  const { ledger, now, random } = dependencies;
  const { failure, connection, held, answeredAt } = failed;
  const reason = failureReason(failure);
  const errorClass = errorClassOf(failure);
  const attempts = held?.attempts ?? delivery.attempts;
  const counts = countsAgainstDelivery(failed);
  if (held !== undefined) {
    const { fence, steps } = held;
    await ledger.release(message, fence, { reason, counts, steps, errorClass, at: now() });
  }
  const probeAt = await reportFailure(context, failed);
  const isSpent = isLast && held !== undefined && counts && isTriedEnough(attempts, delivery.failedFirstAt, now());
  if (connection === undefined || isAboutOneMail(failed, probeAt) || isSpent) {
    const why = { reason, kind: 'poisoned' } as const;
    return { ...(await park(context, { ends: 'parked', why, isHead: true })), errorClass };
  }
  if (probeAt !== undefined) {
    const { isReplay } = attempt;
    const waiting = waitsForProbe(connection, reason, probeAt, { now: now(), random: random(), isReplay });
    return { ...(waiting.ends === 'parked' ? await park(context, waiting) : waiting.result), errorClass };
  }
  if (failure.kind === 'throttled')
    return { kind: 'retry', afterMs: msUntil(failure.retryAt, now()), reason, errorClass };
  // Refusals are not counted: where others get through, the mail must not come back every moment.
  const inRow = failure.kind === 'misconfigured' ? 2 : held?.hasProgress ? 1 : attempts + 1;
  const sinceAnswerMs = answeredAt && now().getTime() - answeredAt.getTime();
  return { kind: 'retry', afterMs: backoffMs(inRow, random(), sinceAnswerMs), reason, errorClass };
}

/**
 * Whether a failure is one of those after which a delivery is parked. A failure that every message meets at the connection
 * is not, and neither is one of a delivery that tried a connection with an open circuit. Where the vendor has done a step
 * of the attempt, the delivery gets on: there are few steps, and none is done twice.
 */
function countsAgainstDelivery({ failure, connection, state, held }: FailedAttempt): boolean {
  const isShared = failure.kind === 'throttled' || (failure.kind === 'misconfigured' && connection !== undefined);
  return !isShared && state?.circuit !== 'open' && !held?.hasProgress;
}

/**
 * Whether a failure parks the conversation of this mail alone. A refusal that concerns the account does, too, when it is met
 * at a write and others may get through: more of them in a row open the circuit.
 */
function isAboutOneMail({ failure, held }: FailedAttempt, probeAt: Date | undefined): boolean {
  if (failure.kind === 'rejected' || failure.kind === 'ambiguous') return true;
  return failure.kind === 'misconfigured' && held !== undefined && probeAt === undefined && !isOfCredentials(failure);
}

/**
 * Reports a failure to the gate of its connection.
 *
 * @returns when the connection is probed next, if its circuit is open now
 */
async function reportFailure(
  { dependencies: { gate, now }, attempt }: AttemptContext,
  { failure, connection, state, answeredAt, held }: FailedAttempt,
): Promise<Date | undefined> {
  if (connection === undefined) return undefined;
  if (answeredAt !== undefined) gate.answered(connection, answeredAt);
  const isProbe = state?.circuit === 'open';
  if (!isOfConnection(failure)) {
    // A rejection of this message is an answer of the connection.
    if (state !== undefined && isTroubled(state)) await gate.succeeded(connection);
    return undefined;
  }
  // A conversation that a refusal has parked is tried again and again: it has been counted.
  const isKnown = attempt.isReplay && !isProbe && failure.kind === 'misconfigured' && held !== undefined;
  return isKnown && !isOfCredentials(failure) ? undefined : gate.failed(connection, failure, now(), isProbe);
}
