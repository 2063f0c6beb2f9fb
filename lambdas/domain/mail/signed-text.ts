import { createHmac, timingSafeEqual } from 'node:crypto';

/** Keys that sign the fields of links, by id; an old key stays for as long as links carry its signatures. */
export interface TokenKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** HMAC-SHA256 in base64url. */
const macShape = /^[\w-]{43}$/;

/**
 * The secret as it is stored: `{"current":"k1","k1":"…"}`. To rotate, add `k2` and make it current; take `k1` out when
 * no mail with its tokens is worth a click any more, 60 days at the earliest (RFC 8058 asks for no less).
 *
 * A key counts as it stands, blanks included: tokens in use were signed by it so. An empty text is no key.
 *
 * @throws SyntaxError or TypeError, neither of which quotes the secret
 */
export function readTokenKeys(secret: string): TokenKeys {
  const { current, ...stored }: Record<string, string> = JSON.parse(secret);
  const keys = Object.fromEntries(Object.entries(stored).filter(([, key]) => key.trim() !== ''));
  if (typeof current !== 'string' || typeof keys[current] !== 'string')
    throw new TypeError('the token keys name no current key');
  return { current, keys };
}

/**
 * Signs the fields of a link: `<key id>.<payload>.<HMAC>`, in characters that need no escaping in a URL. The HMAC
 * covers the key id, too, so that nobody moves a token to another key.
 *
 * @param use the purpose of the token; a token for another purpose does not verify
 */
export function signFields(fields: readonly string[], { current, keys }: TokenKeys, use = ''): string {
  const signed = `${current}.${Buffer.from(JSON.stringify(fields)).toString('base64url')}`;
  return `${signed}.${macOf(use + signed, keys[current]!)}`;
}

/** The fields; undefined when the token was cut, altered, or signed by a key that is not ours or no more. */
export function readFields(text: string, { keys }: TokenKeys, use = ''): string[] | undefined {
  const [keyId = '', payload = '', mac = '', ...more] = text.split('.');
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key === undefined || more.length > 0 || !macShape.test(mac)) return undefined;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(`${use}${keyId}.${payload}`, key)))) return undefined;
  // Only we can have written it, so it has the shape that we gave it.
  const fields: string[] = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return fields;
}

const macOf = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('base64url');
