import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { asFailure, done as ok } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { contactFields } from '../look-up.ts';
import type { Written } from '../vendor-records.ts';
import { call, objectPath, searchResult, singleRecord } from './api.ts';
import { readContacts } from './read-contacts.ts';

// Calls that look for records and change none.

const withIds = z.object({ results: z.array(singleRecord) });
const several = z.object({ results: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })) });

/** The contact that has the address; makes none. */
export async function findContact(http: CrmHttp, email: string): Written {
  const whom = {
    inputs: [{ id: email }],
    idProperty: 'email',
    properties: ['email'],
    propertiesWithHistory: [],
  } as const;
  const found = await readContacts(http, whom, withIds);
  if (found.kind !== 'ok') return found;
  const [contact] = found.value.results;
  return ok(contact && { id: contact.id }, 'existing');
}

/** What HubSpot says of a contact: by id where it is remembered, else by address. */
export async function lookUpContact(
  http: CrmHttp,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
  properties: readonly string[],
): Promise<Outcome<ContactFields>> {
  const whom = id === undefined ? ({ inputs: [{ id: email }], idProperty: 'email' } as const) : { inputs: [{ id }] };
  const found = await readContacts(http, { ...whom, properties, propertiesWithHistory: [] }, several);
  return contactFields(
    found.kind === 'ok' ? { ...found, value: found.value.results[0]?.properties ?? {} } : found,
    properties,
  );
}

/** A record by a property that is unique. */
export const recordByKey = (http: CrmHttp, type: 'deals' | 'emails' | 'tasks', key: string, value = '') =>
  call(
    http,
    { method: 'GET', path: objectPath(type, `/${encodeURIComponent(value)}?idProperty=${key}`) },
    singleRecord,
  );

/** The deal of a conversation; nothing when there is none. */
export async function findThreadDeal(http: CrmHttp, threadKey: string): Written {
  const found = await recordByKey(http, 'deals', 'postern_thread_key', threadKey);
  if (found.kind === 'absent') return ok(undefined, 'unchanged');
  return found.kind === 'ok' ? ok({ id: found.value.id }, 'existing') : asFailure(found);
}

/** Looks an activity or a task up by its external id, for accounts that do not keep it unique. */
export async function findByExternalId(http: CrmHttp, type: 'emails' | 'tasks', externalId: string): Written {
  const body = {
    filterGroups: [{ filters: [{ propertyName: 'postern_ext_id', operator: 'EQ', value: externalId }] }],
    properties: ['postern_ext_id'],
    limit: 10,
  };
  const found = await call(http, { method: 'POST', path: objectPath(type, '/search'), body }, searchResult);
  if (found.kind !== 'ok') return asFailure(found);
  const [first, ...others] = found.value.results;
  const duplicates = others.map(({ id }) => id);
  return ok(first && compact({ id: first.id, duplicates: duplicates.length > 0 ? duplicates : undefined }), 'existing');
}
