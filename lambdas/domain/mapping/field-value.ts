import type { FieldValue } from '../crm/crm-records.ts';

/**
 * Whether a field has one of some values; upper and lower case are the same. A field of several values has them with semicolons
 * between, as most CRMs write it.
 */
export function hasOneOf(field: FieldValue | undefined, values: readonly FieldValue[]): boolean {
  const plain = (value: FieldValue): string => String(value).trim().toLowerCase();
  const all = field === undefined ? [] : [plain(field), ...String(field).split(';').map(plain)];
  return values.some((value) => all.includes(plain(value)));
}
