import * as z from 'zod/mini';
import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import { andThen, mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { contactFields } from '../look-up.ts';
import { asOutcome } from '../vendor-call.ts';
import { anyOf, firstOf, readBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';
import { call, objectPath, searchResult, singleRecord } from './api.ts';
import { readContacts } from './read-contacts.ts';

// Calls that look for records and change none.

const withIds = z.object({ results: z.array(singleRecord) });
const withProperties = z.object({ results: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })) });

/** The contact with the address; makes none. */
export async function findContact(http: CrmHttp, email: string): Written {
  const query = {
    inputs: [{ id: email }],
    idProperty: 'email',
    properties: ['email'],
    propertiesWithHistory: [],
  } as const;
  return andThen(await readContacts(http, query, withIds), ({ results }) => anyOf(results.map(({ id }) => id)));
}

/** The fields of a contact: by id where the ledger remembers it, else by address. */
export async function lookUpContact(
  http: CrmHttp,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
  properties: readonly string[],
): Promise<Outcome<ContactFields>> {
  const person = id === undefined ? ({ inputs: [{ id: email }], idProperty: 'email' } as const) : { inputs: [{ id }] };
  const contacts = await readContacts(http, { ...person, properties, propertiesWithHistory: [] }, withProperties);
  return contactFields(
    mapOk(contacts, ({ results: [contact] }) => contact?.properties ?? {}),
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
export const findThreadDeal = async (http: CrmHttp, threadKey: string): Written =>
  readBy(await recordByKey(http, 'deals', 'postern_thread_key', threadKey), ({ id }) => id);

/** Looks an activity or a task up by its external id, for accounts that do not keep it unique. */
export async function findByExternalId(http: CrmHttp, type: 'emails' | 'tasks', externalId: string): Written {
  const body = {
    filterGroups: [{ filters: [{ propertyName: 'postern_ext_id', operator: 'EQ', value: externalId }] }],
    properties: ['postern_ext_id'],
    limit: 10,
  };
  const matches = await call(http, { method: 'POST', path: objectPath(type, '/search'), body }, searchResult);
  return andThen(asOutcome(matches), ({ results }) => firstOf(results.map(({ id }) => id)));
}
