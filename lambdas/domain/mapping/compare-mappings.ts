import { compact } from '../../compact.ts';
import { type FieldValue, mappedObjects } from '../crm/crm-records.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { applyMapping } from './apply-mapping.ts';
import type { ResolvedMapping } from './mapping.ts';

/** One field of one event that two mappings fill differently. */
export interface MappingDifference {
  readonly target: string;
  readonly before?: FieldValue;
  readonly after?: FieldValue;
}

/** Fields of an event's records that another mapping would fill differently. */
export function compareMappings(
  before: ResolvedMapping,
  after: ResolvedMapping,
  event: RoutedEvent,
): MappingDifference[] {
  const [valuesBefore, valuesAfter] = [flat(before, event), flat(after, event)];
  const targets = [...new Set([...valuesBefore.keys(), ...valuesAfter.keys()])].toSorted();
  return targets
    .map((target) => compact({ target, before: valuesBefore.get(target), after: valuesAfter.get(target) }))
    .filter((difference) => difference.before !== difference.after);
}

function flat(mapping: ResolvedMapping, event: RoutedEvent): Map<string, FieldValue> {
  const records = applyMapping(mapping, event);
  return new Map(
    mappedObjects.flatMap((object) =>
      Object.entries(records[object] ?? {}).map(([name, value]) => [`${object}.${name}`, value] as const),
    ),
  );
}
