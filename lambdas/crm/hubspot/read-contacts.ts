import type * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { objectPath } from './api.ts';

/** Contacts to read, by id or by a unique property, and the properties to read. */
interface ContactsToRead {
  readonly inputs: ReadonlyArray<{ readonly id: string }>;
  readonly idProperty?: 'email';
  readonly properties: readonly string[];
  readonly propertiesWithHistory: readonly string[];
}

/**
 * Reads contacts; an address travels in the body, never in a URL. A contact that does not exist is not in the results, and
 * the answer then is a 207.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch/post-crm-v3-objects-contacts-batch-read
 */
export async function readContacts<T>(
  http: CrmHttp,
  body: ContactsToRead,
  shape: z.ZodMiniType<T>,
): Promise<Outcome<T>> {
  const result = await http({ method: 'POST', path: objectPath('contacts', '/batch/read'), body });
  if (result.kind !== 'answer') return result;
  const { status, json } = result.answer;
  const decoded = shape.safeParse(json);
  return (status === 200 || status === 207) && decoded.success ? ok(decoded.data) : { kind: 'unknown' };
}
