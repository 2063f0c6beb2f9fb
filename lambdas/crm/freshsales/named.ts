import type { NamedRecordParts } from '../named-records.ts';
import type { VendorRecords } from '../vendor-records.ts';
import { dealId } from './api.ts';

/** Contacts that an address names: Freshsales keeps no tickets, and Postern logs no mail on its accounts. */
export const freshsalesNamed = ({ contact, fields }: Pick<VendorRecords, 'contact' | 'fields'>): NamedRecordParts => ({
  ids: { contact: dealId },
  idField: 'id',
  siteField: 'website',
  fields,
  findContact: (email) => contact.find!({ email }, {}),
});
