import * as z from 'zod/mini';
import type { ContactFields } from '../../domain/crm/contact-fields.ts';
import { andThen, mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { contactFields } from '../look-up.ts';
import { asOutcome } from '../vendor-call.ts';
import { firstOf, readBy } from '../vendor-kit.ts';
import type { Written } from '../vendor-records.ts';
import { call, objectPath, searchResult, singleRecord } from './api.ts';
import { readContacts } from './read-contacts.ts';

// Calls that look for records and change none.

const people = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })),
});
/** A contact with the properties that were asked for. */
export type Person = z.infer<typeof people>['results'][number];

/** Further addresses of a contact, with semicolons between. */
const furtherAddresses = 'hs_additional_emails';

/**
 * The contact with the address, be it its first or a further one; nothing when there is none. The read by `email` is only
 * documented for the first address, so a search, whose index lags, looks at the others.
 *
 * @see https://github.com/HubSpot/hubspot-api-nodejs/issues/24
 */
export async function findPerson(
  http: CrmHttp,
  email: string,
  properties: readonly string[],
): Promise<Outcome<Person | undefined>> {
  const query = { inputs: [{ id: email }], idProperty: 'email', properties, propertiesWithHistory: [] } as const;
  const read = await readContacts(http, query, people);
  if (read.kind !== 'ok' || read.value.results[0] !== undefined) return mapOk(read, ({ results }) => results[0]);
  const filters = (operator: string) => ({ filters: [{ propertyName: furtherAddresses, operator, value: email }] });
  const body = {
    filterGroups: [filters('EQ'), filters('CONTAINS_TOKEN')],
    properties: [...properties, furtherAddresses],
    limit: 10,
  };
  const search = await call(http, { method: 'POST', path: objectPath('contacts', '/search'), body }, people);
  // A search by tokens also finds addresses that are merely similar.
  return mapOk(asOutcome(search), ({ results }) =>
    results.find((person) => addressesOf(person).has(email.toLowerCase())),
  );
}

const addressesOf = ({ properties }: Person): ReadonlySet<string> =>
  new Set(
    String(properties[furtherAddresses] ?? '')
      .split(';')
      .map((address) => address.trim().toLowerCase()),
  );

/** The contact with the address; makes none. */
export const findContact = async (http: CrmHttp, email: string): Written =>
  mapOk(await findPerson(http, email, ['email']), (person) => person && { id: person.id });

/** The fields of a contact: by id where the ledger remembers it, else by address. */
export async function lookUpContact(
  http: CrmHttp,
  { email, id }: { readonly email: string; readonly id?: string | undefined },
  properties: readonly string[],
): Promise<Outcome<ContactFields>> {
  const byId = { inputs: [{ id: id ?? '' }], properties, propertiesWithHistory: [] };
  const person =
    id === undefined
      ? await findPerson(http, email, properties)
      : mapOk(await readContacts(http, byId, people), ({ results }) => results[0]);
  return contactFields(
    mapOk(person, (contact) => contact?.properties ?? {}),
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
