import { compact } from '../compact.ts';
import { deliveredKey } from '../domain/configuration/integrations.ts';
import { personToRemember } from '../domain/delivery/known-person.ts';
import type { EndPlan, WritePlan } from '../domain/planning/plan-delivery.ts';
import { offerOf } from '../domain/understanding/review.ts';
import type { AdmittedDelivery } from './admit-to-connection.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, leaseLost } from './ending.ts';
import { isSamePerson, type WrittenDelivery } from './write-under-lease.ts';

/** Announces a delivered mail, writes its fate, and takes the conversation's marker away. */
export async function settleDelivery(
  context: AttemptContext,
  admitted: AdmittedDelivery,
  plan: EndPlan | WritePlan,
  { fence, isUnleased, fate, reason, steps, done }: WrittenDelivery,
): Promise<Ending> {
  const { dependencies, message, group, delivery, known, isLast, isGuarded } = context;
  const { ledger, now } = dependencies;
  const { integration } = admitted.destination;
  // This runs before the settling: if one of these fails, it is tried again together with the delivery.
  if (plan.kind === 'write' && fate === 'delivered') await announce(context, admitted, plan);
  if (plan.kind === 'end') await announceForwarding(context, plan);
  if (plan.review !== undefined) await dependencies.offerReview(offerOf(delivery, plan.review, now()), delivery.heldBy);
  // Mail that may make no record made no company, so its records are not all that the person has.
  const usable = plan.kind === 'write' && (plan.unbelieved || plan.onlyOnKnown) ? {} : (done ?? {});
  const personUpdate = personToRemember(known, usable, plan.lookedUp, now().toISOString());
  const { person } = message;
  const isRemembered = person !== undefined && personUpdate !== undefined && isSamePerson(context, plan);
  const isSettled = await ledger.settle(
    message,
    fence,
    compact({
      fate,
      mappingVersion: plan.kind === 'write' ? plan.mapping : integration.mapping,
      steps,
      reason,
      remember: isRemembered ? { person, known: personUpdate } : undefined,
      at: now(),
      isUnleased,
    }),
  );
  if (!isSettled) return leaseLost;
  if (isLast || isGuarded) await ledger.unguard(group, message.eventId);
  return { ends: 'answered', result: { kind: 'settled', fate, how: 'now', receivedAt: delivery.receivedAt } };
}

/** Notes a request to confirm a forwarding address, for which nothing else is made. */
async function announceForwarding({ dependencies, delivery }: AttemptContext, { forwarding }: EndPlan): Promise<void> {
  const { eventId, integration, receivedAt, heldBy } = delivery;
  if (forwarding !== undefined)
    await dependencies.noteForwarding({ eventId, integration, service: forwarding, at: receivedAt }, heldBy);
}

/** Announces a delivered mail to the consent ledger and to the connections that rules name. */
async function announce(
  { dependencies, message, delivery, consent }: AttemptContext,
  { destination: { integration, isShadow } }: AdmittedDelivery,
  { notify = [] }: WritePlan,
): Promise<void> {
  if (consent !== undefined) await dependencies.personAppeared(consent, message, integration.trust);
  for (const connection of notify) await dependencies.notify(delivery, connection);
  // Behind the notifications, so that a connection mostly has the mail when it hears of the records.
  const hearing = isShadow ? [] : (integration.deliveredEvents ?? []);
  for (const connection of hearing) await dependencies.notify(delivery, connection, deliveredKey);
  if (integration.deliveredInFeed && !isShadow) await dependencies.announceInFeed(delivery);
}
