import { type Delivery, type DeliveryMessage, deliveryMessageOf } from './delivery.ts';
import type { Integration } from './integration.ts';
import type { NewDelivery } from './ports.ts';

/** Between an integration and the connection that its rules notify; no name of either holds it. */
const mark = '~';

/** The key of the deliveries by which rules of an integration notify a connection. */
export const notifyKey = (integration: string, connection: string): string => `${integration}${mark}${connection}`;

/**
 * The integration of a delivery; of one that notifies, the integration as it is for that: the event as it may be seen there,
 * to the other connection, and no rule again.
 */
export function integrationOf(integrations: readonly Integration[], key: string): Integration | undefined {
  const [owner = '', connection] = key.split(mark);
  const found = integrations.find((integration) => integration.key === owner);
  if (found === undefined || connection === undefined) return found;
  const {
    rules: _rules,
    rollout: _rollout,
    links: _links,
    brake: _brake,
    ownerField: _owner,
    files: _files,
    ...rest
  } = found;
  return { ...rest, key, connection, deals: 'token', mapping: 'default@1' };
}

/** Everything that mail of these integrations may go to. */
export const connectionsOf = (integrations: readonly Integration[]): string[] => [
  ...new Set(
    integrations.flatMap(({ connection, rules = [] }) => [
      connection,
      ...rules.flatMap((rule) => rule.do.notify ?? []),
    ]),
  ),
];

export interface NotifyDependencies {
  /** Adds a delivery; one that is there stays. */
  readonly addDelivery: (delivery: NewDelivery) => Promise<void>;
  readonly sendDelivery: (message: DeliveryMessage) => Promise<void>;
}

/** Tells a connection of a mail, by a delivery of its own: what that comes to holds up nobody else. */
export type Notify = (delivery: Delivery, connection: string) => Promise<void>;

/** First the ledger, then the queue: what dies in between is found by the sweep. */
export const createNotify =
  ({ addDelivery, sendDelivery }: NotifyDependencies): Notify =>
  async (delivery, connection) => {
    const { eventId, tenant, threadKey, matchedBy, recipients, token, trust, campaign, receivedAt } = delivery;
    const added: NewDelivery = {
      eventId,
      integration: notifyKey(delivery.integration, connection),
      tenant,
      lane: 'conversation',
      threadKey,
      matchedBy,
      recipients,
      ...(token && { token }),
      ...(trust && { trust }),
      ...(campaign && { campaign }),
      receivedAt,
      state: 'pending',
    };
    await addDelivery(added);
    await sendDelivery(deliveryMessageOf(added));
  };
