import type { EmailReceived } from '../domain/mail/event.ts';
import type { UnreadableMail } from '../domain/mail/mail-reader.ts';
import type { ParsedMail } from '../domain/mail/parsed-mail.ts';
import type { Receipt } from '../domain/mail/receipt.ts';

/** Requests to the worker that reads mail, one after the other; it holds one mail at a time. */
export type ReadRequest =
  | { readonly kind: 'begin'; readonly spoolFolder: string; readonly reader?: 'second' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  | { readonly kind: 'event'; readonly mail: ParsedMail; readonly receipt: Receipt }
  /** The next bytes of an attachment. */
  | { readonly kind: 'file'; readonly index: number }
  | { readonly kind: 'dispose' };

/** Answers of the worker. */
export type ReadResponse =
  | { readonly kind: 'done' }
  | { readonly kind: 'unreadable'; readonly unreadable: UnreadableMail }
  | { readonly kind: 'mail'; readonly mail: ParsedMail; readonly macroFree: ReadonlyArray<Uint8Array | undefined> }
  | { readonly kind: 'event'; readonly event: EmailReceived }
  /** Without bytes: the attachment is at its end. */
  | { readonly kind: 'bytes'; readonly bytes?: Uint8Array }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };
