import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { aReceipt } from './builders.ts';

/** The event of one mail, with a plain receipt. */
export async function eventOfMail(raw: string | Buffer) {
  const reading = await readMail(
    (async function* () {
      yield Buffer.from(raw as string);
    })(),
  );
  if (reading.kind === 'unreadable') throw new Error(reading.code);
  await using mail = reading;
  return buildEvent(mail.mail, aReceipt());
}

/** A mail with the fields that every mail has. */
export const aMail = (rest: string): string =>
  `From: jo@customer.example\nTo: sales@inbound.example\nSubject: Offer\nMessage-ID: <a@customer.example>\nMIME-Version: 1.0\n${rest}`;

/** A part in base64. */
export const aPart = (fields: string, bytes: Uint8Array): string =>
  `${fields}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(bytes)
    .toString('base64')
    .replace(/.{76}/g, '$&\n')}\n`;

/** A multipart of these parts. */
export const aMultipart = (subtype: string, ...parts: readonly string[]): string =>
  `Content-Type: multipart/${subtype}; boundary=b${parts.join('').length}\n\n${parts
    .map((part) => `--b${parts.join('').length}\n${part}\n`)
    .join('')}--b${parts.join('').length}--\n`;
