import type { CrmAdapter, FieldDescription } from '../crm/crm-adapter.ts';
import { type MappedObject, mappedObjects } from '../crm/crm-records.ts';
import { split } from './apply-mapping.ts';
import { openDealsName } from './contact-facts.ts';
import type { ResolvedMapping } from './mapping.ts';
import { warnFromFields } from './mapping-limits.ts';

/** One mistake of a mapping, or one to come. */
export interface MappingFinding {
  readonly level: 'error' | 'warning';
  readonly target: string;
  readonly message: string;
}

/** Types of the value after a last transform. */
const typeOfTransform: Readonly<Record<string, FieldDescription['type']>> = {
  number: 'number',
  percent: 'number',
  count: 'number',
  'epoch-ms': 'number',
  boolean: 'boolean',
  date: 'date',
};

type Described = Readonly<Partial<Record<MappedObject, readonly FieldDescription[]>>>;
type FieldNames = Readonly<Partial<Record<MappedObject, readonly string[]>>>;
type Mapped = Pick<ResolvedMapping, 'fields'>;

/**
 * Compares a mapping with the fields of a CRM, and finds those that were renamed, deleted, made read-only or newly
 * required before a mail meets them.
 *
 * @param filled fields that the adapter fills by itself, by record
 * @param read fields of the contact that are looked up
 */
export function checkMapping(
  mapping: Mapped,
  described: Described,
  filled: FieldNames = {},
  read: readonly string[] = [],
): MappingFinding[] {
  return [
    ...mapping.fields.flatMap((field) => checkTarget(field, described)),
    ...mappedObjects.flatMap((object) => missingFields(object, mapping, described[object] ?? [], filled[object] ?? [])),
    ...read.flatMap((name) => checkLookUp(name, described.contact)),
    ...checkSize(mapping),
  ];
}

/** Checks that a target is there, may be written and has the type of its value. */
function checkTarget({ target, transform, value }: Mapped['fields'][number], described: Described): MappingFinding[] {
  const [object, name] = split(target);
  const known = described[object];
  if (known === undefined) return [];
  const field = known.find((candidate) => candidate.name === name);
  if (field === undefined) return [{ level: 'error', target, message: nearest(name, known) }];
  if (!field.isWritable) return [{ level: 'error', target, message: 'may not be written' }];
  if (value !== undefined && !isOption(field, value)) return [{ level: 'error', target, message: noOption(value) }];
  const valueType = value === undefined ? typeOfTransform[transform.at(-1) ?? ''] : typeOfValue(value);
  const isMatch = valueType === undefined || field.type === valueType || ['text', 'other'].includes(field.type);
  return isMatch ? [] : [{ level: 'warning', target, message: `is a ${field.type}, and is given a ${valueType}` }];
}

/** Checks values that a setting of the connection has written, such as the stage of new deals. */
export function checkSettings(described: Described, settings: CrmAdapter['settings'] = {}): MappingFinding[] {
  return mappedObjects.flatMap((object) =>
    Object.entries(settings[object] ?? {}).flatMap(([name, value]) => {
      const field = described[object]?.find((candidate) => candidate.name === name);
      if (field === undefined || isOption(field, value)) return [];
      return [
        { level: 'error' as const, target: `${object}.${name}`, message: `${noOption(value)} of the connection` },
      ];
    }),
  );
}

/** Whether a field takes a value, as far as it lists its values; several stand with semicolons between. */
const isOption = ({ options = [] }: FieldDescription, value: string | number | boolean): boolean =>
  options.length === 0 ||
  String(value)
    .split(';')
    .every((part) => options.includes(part));

const noOption = (value: string | number | boolean): string => `does not take the value ${JSON.stringify(value)}`;

/** Required fields of a record that neither the mapping nor the adapter fills. */
function missingFields(
  object: MappedObject,
  { fields }: Mapped,
  known: readonly FieldDescription[],
  filled: readonly string[],
): MappingFinding[] {
  const targets = new Set(fields.map(({ target }) => target));
  return known
    .filter(({ name, isRequired }) => isRequired && !filled.includes(name) && !targets.has(`${object}.${name}`))
    .map(({ name }) => ({
      level: 'error',
      target: `${object}.${name}`,
      message: 'is required, and nothing fills it',
    }));
}

/** Checks that a looked-up field is there. A dot leads to another record, which is not described. */
function checkLookUp(name: string, known: readonly FieldDescription[] | undefined): MappingFinding[] {
  if (known === undefined || name === openDealsName || name.includes('.') || known.some((field) => field.name === name))
    return [];
  return [{ level: 'error', target: `contact.${name}`, message: `${nearest(name, known)}, and is looked up` }];
}

const checkSize = ({ fields }: Mapped): MappingFinding[] =>
  fields.length < warnFromFields
    ? []
    : [{ level: 'warning', target: '(mapping)', message: `${fields.length} fields are hard to keep true` }];

const typeOfValue = (value: string | number | boolean): FieldDescription['type'] | undefined =>
  typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : undefined;

/** The message for a missing field, with a field like it: a renamed field often keeps most of its name. */
function nearest(name: string, known: readonly FieldDescription[]): string {
  const lettersOfName = lettersOf(name);
  const similar = known.find((field) => {
    const letters = lettersOf(field.name);
    return letters.includes(lettersOfName) || (letters.length > 4 && lettersOfName.includes(letters));
  });
  return `is not there${similar === undefined ? '' : `; there is ${similar.name}`}`;
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
