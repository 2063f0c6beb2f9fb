import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { compareMappings, type MappingDifference } from '../lambdas/domain/mapping/compare-mappings.ts';
import { type Resolution, type ResolvedMapping, resolveMapping } from '../lambdas/domain/mapping/mapping.ts';
import { ownRulesOf } from '../lambdas/domain/planning/own-rules.ts';
import { routeEvent } from '../lambdas/domain/planning/route-event.ts';
import type { Backend } from './backend.ts';

/** The mapping of an integration in the control table, and in the file. */
interface MappingPair {
  readonly integration: Integration;
  readonly before: ResolvedMapping;
  readonly after: ResolvedMapping;
}

/**
 * The mappings to compare, by the key of the integration; one that is new in the file has none.
 *
 * @throws ConfigError for a key that the file does not have, and for a mapping that does not resolve
 */
export function mappingPairs(
  table: IntegrationsFile,
  file: IntegrationsFile,
  key: string | undefined,
): ReadonlyMap<string, MappingPair> {
  return new Map(
    integrationsOf(file, key).flatMap((integration) => {
      const before = table.integrations.find((each) => each.key === integration.key);
      if (before === undefined) return [];
      const mappings = { before: mappingOf(before.mapping, table), after: mappingOf(integration.mapping, file) };
      return [[integration.key, { integration, ...mappings }] as const];
    }),
  );
}

/** The stores that a diff reads. */
interface DiffPorts {
  readonly store: Pick<Backend['store'], 'getEvent'>;
  readonly reader: Pick<Backend['reader'], 'event'>;
}

/** One field that a mail would fill in another way. */
interface FieldChange {
  readonly eventId: string;
  readonly integration: string;
  readonly difference: MappingDifference;
}

/** The fields that one mail would fill in another way. */
export async function differencesOf(
  { store, reader }: DiffPorts,
  eventId: string,
  pairs: ReadonlyMap<string, MappingPair>,
): Promise<FieldChange[]> {
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  const changes: FieldChange[] = [];
  for (const delivery of ledger?.deliveries ?? []) {
    const pair = pairs.get(delivery.integration);
    if (event === undefined || pair === undefined) continue;
    const routed = routeEvent(event, delivery, pair.integration, await ownRulesOf(pair.integration));
    for (const difference of compareMappings(pair.before, pair.after, routed))
      changes.push({ eventId, integration: delivery.integration, difference });
  }
  return changes;
}

/** Changes by integration and field, each with the first mails that show it. */
export type FieldChanges = Map<string, { readonly events: Set<string>; count: number }>;

/** Mails that are named for a change. */
const mostExamples = 3;

/** Counts a change under its integration and field. */
export function countChange(changes: FieldChanges, { eventId, integration, difference }: FieldChange): void {
  const key = `${integration} ${difference.target}`;
  const entry = changes.get(key) ?? { events: new Set(), count: 0 };
  entry.count += 1;
  if (entry.events.size < mostExamples) entry.events.add(eventId);
  changes.set(key, entry);
}

/** A change as a line of `--json`. @param withValues whether it shows the values, which are words of the mail */
export const changeJson = ({ eventId, integration, difference }: FieldChange, withValues: boolean) => ({
  eventId,
  integration,
  ...(withValues ? difference : { target: difference.target, change: kindOf(difference) }),
});

function kindOf({ before, after }: MappingDifference): 'added' | 'removed' | 'changed' {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

/** The changes of each field, for people. */
export const diffLines = (changes: FieldChanges, mails: number): string[] => [
  ...[...changes].map(
    ([key, { count: times, events }]) => `${key}: ${times} mail(s), such as ${[...events].join(', ')}`,
  ),
  `${mails} mail(s) mapped twice; ${changes.size === 0 ? 'nothing would change' : 'nothing was written'}`,
];

/** The integrations of a file, or the one of a key. @throws ConfigError for a key that the file does not have */
export function integrationsOf({ integrations }: IntegrationsFile, only: string | undefined): readonly Integration[] {
  const selected = integrations.filter(({ key }) => only === undefined || key === only);
  if (selected.length > 0) return selected;
  throw new ConfigError(
    `--integration: found "${only}", wants one of ${integrations.map(({ key }) => key).join(', ')}`,
  );
}

/** The mapping of that name with all that it extends. @throws ConfigError when the name leads nowhere */
export function mappingOf(name: string, { mappings = {} }: IntegrationsFile): ResolvedMapping {
  return validMapping(name, resolveMapping(name, mappings));
}

/** @throws ConfigError when the mapping does not resolve */
export function validMapping(name: string, resolution: Resolution): ResolvedMapping {
  if (resolution.kind === 'ok') return resolution.mapping;
  throw new ConfigError(`mapping ${name}: ${resolution.message}`);
}
