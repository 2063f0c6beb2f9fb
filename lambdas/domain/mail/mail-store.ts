import type { EmailReceived } from './event.ts';

/** Raw mails, receipts, events and attachments. */
export interface MailStore {
  /** The raw bytes as a stream; undefined when there is no such object. */
  openRaw(objectKey: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  putReceipt(mailId: string, notification: string): Promise<void>;
  /**
   * Writes an event once; a second write of the same id changes nothing.
   *
   * @param tenants that have the event encrypted under their own keys; none: it is stored as JSON
   * @returns whether this call wrote it
   */
  putEvent(event: EmailReceived, tenants: readonly string[]): Promise<boolean>;
  getEvent(eventId: string): Promise<EmailReceived | undefined>;
  putAttachment(key: string, contentType: string, body: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Type and disposition under which a browser takes an object from the store. */
export interface ObjectPresentation {
  readonly contentType: string;
  /** For `content-disposition`. */
  readonly disposition: string;
}
