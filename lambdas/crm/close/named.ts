import { andThen } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import type { NamedRecordParts } from '../named-records.ts';
import { onlyOne } from '../vendor-kit.ts';
import type { FieldAccess } from '../vendor-records.ts';
import { findContacts } from './find-contacts.ts';

/** Contacts, and leads, which are the companies there, that an address names; Close keeps no tickets. */
export const closeNamed = (http: CrmHttp, fields: Pick<FieldAccess, 'read'>): NamedRecordParts => ({
  ids: { contact: /^cont_\w{1,60}$/, company: /^lead_\w{1,60}$/ },
  idField: 'id',
  siteField: 'url',
  fields,
  findContact: async (email) =>
    andThen(await findContacts(http, email), (contacts) => onlyOne(contacts.map(({ id }) => id))),
  // A contact is known with its lead.
  refIdOf: ({ kind, id }, { lead_id: lead }) => (kind === 'contact' ? `${String(lead)}/${id}` : id),
});
