import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { GetObject } from './s3-get-object.ts';

export const eventPrefix = 'events/';
export const eventKey = (eventId: string): string => `${eventPrefix}${eventId}.json`;

/** Only parse writes events, as `EmailReceived`: nothing is checked. */
const decodeEvent = (bytes: Uint8Array): EmailReceived => JSON.parse(new TextDecoder().decode(bytes));

/** The part of the mail store that a delivery needs. */
export const createEventReader = (getObject: GetObject, bucket: string): Pick<MailStore, 'getEvent'> => ({
  async getEvent(eventId) {
    const bytes = await getObject(bucket, eventKey(eventId));
    return bytes && decodeEvent(bytes);
  },
});
