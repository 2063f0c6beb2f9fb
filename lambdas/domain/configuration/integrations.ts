import type { Integration } from './integration.ts';

/** Stands between an integration and the connection that its rules notify; the names hold no such character. */
const notifyMark = '~';

/** The key of the deliveries by which rules of an integration notify a connection. */
export const notifyKey = (integration: string, connection: string): string =>
  `${integration}${notifyMark}${connection}`;

/** The last part of the keys of deliveries that tell a connection of the records of a delivered mail. */
const deliveredPart = 'delivered';

/** The key of the deliveries that tell a connection which records the mail of an integration has. */
export const deliveredKey = (integration: string, connection: string): string =>
  [integration, connection, deliveredPart].join(notifyMark);

/** Whether a key is that of deliveries which tell a connection of the records of a mail. */
export const isDeliveredKey = (key: string): boolean => key.split(notifyMark)[2] === deliveredPart;

/** The key of the deliveries that tell the readers of the feed of the records of a mail: no connection has that name. */
export const feedKey = (integration: string): string => deliveredKey(integration, '');

/** Whether a key is that of deliveries for the readers of the feed, which go nowhere else. */
export const isFeedKey = (key: string): boolean => isDeliveredKey(key) && parseNotifyKey(key).connection === '';

/** Whether the key of an integration is that of deliveries by which rules notify a connection. */
export const isNotifyKey = (key: string): boolean => key.includes(notifyMark);

/** The key of the integration that a delivery is of, also where it notifies another connection. */
export const ownerKeyOf = (key: string): string => parseNotifyKey(key).owner;

/** The integration in the key of a delivery, and the connection that the delivery notifies, if any. */
export function parseNotifyKey(key: string): { readonly owner: string; readonly connection: string | undefined } {
  const [owner = '', connection] = key.split(notifyMark);
  return { owner, connection };
}

/**
 * Finds the integration of a delivery. A delivery that notifies has the integration of its owner, with the same view of the
 * event, to the other connection and with nothing that decides again: no rule, kind, rollout, shadow, brake, link, owner or file.
 */
export function integrationOf(integrations: readonly Integration[], key: string): Integration | undefined {
  const { owner, connection } = parseNotifyKey(key);
  const integration = integrations.find((candidate) => candidate.key === owner);
  if (integration === undefined || connection === undefined) return integration;
  const {
    rules: _rules,
    kinds: _kinds,
    rollout: _rollout,
    shadow: _shadow,
    links: _links,
    brake: _brake,
    ownerField: _owner,
    files: _files,
    deliveredEvents: _delivered,
    deliveredInFeed: _feed,
    ...rest
  } = integration;
  return { ...rest, key, connection, deals: 'token', mapping: 'default@1' };
}

/** All connections that mail of these integrations may go to. */
export const connectionsOf = (integrations: readonly Integration[]): string[] => [
  ...new Set(
    integrations.flatMap(({ connection, shadow, rules = [], deliveredEvents = [] }) => [
      connection,
      ...(shadow === undefined ? [] : [shadow.to]),
      ...rules.flatMap((rule) => rule.do.notify ?? []),
      ...deliveredEvents,
    ]),
  ),
];
