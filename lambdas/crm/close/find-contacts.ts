import * as z from 'zod/mini';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { api, call } from './api.ts';

const contactsFound = z.object({
  data: z.array(z.object({ id: z.string(), lead_id: z.string(), date_created: z.nullish(z.string()) })),
});

/** A contact, and the lead that it belongs to. */
type FoundContact = z.infer<typeof contactsFound>['data'][number];

/** The contacts with an address, which travels in the body; the newest first. */
export async function findContacts(http: CrmHttp, email: string): Promise<Outcome<FoundContact[]>> {
  const query = { type: 'and', queries: [ofType('contact'), related('contact', 'contact_email', emailIs(email))] };
  const fields = { contact: ['id', 'lead_id', 'date_created'] };
  return mapOk(await search(http, query, fields, contactsFound), ({ data }) =>
    data.toSorted((a, b) => ((a.date_created ?? '') < (b.date_created ?? '') ? 1 : -1)),
  );
}

/** @see https://developer.close.com/resources/advanced-filtering/ */
export async function search<T>(
  http: CrmHttp,
  query: object,
  fields: object,
  shape: z.ZodMiniType<T>,
): Promise<Outcome<T>> {
  const body = { query, _fields: fields, _limit: 10 };
  return asOutcome(await call(http, { method: 'POST', path: `${api}/data/search/`, body }, shape));
}

/** Records of one type. */
export const ofType = (type: string) => ({ type: 'object_type', object_type: type });
/** Records with a related record that a query finds. */
export const related = (from: string, to: string, query: object) => ({
  type: 'has_related',
  this_object_type: from,
  related_object_type: to,
  related_query: query,
});
/** Records by the text of one field. */
export const condition = (type: string, name: string, mode: string, value: string) => ({
  type: 'field_condition',
  field: { type: 'regular_field', object_type: type, field_name: name },
  condition: { type: 'text', mode, value },
});
/** Addresses that are equal. */
export const emailIs = (email: string) => condition('contact_email', 'email', 'exact_value', email);
