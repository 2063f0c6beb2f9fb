import { domainOf } from './address.ts';
import type { EmailReceived } from './event.ts';

/**
 * The host that handed a mail to us, as the receiver saw it: the address in the newest `Received` field, which the
 * receiver writes and nobody before it can (RFC 5321 §4.4). An IPv6 address stands for its network, for one host has all
 * of it.
 *
 * Undefined where the field names no address, or a private one: then the mail came through a relay of ours.
 */
export function sendingHostOf({ message }: Pick<EmailReceived, 'message'>): string | undefined {
  const received = message.headers.find(({ name }) => name === 'received')?.value.slice(0, 2000);
  // The host chose the name before it, which can be `[203.0.113.9]`, or `by`.
  const from = received?.slice(0, received.search(/[)\]]\s+by\s/i) + 1) ?? '';
  const address =
    [...from.matchAll(/[([](?:IPv6:)?([\da-f.:]{2,45})[)\]]/gi)]
      .at(-1)?.[1]
      ?.toLowerCase()
      .replace(/^::ffff:(?=[\d.]+$)/, '') ?? '';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return isPrivate(address) ? undefined : address;
  return /^[\da-f]{1,4}(?::[\da-f]{0,4}){2,7}$/.test(address) ? networkOf(address) : undefined;
}

/**
 * The key under which unproven mail is counted: the host and the envelope's domain, because anybody can write any From.
 * A host is harder to change than a name.
 */
export const unprovenSourceOf = (event: Pick<EmailReceived, 'message' | 'envelope'>): string =>
  `${sendingHostOf(event) ?? ''} ${domainOf(event.envelope.mailFrom ?? '') ?? ''}`;

/** The same by the host alone, where names are no use at all: a sender who forges one From can forge another. */
export const unprovenHostOf = (event: Pick<EmailReceived, 'message' | 'envelope'>): string =>
  sendingHostOf(event) ?? domainOf(event.envelope.mailFrom ?? event.message.from?.address ?? '') ?? '';

/** RFC 1918, RFC 1122 §3.2.1.3, RFC 3927. */
const isPrivate = (address: string): boolean =>
  /^(?:10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(address);

/** The first 64 bits of an IPv6 address, without leading zeros. */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
