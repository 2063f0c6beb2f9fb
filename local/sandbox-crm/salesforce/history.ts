import type { RecordStore, VendorRecord } from '../record-store.ts';

const optOutField = 'HasOptedOutOfEmail';

/** Keeps the changes of the only field that the org tracks. */
export function track(store: RecordStore, before: VendorRecord | undefined, after: VendorRecord): void {
  const [was, is] = [before?.body[optOutField] === true, after.body[optOutField] === true];
  if (was === is || !['Contact', 'Lead'].includes(after.type)) return;
  // Salesforce's dates are exact to the second.
  const CreatedDate = new Date(store.now()).toISOString().replace(/\d{3}Z$/, '000+0000');
  store.insert(`${after.type}History`, { of: after.id, Field: optOutField, OldValue: was, NewValue: is, CreatedDate });
}

/** Rows of a history with the fields of their record, as a query through the relation sees them. */
export function historyRows(store: RecordStore, object: string): VendorRecord[] {
  const parent = object.replace(/History$/, '');
  return store.list(object).map((row) => {
    const { body } = store.get(parent, row.body.of) ?? { body: {} };
    const parentFields = Object.entries({ Email: null, [optOutField]: false, ...body }).map(([name, value]) => [
      `${parent}.${name}`,
      value,
    ]);
    return { ...row, body: { ...row.body, ...Object.fromEntries(parentFields) } };
  });
}
