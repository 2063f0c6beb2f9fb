import { compact } from '../compact.ts';
import { feedKey, notifyKey } from '../domain/configuration/integrations.ts';
import { type Delivery, type DeliveryMessage, deliveryMessageOf } from '../domain/delivery/delivery.ts';
import type { NewDelivery } from '../domain/delivery/ledger.ts';

interface NotifyDependencies {
  /** Adds a delivery; one that is there stays. */
  readonly addDelivery: (delivery: NewDelivery) => Promise<void>;
  readonly sendDelivery: (message: DeliveryMessage) => Promise<void>;
}

/**
 * Notifies a connection of a mail by a delivery of its own, so that its failure holds up no other delivery.
 *
 * `keyOf` makes the key of that delivery: of a notification, or of the event about the records of the mail.
 */
export type Notify = (delivery: Delivery, connection: string, keyOf?: typeof notifyKey) => Promise<void>;

/** Writes the ledger first, then the queue: the sweep repairs what a crash leaves in between. */
export const createNotify =
  ({ addDelivery, sendDelivery }: NotifyDependencies): Notify =>
  async (delivery, connection, keyOf = notifyKey) => {
    const added = besideOf(delivery, keyOf(delivery.integration, connection));
    await addDelivery(added);
    await sendDelivery(deliveryMessageOf(added));
  };

/** Announces in the feed that a mail has its records, by a delivery that goes nowhere: a row of its own joins the feed once. */
export type AnnounceInFeed = (delivery: Delivery) => Promise<void>;

/** A delivery that is there stays, so a repeated announcement changes nothing. */
export const createAnnounceInFeed =
  ({ addDelivery, now }: Pick<NotifyDependencies, 'addDelivery'> & { readonly now: () => Date }): AnnounceInFeed =>
  async (delivery) => {
    const added = besideOf(delivery, feedKey(delivery.integration));
    const { mailKind } = delivery;
    await addDelivery(
      compact({ ...added, mailKind, state: 'done', fate: 'delivered', settledAt: now().toISOString() }),
    );
  };

/** A delivery of the same mail under another key. */
const besideOf = (delivery: Delivery, integration: string): NewDelivery => {
  const { eventId, tenant, threadKey, matchedBy, confidence, aliases } = delivery;
  const { recipients, token, trust, campaign, receivedAt, heldBy } = delivery;
  return compact({
    eventId,
    integration,
    tenant,
    lane: 'conversation',
    ...{ threadKey, matchedBy, confidence, aliases, recipients, token, trust, campaign, receivedAt },
    state: 'pending',
    heldBy,
  });
};
