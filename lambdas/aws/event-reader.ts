import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { GetObject } from './s3-get-object.ts';

export const eventKey = (eventId: string): string => `events/${eventId}.json`;

/** The part of the mail store that those need who deliver. */
export const createEventReader = (getObject: GetObject, bucket: string): Pick<MailStore, 'getEvent'> => ({
  async getEvent(eventId) {
    const bytes = await getObject(bucket, eventKey(eventId));
    return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as EmailReceived);
  },
});
