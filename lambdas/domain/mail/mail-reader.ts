import type { EmailReceived } from './event.ts';
import type { ParsedMail, Unreadable } from './parsed-mail.ts';
import type { Receipt } from './receipt.ts';

/** A mail that was read, with its attachments spooled where they can be opened one by one, until it is disposed of. */
export interface ReadMail extends AsyncDisposable {
  readonly kind: 'mail';
  readonly mail: ParsedMail;
  /** The decoded bytes of the attachment at that place in `mail.attachments`. */
  openAttachment(index: number): AsyncIterable<Uint8Array>;
  /** That document without its macros, when it had some and could be written anew. */
  macroFreeCopy(index: number): Uint8Array | undefined;
  /** Builds the event apart from this process; absent where it is built here. */
  readonly buildEvent?: (mail: ParsedMail, receipt: Receipt) => Promise<EmailReceived | UnreadableMail>;
}

/** A mail that ends in quarantine. */
export type UnreadableMail = { readonly kind: 'unreadable' } & Unreadable;

/**
 * Reads raw bytes as they stream by; never holds the whole mail.
 *
 * @param isSuspect the mail was tried before: it is to be read where it can do no harm
 * @param reader `second`: by the reader of other authors, which is always apart from this process
 */
export type MailReader = (
  raw: AsyncIterable<Uint8Array>,
  isSuspect?: boolean,
  reader?: 'second',
) => Promise<ReadMail | UnreadableMail>;
