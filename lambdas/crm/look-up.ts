import type { ContactFields } from '../domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import type { FieldValue } from '../domain/crm/crm-records.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import { asFailure } from './call.ts';
import type { ReadFields, VendorRecords } from './vendor-records.ts';

const nothing: Outcome<ContactFields> = { kind: 'ok', value: {}, how: 'unchanged' };

/**
 * Looks a contact up: by the id that the ledger remembers, else as a delivery finds it. Of somebody who is not there, or
 * there several times, nothing is known; the delivery itself then says so.
 */
export const lookUpBy =
  ({ contact, fields }: Pick<VendorRecords, 'contact' | 'fields'>): NonNullable<CrmAdapter['lookUp']> =>
  async ({ email, id }, names) => {
    if (id !== undefined) return contactFields(await fields.read('contact', id, names), names);
    const found = await contact.find?.({ email }, {});
    if (found === undefined || found.kind === 'ambiguous') return nothing;
    if (found.kind !== 'ok') return found;
    if (found.value === undefined) return nothing;
    return contactFields(await fields.read('contact', found.value.id, names), names);
  };

/** What was asked for of all that a vendor answers. */
export function contactFields(read: ReadFields, names: readonly string[]): Outcome<ContactFields> {
  if (read.kind === 'absent') return nothing;
  if (read.kind !== 'ok') return asFailure(read);
  const values = names.flatMap((name) => {
    const value = scalarOf(fieldAt(read.value, name));
    return value === undefined ? [] : [[name, value]];
  });
  return { kind: 'ok', value: Object.fromEntries(values), how: 'existing' };
}

/** By its own name, as in `custom.cf_x`, else by the way to it, as in `Account.Territory__c`. */
function fieldAt(record: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const dot = name.indexOf('.');
  const inner = dot === -1 ? undefined : record[name.slice(0, dot)];
  return typeof inner === 'object' && inner !== null ? fieldAt({ ...inner }, name.slice(dot + 1)) : undefined;
}

/** Of a list its values, with semicolons between; of another record, such as a user, its id. */
function scalarOf(value: unknown): FieldValue | undefined {
  if (Array.isArray(value)) return value.flatMap((one) => scalarOf(one) ?? []).join(';') || undefined;
  if (typeof value === 'object' && value !== null) return scalarOf((value as { readonly id?: unknown }).id);
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
