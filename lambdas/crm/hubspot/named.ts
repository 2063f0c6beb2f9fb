import type { CrmHttp } from '../http.ts';
import type { NamedRecordParts } from '../named-records.ts';
import { dealByIdWith } from '../vendor-kit.ts';
import type { FieldAccess } from '../vendor-records.ts';
import { call, dealId, objectPath, singleRecord } from './api.ts';
import { peopleOf } from './deal-people.ts';
import { findContact } from './find-records.ts';

/**
 * Tickets, contacts and companies that an address names; all ids are numbers. Tickets need the scope `tickets`.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-tickets-v3/guide
 */
export const hubspotNamed = (http: CrmHttp, fields: Pick<FieldAccess, 'read'>): NamedRecordParts => ({
  ids: { ticket: dealId, contact: dealId, company: dealId },
  idField: 'hs_object_id',
  siteField: 'domain',
  fields,
  findContact: (email) => findContact(http, email),
  tickets: {
    find: dealByIdWith(
      dealId,
      (id) => call(http, { method: 'GET', path: objectPath('tickets', `/${id}`) }, singleRecord),
      ({ id }) => id,
    ),
    peopleOf: (id) => peopleOf(http, 'tickets', id),
  },
});
