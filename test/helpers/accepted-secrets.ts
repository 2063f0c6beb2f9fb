import { signWebhook } from '../../lambdas/crm/webhook/sign.ts';
import { secretsOf } from '../../lambdas/domain/configuration/standard-webhooks.ts';
import { checkSignature } from '../../lambdas/domain/consent/intake/signatures.ts';

/** Whether a receiver that holds one of the stored secrets accepts a request that is signed by all of them. */
export function acceptedSecrets(stored: string): Record<string, boolean> {
  const now = new Date('2026-12-01T12:00:00Z');
  const signed = { id: 'msg_1', timestampSeconds: now.getTime() / 1000, body: '{}' };
  const headers = signWebhook(secretsOf(stored), signed);
  return Object.fromEntries(
    secretsOf(stored).map((secret) => [secret, checkSignature('standard', headers, signed.body, secret, now).ok]),
  );
}
