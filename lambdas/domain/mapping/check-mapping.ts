import type { FieldDescription } from '../crm/crm-adapter.ts';
import { type MappedObject, mappedObjects } from '../crm/crm-records.ts';
import { split } from './apply-mapping.ts';
import type { ResolvedMapping } from './mapping.ts';
import { warnFromFields } from './mapping-limits.ts';

/** One thing that is wrong, or will be. */
export interface MappingFinding {
  readonly level: 'error' | 'warning';
  readonly target: string;
  readonly message: string;
}

/** Types that a last transform settles. */
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
 * Compares a mapping with what a CRM says of its fields: what was renamed, deleted, made read-only or newly required is
 * found before a mail meets it.
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

/** Whether a target is there, may be written and fits what it is given. */
function checkTarget({ target, transform, value }: Mapped['fields'][number], described: Described): MappingFinding[] {
  const [object, name] = split(target);
  const known = described[object];
  if (known === undefined) return [];
  const field = known.find((candidate) => candidate.name === name);
  if (field === undefined) return [{ level: 'error', target, message: nearest(name, known) }];
  if (!field.isWritable) return [{ level: 'error', target, message: 'may not be written' }];
  const given = value === undefined ? typeOfTransform[transform.at(-1) ?? ''] : typeOfValue(value);
  const isMatch = given === undefined || field.type === given || ['text', 'other'].includes(field.type);
  return isMatch ? [] : [{ level: 'warning', target, message: `is a ${field.type}, and is given a ${given}` }];
}

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

/** Whether a looked-up field is there. Behind a dot lies another record, which is not described. */
function checkLookUp(name: string, known: readonly FieldDescription[] | undefined): MappingFinding[] {
  if (known === undefined || name.includes('.') || known.some((field) => field.name === name)) return [];
  return [{ level: 'error', target: `contact.${name}`, message: `${nearest(name, known)}, and is looked up` }];
}

const checkSize = ({ fields }: Mapped): MappingFinding[] =>
  fields.length < warnFromFields
    ? []
    : [{ level: 'warning', target: '(mapping)', message: `${fields.length} fields are hard to keep true` }];

const typeOfValue = (value: string | number | boolean): FieldDescription['type'] | undefined =>
  typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : undefined;

/** Says that a field is not there, and which other it may be: a renamed field often keeps most of its name. */
function nearest(name: string, known: readonly FieldDescription[]): string {
  const wanted = lettersOf(name);
  const like = known.find((field) => {
    const letters = lettersOf(field.name);
    return letters.includes(wanted) || (letters.length > 4 && wanted.includes(letters));
  });
  return `is not there${like === undefined ? '' : `; there is ${like.name}`}`;
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
