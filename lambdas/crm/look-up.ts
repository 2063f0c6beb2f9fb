import type { ContactFields } from '../domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import type { FieldValue } from '../domain/crm/crm-records.ts';
import { mapOk, type Outcome, ok } from '../domain/crm/outcome.ts';
import { asOutcome } from './vendor-call.ts';
import type { ReadFields, VendorRecords } from './vendor-records.ts';

const noFields: Outcome<ContactFields> = ok({});

/**
 * Looks a contact up: by the id that the ledger remembers, else as a delivery finds it. A contact that is absent or
 * ambiguous has no fields here; the delivery itself reports it.
 */
export const lookUpBy = ({
  contact,
  fields,
}: Pick<VendorRecords, 'contact' | 'fields'>): NonNullable<CrmAdapter['lookUp']> =>
  async function lookUp({ email, id }, names) {
    if (id !== undefined) return contactFields(await fields.read('contact', id, names), names);
    const match = await contact.find?.({ email }, {});
    if (match === undefined || match.kind === 'ambiguous') return noFields;
    if (match.kind !== 'ok') return match;
    if (match.value === undefined) return noFields;
    return contactFields(await fields.read('contact', match.value.id, names), names);
  };

/** Selects the requested fields from the answer of a vendor. */
export function contactFields(read: ReadFields, names: readonly string[]): Outcome<ContactFields> {
  if (read.kind === 'absent') return noFields;
  return mapOk(asOutcome(read), (record) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = scalarOf(fieldAt(record, name));
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
}

/** A field by its own name, as in `custom.cf_x`, else by its path, as in `Account.Territory__c`. */
function fieldAt(record: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const dot = name.indexOf('.');
  const inner = dot === -1 ? undefined : record[name.slice(0, dot)];
  return typeof inner === 'object' && inner !== null ? fieldAt({ ...inner }, name.slice(dot + 1)) : undefined;
}

/** A value as text, number or boolean: a list as its values with semicolons between, a record (such as a user) as its id. */
function scalarOf(value: unknown): FieldValue | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => scalarOf(item) ?? []).join(';') || undefined;
  if (typeof value === 'object' && value !== null) return 'id' in value ? scalarOf(value.id) : undefined;
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
