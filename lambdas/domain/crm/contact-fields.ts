import type { FieldValue } from './crm-records.ts';

/** What the CRM says of a contact, by its own names of the fields; one that holds nothing is absent. */
export type ContactFields = Readonly<Record<string, FieldValue>>;

/** What was looked up, as the ledger remembers it with the person. */
export interface LookedUp {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Fields that were asked for, also those that held nothing. */
  readonly asked: readonly string[];
  readonly fields: ContactFields;
}
