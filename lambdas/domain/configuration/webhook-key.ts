import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ConfigError } from '../errors.ts';
import { isSameBytes } from '../mail/constant-time.ts';
import { hmacKeyOf, secretsOf } from './standard-webhooks.ts';

/** The algorithms of webhook signatures, by their names in the registry of RFC 9421. */
type WebhookAlgorithm = 'hmac-sha256' | 'ed25519';

interface WebhookKey {
  /** Names the key, and says nothing about a secret that its signatures do not say. Equal for both halves of a pair. */
  readonly id: string;
  readonly algorithm: WebhookAlgorithm;
}

/** A key that signs webhooks. */
interface SigningKey extends WebhookKey {
  readonly sign: (data: Uint8Array) => Buffer;
}

/** A key that checks signatures of webhooks. */
export interface VerifyingKey extends WebhookKey {
  readonly verify: (data: Uint8Array, signature: Uint8Array) => boolean;
}

/** The prefixes of Standard Webhooks for the halves of a pair of ed25519 keys. */
const [privatePrefix, publicPrefix] = ['whsk_', 'whpk_'] as const;
/** The bytes before the 32 bytes of an ed25519 key in PKCS #8 and in SPKI (RFC 8410 §7 and §4). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const ed25519Bytes = 32;

/**
 * The signing key of a secret: `whsec_` and base64 for HMAC, `whsk_` and base64 for ed25519.
 *
 * @throws ConfigError for a key that everybody knows, an empty or a public one, and for a secret that is no key
 */
export function signingKeyOf(secret: string): SigningKey {
  if (secret.startsWith(privatePrefix)) return ed25519SigningKey(secret);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0 || secret.startsWith(publicPrefix))
    throw new ConfigError('a webhook secret wants whsec_ and base64, or whsk_ and an ed25519 private key in base64');
  return { id: hmacKeyId(key), algorithm: 'hmac-sha256', sign: (data) => hmacOf(key, data) };
}

/** libsodium's form of a private key is the seed, and perhaps the public half behind it. */
function ed25519SigningKey(secret: string): SigningKey {
  const bytes = Buffer.from(secret.slice(privatePrefix.length), 'base64');
  if (bytes.length !== ed25519Bytes && bytes.length !== 2 * ed25519Bytes)
    throw new ConfigError('a whsk_ secret wants the 32 or 64 bytes of an ed25519 key in base64');
  const der = Buffer.concat([pkcs8Head, bytes.subarray(0, ed25519Bytes)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { id: publicKeyId(createPublicKey(key)), algorithm: 'ed25519', sign: (data) => sign(null, data, key) };
}

/**
 * The keys of stored credentials that can check a signature: `whsec_…` for HMAC, `whpk_…` for ed25519. A value that is no
 * key, or one that is too short to keep anybody out, is left out.
 */
export const verifyingKeysOf = (stored: string): VerifyingKey[] =>
  secretsOf(stored).flatMap((secret) => verifyingKeyOf(secret) ?? []);

function verifyingKeyOf(secret: string): VerifyingKey | undefined {
  if (secret.startsWith(publicPrefix)) return ed25519VerifyingKey(secret);
  const key = hmacKeyOf(secret);
  if (key === undefined) return undefined;
  return {
    id: hmacKeyId(key),
    algorithm: 'hmac-sha256',
    verify: (data, signature) => isSameBytes(hmacOf(key, data), signature),
  };
}

function ed25519VerifyingKey(secret: string): VerifyingKey | undefined {
  const bytes = Buffer.from(secret.slice(publicPrefix.length), 'base64');
  // Under the all-zero key, a point of low order, a signature without a private key holds for some messages.
  if (bytes.length !== ed25519Bytes || bytes.every((byte) => byte === 0)) return undefined;
  const key = createPublicKey({ key: Buffer.concat([spkiHead, bytes]), format: 'der', type: 'spki' });
  return {
    id: publicKeyId(key),
    algorithm: 'ed25519',
    verify: (data, signature) => verify(null, data, key, signature),
  };
}

const hmacOf = (key: Buffer, data: Uint8Array): Buffer => createHmac('sha256', key).update(data).digest();

/** In hexadecimal digits. */
const keyIdLength = 16;

const hmacKeyId = (key: Buffer): string => hmacOf(key, Buffer.from('key id')).toString('hex').slice(0, keyIdLength);

const publicKeyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }).subarray(-ed25519Bytes))
    .digest('hex')
    .slice(0, keyIdLength);
