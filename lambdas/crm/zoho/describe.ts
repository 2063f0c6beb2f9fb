import * as z from 'zod/mini';
import type { FieldDescription } from '../../domain/crm/crm-adapter.ts';
import type { MappedObject } from '../../domain/crm/crm-records.ts';
import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { api, call } from './api.ts';

const modules: Readonly<Partial<Record<MappedObject, string>>> = {
  contact: 'Contacts',
  company: 'Accounts',
  deal: 'Deals',
};
const described = z.object({
  fields: z.array(
    z.object({
      api_name: z.string(),
      data_type: z.string(),
      field_read_only: z.optional(z.boolean()),
      system_mandatory: z.optional(z.boolean()),
    }),
  ),
});
const types: Readonly<Record<string, FieldDescription['type']>> = {
  text: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  website: 'text',
  integer: 'number',
  double: 'number',
  currency: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
};

/** Fields that Zoho requires and the adapter fills. */
export const filledByZoho: Readonly<Partial<Record<MappedObject, readonly string[]>>> = {
  contact: ['Last_Name'],
  company: ['Account_Name'],
  deal: ['Deal_Name', 'Stage'],
};

/**
 * The fields of a record; nothing for an activity, because associated e-mails have no fields of the account's.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 */
export async function describeObject(
  http: CrmHttp,
  object: MappedObject,
): Promise<Outcome<FieldDescription[] | undefined>> {
  const module = modules[object];
  if (module === undefined) return ok(undefined);
  const path = `${api}/settings/fields?module=${module}`;
  return mapOk(asOutcome(await call(http, { method: 'GET', path }, described)), ({ fields }) =>
    fields.map(({ api_name: name, data_type: type, field_read_only, system_mandatory }) => ({
      name,
      type: types[type] ?? 'other',
      isWritable: field_read_only !== true,
      isRequired: system_mandatory === true,
    })),
  );
}
