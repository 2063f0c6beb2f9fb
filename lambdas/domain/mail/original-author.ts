import { isMailable, type Mailbox, normalizeAddress } from './address.ts';
import { type Header, headerValue } from './parsed-mail.ts';

const bracketed = /^"?(?<name>[^"<>]{0,200})"?\s{0,20}<(?<address>[^<>\s]{3,320})>$/;

/**
 * The author whom a list has noted when it put its own address into From, as Google Groups does in `X-Original-From` and
 * `X-Original-Sender`; undefined where neither names anybody but From. Nobody checks these fields, as nobody checks From
 * of unproven mail.
 */
export function originalAuthorOf(mail: {
  readonly headers: readonly Header[];
  readonly from?: { readonly address?: string | undefined } | undefined;
}): Mailbox | undefined {
  const from = normalizeAddress(mail.from?.address ?? '');
  for (const field of ['x-original-from', 'x-original-sender']) {
    const value = headerValue(mail, field)?.trim();
    if (value === undefined) continue;
    const { name = '', address = value } = bracketed.exec(value)?.groups ?? {};
    if (!isMailable(address) || normalizeAddress(address) === from) continue;
    return name.trim() === '' ? { address } : { name: name.trim(), address };
  }
  return undefined;
}
