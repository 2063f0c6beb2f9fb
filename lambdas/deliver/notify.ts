import { compact } from '../compact.ts';
import { notifyKey } from '../domain/configuration/integrations.ts';
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
    const {
      eventId,
      tenant,
      threadKey,
      matchedBy,
      confidence,
      aliases,
      recipients,
      token,
      trust,
      campaign,
      receivedAt,
      heldBy,
    } = delivery;
    const added: NewDelivery = compact({
      eventId,
      integration: keyOf(delivery.integration, connection),
      tenant,
      lane: 'conversation',
      threadKey,
      matchedBy,
      confidence,
      aliases,
      recipients,
      token,
      trust,
      campaign,
      receivedAt,
      state: 'pending',
      heldBy,
    });
    await addDelivery(added);
    await sendDelivery(deliveryMessageOf(added));
  };
