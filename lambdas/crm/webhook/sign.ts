import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { ConfigError } from '../../domain/errors.ts';

// Signing and the reading of stored secrets are one interface: what a rotation stores is what gets a signature each.
export { secretsOf } from '../../domain/configuration/standard-webhooks.ts';

/** The prefix of a private key of the asymmetric scheme. */
const asymmetric = 'whsk_';
/** The bytes before the 32 bytes of an ed25519 key in PKCS #8 (RFC 8410 §7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key in the form of libsodium: the seed, and perhaps the public half behind it. */
function ed25519Key(secret: string) {
  const bytes = Buffer.from(secret.slice(asymmetric.length), 'base64');
  if (bytes.length !== 32 && bytes.length !== 64)
    throw new ConfigError('a whsk_ secret wants the 32 or 64 bytes of an ed25519 key in base64');
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
}

/** @throws ConfigError for a key that everybody knows: an empty key, or a public key */
function hmacKey(secret: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0 || secret.startsWith('whpk_'))
    throw new ConfigError('a webhook secret wants whsec_ and base64, or whsk_ and an ed25519 private key in base64');
  return key;
}

/**
 * Signs a webhook by the Standard Webhooks specification: HMAC-SHA256, or ed25519, over `id.timestamp.body`, the
 * very bytes that are sent. Several secrets give several signatures, so that a receiver can rotate without a gap.
 *
 * @param secrets newest first: `whsec_` and base64 for HMAC, `whsk_` and base64 for ed25519
 * @param timestampSeconds Unix time
 * @throws ConfigError when there is no secret, or a secret is no key
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(
  secrets: readonly string[],
  { id, timestampSeconds, body }: { readonly id: string; readonly timestampSeconds: number; readonly body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  if (secrets.length === 0) throw new ConfigError('the credentials hold no webhook secret');
  const content = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) =>
    secret.startsWith(asymmetric)
      ? `v1a,${sign(null, Buffer.from(content), ed25519Key(secret)).toString('base64')}`
      : `v1,${createHmac('sha256', hmacKey(secret)).update(content).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signatures.join(' ') };
}
