import { andThen } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import type { NamedRecordParts } from '../named-records.ts';
import { onlyOne } from '../vendor-kit.ts';
import type { FieldAccess } from '../vendor-records.ts';
import { dealId } from './api.ts';
import { findPersons } from './suppressions.ts';

/** Persons and organizations that an address names; Pipedrive keeps no tickets. */
export const pipedriveNamed = (http: CrmHttp, fields: Pick<FieldAccess, 'read'>): NamedRecordParts => ({
  ids: { contact: dealId, company: dealId },
  idField: 'id',
  siteField: 'website',
  fields,
  findContact: async (email) => andThen(await findPersons(http, email), onlyOne),
});
