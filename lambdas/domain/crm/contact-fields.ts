import type { FieldValue } from './crm-records.ts';

/** The fields of a contact by the CRM's own names; an empty field is absent. */
export type ContactFields = Readonly<Record<string, FieldValue>>;

/** A look-up of a contact, as the ledger remembers it with the person. */
export interface ContactLookUp {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The requested fields, empty ones included. */
  readonly asked: readonly string[];
  readonly fields: ContactFields;
}
