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

/** Targets whose type a constant or the last transform settles. */
const typeOfTransform: Readonly<Record<string, FieldDescription['type']>> = {
  number: 'number',
  percent: 'number',
  count: 'number',
  'epoch-ms': 'number',
  boolean: 'boolean',
  date: 'date',
};

/**
 * Compares a mapping with what a CRM says of its fields: what was renamed, deleted, made read-only or newly required is
 * found before a mail meets it.
 *
 * @param filled fields that the adapter fills by itself, by record
 * @param read fields of the contact that are looked up
 */
export function checkMapping(
  { fields }: Pick<ResolvedMapping, 'fields'>,
  described: Readonly<Partial<Record<MappedObject, readonly FieldDescription[]>>>,
  filled: Readonly<Partial<Record<MappedObject, readonly string[]>>> = {},
  read: readonly string[] = [],
): MappingFinding[] {
  const findings: MappingFinding[] = [];
  for (const { target, transform, value } of fields) {
    const [object, name] = split(target);
    const known = described[object];
    if (known === undefined) continue;
    const field = known.find((one) => one.name === name);
    if (field === undefined) findings.push({ level: 'error', target, message: nearest(name, known) });
    else if (!field.isWritable) findings.push({ level: 'error', target, message: 'may not be written' });
    else {
      const given = value === undefined ? typeOfTransform[transform.at(-1) ?? ''] : typeOfValue(value);
      const isMatch = given === undefined || field.type === given || ['text', 'other'].includes(field.type);
      if (!isMatch) findings.push({ level: 'warning', target, message: `is a ${field.type}, and is given a ${given}` });
    }
  }
  for (const object of mappedObjects) {
    const targets = new Set(fields.map(({ target }) => target));
    for (const { name, isRequired } of described[object] ?? []) {
      if (!isRequired || filled[object]?.includes(name) || targets.has(`${object}.${name}`)) continue;
      findings.push({ level: 'error', target: `${object}.${name}`, message: 'is required, and nothing fills it' });
    }
  }
  for (const name of read) {
    const known = described.contact;
    // Behind a dot lies another record, of which nothing is described.
    if (known === undefined || name.includes('.') || known.some((one) => one.name === name)) continue;
    findings.push({ level: 'error', target: `contact.${name}`, message: `${nearest(name, known)}, and is looked up` });
  }
  if (fields.length >= warnFromFields)
    findings.push({ level: 'warning', target: '(mapping)', message: `${fields.length} fields are hard to keep true` });
  return findings;
}

const typeOfValue = (value: string | number | boolean): FieldDescription['type'] | undefined =>
  typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : undefined;

/** A renamed field often keeps most of its name. */
function nearest(name: string, known: readonly FieldDescription[]): string {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const like = known.find(
    (one) =>
      plain(one.name).includes(plain(name)) || (plain(one.name).length > 4 && plain(name).includes(plain(one.name))),
  );
  return `is not there${like === undefined ? '' : `; there is ${like.name}`}`;
}
