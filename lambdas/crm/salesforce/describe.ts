import * as z from 'zod/mini';
import type { FieldDescription } from '../../domain/crm/crm-adapter.ts';
import type { MappedObject } from '../../domain/crm/crm-records.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { call } from './api.ts';

const objects: Readonly<Record<MappedObject, string>> = {
  contact: 'Contact',
  company: 'Account',
  deal: 'Opportunity',
  activity: 'EmailMessage',
};
const described = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.optional(z.string()),
      createable: z.boolean(),
      nillable: z.optional(z.boolean()),
      defaultedOnCreate: z.optional(z.boolean()),
    }),
  ),
});
const types: Readonly<Record<string, FieldDescription['type']>> = {
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  double: 'number',
  int: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
};

/** Fields that Salesforce requires and the adapter fills. */
export const filledBySalesforce: Readonly<Record<MappedObject, readonly string[]>> = {
  contact: ['LastName'],
  company: ['Name'],
  deal: ['Name', 'StageName', 'CloseDate'],
  activity: ['Status'],
};

/**
 * The fields of a record.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
 */
export async function describeObject(
  http: CrmHttp,
  version: string,
  object: MappedObject,
): Promise<Outcome<FieldDescription[]>> {
  const path = `/services/data/${version}/sobjects/${objects[object]}/describe`;
  return mapOk(asOutcome(await call(http, { method: 'GET', path }, described)), ({ fields }) =>
    fields.map(({ name, type, createable, nillable, defaultedOnCreate }) => ({
      name,
      type: types[type ?? 'string'] ?? 'other',
      isWritable: createable,
      isRequired: createable && nillable === false && defaultedOnCreate === false,
    })),
  );
}
