import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Purpose, purposes } from './change.ts';

/** Keys that sign one-click tokens, by id; old ones stay for as long as mail with their tokens is about. */
export interface TokenKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** What a token in a link stands for: an address of a tenant, by its keyed hash, and what it leaves or confirms. */
export interface ConsentToken {
  /** A link to leave must not confirm, nor the other way round. */
  readonly kind: 'unsubscribe' | 'confirm';
  readonly tenant: string;
  /** The keyed hash of the address: the token itself names nobody. */
  readonly subject: string;
  /** The list that the mail was sent to; without purposes of its own it stands for marketing. */
  readonly list?: string;
  readonly purposes: readonly Purpose[];
  /** Ids of the mail, for whoever sent it. */
  readonly campaign?: string;
}

/** HMAC-SHA256 in base64url. */
const macShape = /^[\w-]{43}$/;

/**
 * The secret as it is stored: `{"current":"k1","k1":"…"}`. To rotate, add `k2` and make it current; take `k1` out when
 * no mail with its tokens is worth a click any more, 60 days at the earliest (RFC 8058 asks for no less).
 *
 * @throws SyntaxError or TypeError, which do not quote it
 */
export function readTokenKeys(secret: string): TokenKeys {
  const { current, ...keys } = JSON.parse(secret) as Record<string, string>;
  if (typeof current !== 'string' || typeof keys[current] !== 'string')
    throw new TypeError('the token keys name no current key');
  return { current, keys };
}

/**
 * Mints a token: `<key id>.<payload>.<HMAC>`, in characters that need no escaping in a URL. The payload holds no
 * address; the HMAC covers the key id, too, so that nobody moves a token to another key.
 */
export function mintToken(token: ConsentToken, { current, keys }: TokenKeys): string {
  const fields = [
    token.kind,
    token.tenant,
    token.subject,
    token.purposes.map(initialOf).join(''),
    token.list ?? '',
    token.campaign ?? '',
  ];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  const signed = `${current}.${payload}`;
  return `${signed}.${macOf(signed, keys[current]!)}`;
}

/** What a token stands for; undefined when it was cut, altered, or signed by a key that is not ours or no more. */
export function readToken(text: string, { keys }: TokenKeys): ConsentToken | undefined {
  const [keyId = '', payload = '', mac = '', ...more] = text.split('.');
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key === undefined || more.length > 0 || !macShape.test(mac)) return undefined;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(`${keyId}.${payload}`, key)))) return undefined;
  // Only we can have written it, so it has the shape that we gave it.
  const [kind, tenant, subject, initials, list, campaign] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as string[];
  return {
    kind: kind as ConsentToken['kind'],
    tenant: tenant!,
    subject: subject!,
    purposes: purposes.filter((purpose) => initials!.includes(initialOf(purpose))),
    ...(list && { list }),
    ...(campaign && { campaign }),
  };
}

/** The keyed hash of a tenant's address: what is kept of a person who was erased. */
export const subjectOf = (addressKey: string, tenant: string, normalizedAddress: string): string =>
  createHmac('sha256', addressKey).update(`${tenant}\n${normalizedAddress}`).digest('hex').slice(0, 40);

const macOf = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('base64url');
const initialOf = (purpose: Purpose): string => purpose.charAt(0);
