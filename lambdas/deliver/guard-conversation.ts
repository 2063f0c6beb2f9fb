import { compact } from '../compact.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, leased } from './ending.ts';

/**
 * Keeps the order of the conversation: a delivery waits behind the head of a parked conversation, and before what may be
 * its last attempt it becomes that head.
 *
 * The marker is written ahead, before anything else can fail: if the queue never offers the message again, later deliveries
 * queue up behind it. The marker stays until the delivery is settled.
 *
 * @returns undefined when the delivery may go on
 */
export async function guardConversation(context: AttemptContext): Promise<Ending | undefined> {
  const { dependencies, message, attempt, group, delivery, marker, isLast, isGuarded } = context;
  const { ledger, now } = dependencies;
  if (!attempt.isReplay && marker !== undefined && marker.head !== message.eventId) {
    const { head, kind, connection } = marker;
    return { ends: 'parked', why: compact({ reason: `behind ${head}`, kind, connection }), isHead: false };
  }
  if (isLast && !isGuarded && !(await ledger.guard(group, message.eventId, 'last attempt', now())))
    return { ends: 'parked', why: { reason: 'behind another head', kind: 'poisoned' }, isHead: false };
  const leaseEnd = delivery.leaseUntil === undefined ? 0 : Date.parse(delivery.leaseUntil);
  return leaseEnd > now().getTime() ? leased(new Date(leaseEnd), now()) : undefined;
}
