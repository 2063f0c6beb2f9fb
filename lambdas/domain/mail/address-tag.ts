import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenKeys } from './signed-text.ts';

/**
 * Kinds of ids that an address of ours names under a tag: a CRM record, a conversation, or the recipient of a mail of
 * ours.
 */
export const taggedKinds = ['deal', 'contact', 'company', 'ticket', 'thread', 'bounce'] as const;
export type TaggedKind = (typeof taggedKinds)[number];

/** The id that a tag signs, and the scope in which it holds. */
export interface Tagged {
  readonly kind: TaggedKind;
  readonly tenant: string;
  /** Absent: the tag holds at every integration of the tenant, as that of a return path does. */
  readonly integration?: string | undefined;
  /** As the address spells it, which is in lower case. */
  readonly id: string;
}

/**
 * Characters of a tag, of five bits each. Eight (40 bits) would do against a flood of mail: a thousand mails a
 * second meet one tag in 17 years on average. Twelve (60 bits) leave that room also where thousands of tags are
 * about, and still fit into the 64 octets of a local part (RFC 5321 §4.5.3.1.1) behind the longest id.
 */
const tagLength = 12;
/** Base32 in lower case (RFC 4648 §6): local parts may be lower-cased on their way. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const shape = new RegExp(`^(?<id>.+)\\.(?<tag>[a-z2-7]{${tagLength}})$`, 'i');

/** Signs what an address names: `<id>.<tag>`, as in `deal+12345.k7q2mzrb4xwa@`. */
export const signTag = (tagged: Tagged, { current, keys }: TokenKeys): string =>
  `${tagged.id.toLowerCase()}.${tagOf(tagged, keys[current]!)}`;

/** The parts of `<id>.<tag>`, whether the tag is ours or not; undefined where it has no tag. */
export function splitTag(text: string): { readonly id: string; readonly tag: string } | undefined {
  const { id, tag } = shape.exec(text)?.groups ?? {};
  return id === undefined || tag === undefined ? undefined : { id, tag };
}

/**
 * Reads `<id>.<tag>`.
 *
 * @param scope the kind of record that the address names, and the tenant and integration that received it
 * @returns the id; undefined where there is no tag, or one that none of our keys made for this kind, tenant and
 * integration
 */
export function verifyTag(text: string, scope: Omit<Tagged, 'id'>, { keys }: TokenKeys): string | undefined {
  const parts = splitTag(text);
  if (parts === undefined) return undefined;
  const tag = Buffer.from(parts.tag.toLowerCase());
  const isOurs = Object.values(keys).filter((key) =>
    timingSafeEqual(tag, Buffer.from(tagOf({ ...scope, id: parts.id }, key))),
  );
  return isOurs.length > 0 ? parts.id : undefined;
}

/** The kind, the tenant and the integration are inside: a tag of one is none of another. */
function tagOf({ kind, tenant, integration = '', id }: Tagged, key: string): string {
  const signed = `address-tag:${JSON.stringify([kind, tenant, integration, id.toLowerCase()])}`;
  const bytes = createHmac('sha256', key).update(signed).digest();
  return Array.from({ length: tagLength }, (_, nth) => alphabet[fiveBits(bytes, nth * 5)]).join('');
}

/** Five bits of some bytes, from that bit on. */
function fiveBits(bytes: Uint8Array, from: number): number {
  const [byte, shift] = [Math.floor(from / 8), from % 8];
  return (((bytes[byte]! << 8) | bytes[byte + 1]!) >> (11 - shift)) & 31;
}
