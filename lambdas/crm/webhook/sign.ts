import { createHmac } from 'node:crypto';

/**
 * Signs a webhook by the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body`, the very bytes
 * that are sent. Several secrets give several signatures, so that a receiver can rotate without a gap.
 *
 * @param secrets `whsec_` and base64, newest first
 * @param timestampSeconds Unix time
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(
  secrets: readonly string[],
  { id, timestampSeconds, body }: { readonly id: string; readonly timestampSeconds: number; readonly body: string },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signatures.join(' ') };
}

/** Secrets as they are stored: separated by blanks or commas while one is rotated out. */
export const secretsOf = (credentials: string): string[] => credentials.split(/[\s,]+/).filter(Boolean);
