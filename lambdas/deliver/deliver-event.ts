import { compact } from '../compact.ts';
import { isDeliveredKey } from '../domain/configuration/integrations.ts';
import type { DeliverEvent } from '../domain/delivery/attempt.ts';
import { planDelivery } from '../domain/planning/plan-delivery.ts';
import { admitToConnection } from './admit-to-connection.ts';
import { type AttemptContext, type DeliverDependencies, openAttempt } from './attempt-context.ts';
import { awaitScans } from './await-scans.ts';
import { endAttempt } from './end-attempt.ts';
import { type Ending, waitsForMail } from './ending.ts';
import { guardConversation } from './guard-conversation.ts';
import { planDelivered } from './plan-delivered.ts';
import { settleDelivery } from './settle-delivery.ts';
import { writeUnderLease } from './write-under-lease.ts';

/**
 * Delivers one event to one integration's CRM, once in effect and in the order of its conversation.
 *
 * First the conversation is guarded: before what may be the last attempt it is marked as parked (write-ahead), so that the
 * messages behind it queue up instead of overtaking if this process dies for good. Files whose antivirus scan has not
 * ended are waited for, a short time. Then the connection's gate admits the
 * delivery: while the circuit is open it waits in its conversation, and beyond the rate it waits for its turn; neither
 * counts as an attempt. Then the mail is planned, and every step is intent, write, done under a lease with a fence. The
 * same code runs for the queue and for a redrive.
 */
export function createDeliverEvent(dependencies: DeliverDependencies): DeliverEvent {
  return async function deliverEvent(message, attempt) {
    const opened = await openAttempt(dependencies, message, attempt);
    if (opened.kind !== 'open') return opened;
    return endAttempt(opened.context, await runAttempt(opened.context));
  };
}

/** Takes a delivery from step to step; each may end the attempt. */
async function runAttempt(context: AttemptContext): Promise<Ending> {
  const held = await guardConversation(context);
  if (held !== undefined) return held;
  const scanning = await awaitScans(context);
  if (scanning !== undefined) return scanning;
  const admitted = await admitToConnection(context);
  if ('ends' in admitted) return admitted;
  const { dependencies, delivery, message, known } = context;
  const { destination, state } = admitted;
  const plan =
    destination.account !== undefined && isDeliveredKey(delivery.integration)
      ? await planDelivered(dependencies, delivery, destination.account)
      : await planDelivery(dependencies, delivery, destination, compact({ person: message.person, known }));
  if (plan.kind === 'waits') return waitsForMail(plan.afterMs, context.attempt.isReplay);
  if (plan.kind === 'missing') return { ends: 'given-up', reason: plan.reason };
  if (plan.kind === 'failed')
    return {
      ends: 'failed',
      failure: plan.failure,
      connection: destination.account?.name,
      state,
      answeredAt: destination.account?.adapter.answeredAt?.(),
    };
  const writeResult = await writeUnderLease(context, admitted, plan);
  if ('ends' in writeResult) return writeResult;
  return settleDelivery(context, admitted, plan, writeResult);
}
