import type { Mailbox } from '../domain/crm/crm-records.ts';
import { nameOf } from './person-name.ts';

/** A mailbox as vendors want it: an address that passes their check, and a name. */
export interface NamedAddress {
  readonly email: string;
  readonly name: string;
}

/**
 * The author of a mail without a usable From, where the vendor requires one. Nobody can own the address: `.invalid` is
 * reserved (RFC 2606 §2).
 */
export const noSender: NamedAddress = { email: 'unknown@sender.invalid', name: 'Unknown sender' };

/** The longest address (RFC 5321 §4.5.3.1.3: a path has 256 octets, with its brackets). */
const maxAddressLength = 254;

/** A part of a dot-atom, as local parts are (RFC 5322 §3.2.3), and a label of a domain. */
const atom = /^[\w!#$%&'*+/=?^`{|}~-]+$/;
const label = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i;

/**
 * Whether vendors take an address in a field of the type e-mail (JSON Schema's `email`). Mail knows more addresses than they do:
 * quoted local parts, addresses without a dot, literals, letters beyond ASCII.
 */
export function isPlainAddress(email: string): boolean {
  const at = email.lastIndexOf('@');
  if (at < 1 || email.length > maxAddressLength) return false;
  const atoms = email.slice(0, at).split('.');
  const labels = email.slice(at + 1).split('.');
  return labels.length > 1 && labels.every((part) => label.test(part)) && atoms.every((part) => atom.test(part));
}

/** The author with a name, or the stand-in for a mail without one. An address that vendors refuse becomes the name. */
export function senderOf(from: Mailbox | undefined): NamedAddress {
  if (from === undefined) return noSender;
  if (!isPlainAddress(from.email)) return { ...noSender, name: from.email };
  return { email: from.email, name: nameOf(from) };
}

/** Recipients with the part before the @ as their name, for a mail names no person there; without those that vendors refuse. */
export const recipientsOf = (emails: readonly string[]): NamedAddress[] =>
  emails.filter(isPlainAddress).map((email) => ({ email, name: nameOf({ email }) }));
