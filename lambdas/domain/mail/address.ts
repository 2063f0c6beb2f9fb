import { domainToASCII } from 'node:url';

/** A mailbox: display name as the person wrote it, address as it can be mailed. */
export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

/**
 * The form in which two spellings of one address compare equal: lower case, domain in ASCII (IDNA).
 *
 * RFC 5321 §2.4 lets a host treat the local part as case-sensitive; no mailbox provider of note does,
 * and CRMs compare addresses without case, so we do too. A plus tag is kept: it names another mailbox.
 */
export function normalizeAddress(address: string): string {
  // Most are plain but for their case.
  const lower = address.toLowerCase();
  if (/^[a-z0-9.+_=-]+@[a-z0-9.-]+$/.test(lower) && !lower.includes('xn--')) return lower;
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  if (at < 0) return trimmed;
  const domain = trimmed.slice(at + 1);
  return `${trimmed.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/**
 * The part behind the last `@`, in ASCII and lower case, without the dot of the root at its end; absent when there is
 * none.
 */
export function domainOf(address: string): string | undefined {
  const normalized = normalizeAddress(address).replace(/\.$/, '');
  const at = normalized.lastIndexOf('@');
  return at > 0 && at < normalized.length - 1 ? normalized.slice(at + 1) : undefined;
}

/**
 * Whether a text could be mailed to: one `@` outside quotes, both sides filled, no blanks, controls or bidirectional
 * marks.
 */
export function isMailable(address: string): boolean {
  return (
    address.length <= 320 &&
    !/[\u2028-\u202e\u2066-\u2069\ufeff]/.test(address) &&
    /^(?:"[^"\p{Cc}]*"|[^\s"<>()[\]\\,;:@\p{Cc}]+)@[^\s@<>()\\,;:\p{Cc}]+$/u.test(address)
  );
}

/**
 * The address of an author, where mail to it can arrive. From may hold a name alone, or a name of the sender's own host.
 */
export const addressOf = (author: { readonly address?: string | undefined } | undefined): string | undefined =>
  author?.address !== undefined && isMailable(author.address) ? author.address : undefined;
