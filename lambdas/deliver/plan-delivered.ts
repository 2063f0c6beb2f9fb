import { compact } from '../compact.ts';
import { notifyKey, parseNotifyKey } from '../domain/configuration/integrations.ts';
import type { EmailDelivered } from '../domain/crm/email-delivered.ts';
import type { ReplayMark } from '../domain/crm/replay-mark.ts';
import { crmIds, type Delivery, groupOf } from '../domain/delivery/delivery.ts';
import { sha256 } from '../domain/mail/identity.ts';
import type { DestinationAccount } from '../domain/planning/destination.ts';
import type { EndPlan, WritePlan } from '../domain/planning/plan-delivery.ts';
import type { DeliverDependencies } from './attempt-context.ts';

/** In ms: when to look again whether the deliveries before it have their fate. */
const lookAgainMs = 2_000;

/** `waits`: the mail itself is not delivered yet, at the CRM or at the connection that hears of it. */
type PlanOfDelivered = EndPlan | WritePlan | { readonly kind: 'waits'; readonly afterMs: number };

/**
 * Plans the event that tells a connection of the records of a delivered mail. It has no content of the mail, so no mail is read
 * and no rule decides.
 *
 * It waits until the CRM has the records and, where a rule notified the same connection of the mail, until that notification
 * has its fate: the connection gets the mail first. Each of them is a delivery of its own, so nothing waits for this one.
 *
 * @param replay the mark of an event that is handed on once more
 */
export async function planDelivered(
  { ledger, control }: Pick<DeliverDependencies, 'ledger' | 'control'>,
  delivery: Delivery,
  { adapter }: DestinationAccount,
  replay?: ReplayMark,
): Promise<PlanOfDelivered> {
  const { eventId, threadKey, tenant, receivedAt } = delivery;
  const { owner, connection = '' } = parseNotifyKey(delivery.integration);
  const load = async (integration: string): Promise<Delivery | undefined> =>
    (await ledger.load({ eventId, integration }, groupOf({ integration, threadKey }))).delivery;
  const [mail, notification] = await Promise.all([load(owner), load(notifyKey(owner, connection))]);
  if (mail?.state === 'pending' || notification?.state === 'pending') return { kind: 'waits', afterMs: lookAgainMs };
  if (mail?.fate !== 'delivered' || mail.settledAt === undefined)
    return { kind: 'end', fate: 'filtered', reason: `its mail is ${mail?.fate ?? 'gone'}` };
  if (adapter.announceDelivered === undefined)
    return { kind: 'end', fate: 'filtered', reason: `connection ${connection} takes no events` };
  const crm = (await control.integrations()).find(({ key }) => key === owner)?.connection ?? '';
  const delivered: EmailDelivered = {
    schema: 'email.delivered/1',
    ...{ eventId, integration: owner, tenant, threadKey, receivedAt, deliveredAt: mail.settledAt },
    crm: { connection: crm, ...crmIds(mail.steps) },
  };
  // The group of the mail itself at a queue: the messages of a conversation stay in order.
  const envelope = compact({
    id: sha256('email.delivered', eventId, owner),
    group: `${notification === undefined ? owner : notification.integration}#${threadKey}`,
    replay,
  });
  const write = () => adapter.announceDelivered!(delivered, envelope);
  return { kind: 'write', steps: [{ name: 'activity', key: { kind: 'unique' }, write }], mapping: 'default@1' };
}
