import type { Integration } from './integration.ts';

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
