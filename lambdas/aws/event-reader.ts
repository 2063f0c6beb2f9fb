import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { GetObject } from './s3-get-object.ts';
import { isSealed, openContent, readSealed, unwrapContentKey } from './sealed-event.ts';
import type { TenantKeyReader } from './tenant-keys.ts';

export const eventPrefix = 'events/';
export const eventKey = (eventId: string): string => `${eventPrefix}${eventId}.json`;

/** Only parse writes events, as `EmailReceived`: nothing is checked. */
const decodeEvent = (bytes: Uint8Array): EmailReceived => JSON.parse(new TextDecoder().decode(bytes));

/** The part of the mail store that a delivery needs. */
export const createEventReader = (
  getObject: GetObject,
  bucket: string,
  tenantKeys: TenantKeyReader,
): Pick<MailStore, 'getEvent'> => ({
  async getEvent(eventId) {
    const bytes = await getObject(bucket, eventKey(eventId));
    return bytes && openStoredEvent(tenantKeys, bytes, eventId);
  },
});

/** Reads the bytes of a stored event. @returns undefined when the keys of all its tenants were destroyed */
export const openStoredEvent = async (
  tenantKeys: TenantKeyReader,
  bytes: Uint8Array,
  eventId: string,
): Promise<EmailReceived | undefined> => (isSealed(bytes) ? openFor(tenantKeys, bytes, eventId) : decodeEvent(bytes));

/** The event of an object's key. */
export const eventIdOf = (key: string): string => key.slice(eventPrefix.length).replace(/\.json$/, '');

/** Opens a sealed event with the key of any of its tenants. */
async function openFor(
  { keyOf }: TenantKeyReader,
  bytes: Uint8Array,
  eventId: string,
): Promise<EmailReceived | undefined> {
  const sealed = readSealed(bytes);
  for (const [tenant, wrapped] of Object.entries(sealed.keys)) {
    const key = await keyOf(tenant);
    if (key !== undefined) return openContent(sealed, unwrapContentKey(wrapped, key, { tenant, eventId }), eventId);
  }
  return undefined;
}
