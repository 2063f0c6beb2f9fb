import { type FieldValue, type MappedObject, type MappedRecords, mappedObjects } from '../crm/crm-records.ts';
import type { RoutedEvent } from '../mail/event.ts';
import type { ContactFacts } from './contact-facts.ts';
import type { ResolvedMapping } from './mapping.ts';
import { isList, sourceValue } from './sources.ts';
import { transformValue } from './transforms.ts';

/** The longest text that a mapped field carries; whole texts belong to the activity. In UTF-16 code units. */
const maxTextLength = 5_000;

/**
 * Fills the fields of a mapping from an event. Pure, so that stored mail can be mapped anew and compared. A field
 * without a value in the mail is left out, never written empty.
 *
 * @param facts about the contact
 */
export function applyMapping(
  { fields }: Pick<ResolvedMapping, 'fields'>,
  event: RoutedEvent,
  facts?: ContactFacts,
): MappedRecords {
  const records: Partial<Record<MappedObject, Record<string, FieldValue>>> = {};
  for (const { target, from, value, transform } of fields) {
    const mapped = scalarOf(
      transformValue(value ?? (from === undefined ? undefined : sourceValue(from, event, facts)), transform),
    );
    if (mapped === undefined) continue;
    const [object, name] = split(target);
    records[object] = { ...records[object], [name]: mapped };
  }
  return records;
}

/**
 * The record and the field of a target.
 *
 * @throws TypeError for a target that the schema of mappings does not let through
 */
export function split(target: string): readonly [object: MappedObject, name: string] {
  const object = mappedObjects.find((name) => target.startsWith(`${name}.`));
  if (object === undefined) throw new TypeError(`${target} names no record`);
  return [object, target.slice(object.length + 1)];
}

function scalarOf(value: ReturnType<typeof transformValue>): FieldValue | undefined {
  const scalar = isList(value) ? value.join(', ') : value;
  if (typeof scalar !== 'string') return scalar;
  const text = scalar.slice(0, maxTextLength).replace(/[\ud800-\udbff]$/, '');
  return text === '' ? undefined : text;
}
