import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { FieldDescription } from '../../domain/crm/crm-adapter.ts';
import type { MappedObject } from '../../domain/crm/crm-records.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { call, propertyPath } from './api.ts';

const objects: Readonly<Record<MappedObject, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  activity: 'emails',
};
const list = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      options: z.optional(z.nullable(z.array(z.object({ value: z.string() })))),
      modificationMetadata: z.optional(z.object({ readOnlyValue: z.optional(z.boolean()) })),
    }),
  ),
});
const types: Readonly<Record<string, FieldDescription['type']>> = {
  string: 'text',
  number: 'number',
  bool: 'boolean',
  date: 'date',
  datetime: 'date',
};

/**
 * The properties of an object. Those that an administrator requires on creation are not marked: HubSpot refuses a record
 * without them, and says so only then.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
 */
export async function describeObject(http: CrmHttp, object: MappedObject): Promise<Outcome<FieldDescription[]>> {
  const properties = asOutcome(await call(http, { method: 'GET', path: propertyPath(objects[object]) }, list));
  return mapOk(properties, ({ results }) =>
    results.map(({ name, type, options, modificationMetadata }) =>
      compact({
        name,
        type: types[type] ?? ('other' as const),
        isWritable: modificationMetadata?.readOnlyValue !== true,
        isRequired: false,
        options: type === 'enumeration' && options?.length ? options.map(({ value }) => value) : undefined,
      }),
    ),
  );
}
