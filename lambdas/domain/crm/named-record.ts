import type { Vendor } from './connection.ts';
import type { DealPeople } from './deal-people.ts';
import type { Outcome } from './outcome.ts';

/** Records beside deals that an address can name. */
export const namedKinds = ['ticket', 'contact', 'company'] as const;
export type NamedKind = (typeof namedKinds)[number];

/** A record that the address of a mail names, beside those of its sender. */
export interface NamedRecord {
  readonly kind: NamedKind;
  /** The CRM's id, from an address, which anybody can write. */
  readonly id: string;
}

/** The records of a CRM that an address can name. */
export interface NamedRecords {
  readonly kinds: readonly NamedKind[];
  /**
   * The people of a record, as far as it matters for one sender; nobody where there is no such record.
   *
   * @param sender an address: the people of a contact are only compared with it
   */
  peopleOf(record: NamedRecord, sender: string): Promise<Outcome<DealPeople>>;
}

/** The records that each CRM logs mail on when an address names them. */
const kindsOf: Readonly<Partial<Record<Vendor, readonly NamedKind[]>>> = {
  hubspot: ['ticket', 'contact', 'company'],
  salesforce: ['ticket', 'contact', 'company'],
  zoho: ['ticket', 'contact'],
  pipedrive: ['contact', 'company'],
  close: ['contact', 'company'],
  freshsales: ['contact'],
  'zendesk-sell': ['contact', 'company'],
};

export const namedKindsOf = (vendor: Vendor): readonly NamedKind[] => kindsOf[vendor] ?? [];

/** Why an address cannot name such a record at a CRM; undefined where it can, and where there are no records at all. */
export function cannotName(vendor: Vendor, kind: string): string | undefined {
  const named = namedKinds.find((known) => known === kind);
  const kinds = kindsOf[vendor];
  if (named === undefined || kinds === undefined || kinds.includes(named)) return undefined;
  return named === 'ticket'
    ? `${vendor} keeps no tickets`
    : `${vendor} logs no mail on a ${named} that an address names`;
}
