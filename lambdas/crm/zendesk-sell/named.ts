import type { NamedRecordParts } from '../named-records.ts';
import type { VendorRecords } from '../vendor-records.ts';
import { dealId } from './api.ts';

/** Contacts that an address names, people and organizations alike; Sell keeps no tickets. */
export const sellNamed = ({ contact, fields }: Pick<VendorRecords, 'contact' | 'fields'>): NamedRecordParts => ({
  ids: { contact: dealId, company: dealId },
  idField: 'id',
  siteField: 'website',
  fields,
  findContact: (email) => contact.find!({ email }, {}),
});
