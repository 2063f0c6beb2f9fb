import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, keyField } from './api.ts';

/** The fields of a mail that the org lets us write. */
export interface ActivityFields {
  /** Tasks where Enhanced Email is off. */
  readonly object: 'EmailMessage' | 'Task';
  /** Lengths by field, in characters. */
  readonly lengths: ReadonlyMap<string, number>;
}

const description = z.object({
  createable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      length: z.optional(z.number()),
      createable: z.boolean(),
      externalId: z.optional(z.boolean()),
      unique: z.optional(z.boolean()),
    }),
  ),
});
type Field = z.infer<typeof description>['fields'][number];

/**
 * Asks the org which object a mail can be there, how long its fields are, and whether our key exists and is unique: without
 * the key nothing could be repeated safely.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
 */
export async function describeActivity(http: CrmHttp, version: string): Promise<Outcome<ActivityFields>> {
  for (const object of ['EmailMessage', 'Task'] as const) {
    const path = `/services/data/${version}/sobjects/${object}/describe`;
    const answer = await call(http, { method: 'GET', path }, description);
    if (answer.kind === 'absent') continue;
    if (answer.kind !== 'ok') return asFailure(answer);
    const { createable, fields } = answer.value;
    if (!createable) continue;
    if (!isKey(fields.find(({ name }) => name === keyField)))
      return {
        kind: 'misconfigured',
        code: 'NO_KEY_FIELD',
        message: `${object} wants a text field ${keyField} (64), external id and unique, that we may write`,
      };
    const lengths = new Map(fields.filter((field) => field.createable).map(({ name, length = 0 }) => [name, length]));
    return ok({ object, lengths });
  }
  return { kind: 'misconfigured', code: 'NO_ACTIVITY', message: 'neither EmailMessage nor Task may be created' };
}

const isKey = (field: Field | undefined): boolean =>
  field?.createable === true && field.unique === true && field.externalId === true;
