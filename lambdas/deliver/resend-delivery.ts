import { isDeliveredKey } from '../domain/configuration/integrations.ts';
import { type Failure, failureReason } from '../domain/crm/outcome.ts';
import type { ReplayMark } from '../domain/crm/replay-mark.ts';
import { backoffMs } from '../domain/crm/retry-policy.ts';
import { isOfConnection, isTroubled } from '../domain/delivery/circuit.ts';
import { type Delivery, deliveryMessageOf, groupOf } from '../domain/delivery/delivery.ts';
import type { ResendDelivery, ResendResult } from '../domain/delivery/resend.ts';
import { type DestinationAccount, resolveDestination } from '../domain/planning/destination.ts';
import { planDelivery } from '../domain/planning/plan-delivery.ts';
import { type AdmittedDelivery, admitToConnection } from './admit-to-connection.ts';
import type { AttemptContext, DeliverDependencies } from './attempt-context.ts';
import { type Ending, msUntil } from './ending.ts';
import { planDelivered } from './plan-delivered.ts';

/** In ms: when to try a connection again whose circuit is open. */
const openCircuitMs = 60_000;

/**
 * Hands a delivered event on once more, to a webhook, a bus or a queue, by the settings of today.
 *
 * The delivery keeps its fate and its steps: a replay that fails must not make a delivered mail an undelivered one. So
 * nothing is written about it, and a worker that dies has sent the event or not; the id of the message is the same for
 * each try, and the receiver drops what it has. At a CRM nothing is written: the records are there.
 */
export function createResendDelivery(dependencies: DeliverDependencies): ResendDelivery {
  return async function resendDelivery(delivery, mark, leaseMs) {
    const resolved = await resolveDestination(dependencies, delivery);
    if (resolved.kind === 'failed') return unresolved(resolved.failure);
    const { account } = resolved.destination;
    if (account === undefined) return keptOut('the integration is in shadow mode');
    if (account.adapter.takesReplays !== true)
      return { kind: 'unchanged', reason: `connection ${account.name} has its records` };
    const context = contextOf(dependencies, delivery, leaseMs);
    const admitted = await admitToConnection(context);
    return 'ends' in admitted ? afterEnding(admitted) : send(context, admitted, account, mark);
  };
}

function contextOf(dependencies: DeliverDependencies, delivery: Delivery, leaseMs: number): AttemptContext {
  const message = deliveryMessageOf(delivery);
  const attempt = { isLast: false, leaseMs, isReplay: true };
  return { dependencies, message, attempt, group: groupOf(message), delivery, isLast: false, isGuarded: false };
}

/** A connection or an integration that is not configured any more, or whose credentials nobody can read. */
const unresolved = (failure: Failure): ResendResult =>
  failure.kind === 'misconfigured'
    ? { kind: 'refused', code: 'no-connection', reason: failure.message }
    : { kind: 'later', afterMs: openCircuitMs, reason: failureReason(failure) };

const keptOut = (reason: string): ResendResult => ({ kind: 'refused', code: 'kept-out', reason });

/** The connection did not admit the event. */
function afterEnding(ending: Ending): ResendResult {
  if (ending.ends === 'answered' && ending.result.kind === 'retry')
    return { kind: 'later', afterMs: ending.result.afterMs, reason: ending.result.reason };
  if (ending.ends === 'parked') return { kind: 'later', afterMs: openCircuitMs, reason: ending.why.reason };
  return ending.ends === 'failed'
    ? unresolved(ending.failure)
    : { kind: 'later', afterMs: openCircuitMs, reason: 'the connection did not admit it' };
}

async function send(
  context: AttemptContext,
  { destination, state }: AdmittedDelivery,
  { name, adapter }: DestinationAccount,
  mark: ReplayMark,
): Promise<ResendResult> {
  const { dependencies, delivery } = context;
  const { gate, now, random } = dependencies;
  const plan =
    destination.account !== undefined && isDeliveredKey(delivery.integration)
      ? await planDelivered(dependencies, delivery, destination.account, mark)
      : await planDelivery(dependencies, delivery, destination, {}, mark);
  if (plan.kind === 'waits') return { kind: 'later', afterMs: plan.afterMs, reason: 'waits for its mail' };
  if (plan.kind === 'missing') return { kind: 'refused', code: 'gone', reason: plan.reason };
  if (plan.kind === 'failed') return { kind: 'failed', reason: failureReason(plan.failure) };
  if (plan.kind === 'end')
    return keptOut(`by the settings of today it is ${plan.fate}: ${plan.reason ?? 'switched off'}`);
  for (const step of plan.steps) {
    const outcome = await step.write({});
    const answeredAt = adapter.answeredAt?.();
    if (answeredAt !== undefined) gate.answered(name, answeredAt);
    if (outcome.kind === 'ok') continue;
    const isShared = isOfConnection(outcome);
    if (isShared) await gate.failed(name, outcome, now(), state?.circuit === 'open');
    const reason = failureReason(outcome);
    if (!isShared) return { kind: 'failed', reason };
    const afterMs =
      outcome.kind === 'throttled' ? msUntil(outcome.retryAt, now()) : Math.max(1000, backoffMs(2, random()));
    return { kind: 'later', afterMs, reason };
  }
  if (state !== undefined && isTroubled(state)) await gate.succeeded(name);
  return { kind: 'sent' };
}
