import { signingKeyOf } from '../../domain/configuration/webhook-key.ts';
import { ConfigError } from '../../domain/errors.ts';

// Signing and the reading of stored secrets are one interface: what a rotation stores is what gets a signature each.
export { secretsOf } from '../../domain/configuration/standard-webhooks.ts';

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
  const content = Buffer.from(`${id}.${timestampSeconds}.${body}`);
  const signatures = secrets.map((secret) => {
    const key = signingKeyOf(secret);
    return `${key.algorithm === 'ed25519' ? 'v1a' : 'v1'},${key.sign(content).toString('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signatures.join(' ') };
}
