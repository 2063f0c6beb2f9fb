import { createSignatureSync } from 'http-message-sig';
import { contentDigestOf } from '../../domain/configuration/content-digest.ts';
import { signingKeyOf } from '../../domain/configuration/webhook-key.ts';

/** One request of a webhook, as it is sent. */
interface WebhookRequest {
  readonly url: string;
  /** The value of `webhook-id`. */
  readonly id: string;
  /** The bytes on the wire, after compression. */
  readonly body: Uint8Array;
  /** Unix time. */
  readonly timestampSeconds: number;
}

/**
 * The covered parts of a request. Host, path and query one by one, and not `@target-uri`: behind a proxy that ends TLS the
 * receiver's own URL has another scheme. `webhook-id` is what the receiver drops repetitions by.
 */
const components = ['@method', '@authority', '@path', '@query', 'content-digest', 'webhook-id'] as const;

/** Tells our signatures from others on the same request (RFC 9421 §2.3). */
export const signatureTag = 'postern-webhook';

/**
 * Signs a request by RFC 9421 over method, host, path, query, digest of the content and id, with one signature for each
 * secret, labelled `sig1`, `sig2` and so on.
 *
 * @param secrets newest first: `whsec_` and base64 for HMAC, `whsk_` and base64 for ed25519
 * @throws ConfigError when a secret is no key
 * @see https://www.rfc-editor.org/rfc/rfc9421.html
 */
export function signRequest(
  secrets: readonly string[],
  { url, id, body, timestampSeconds }: WebhookRequest,
): Record<'content-digest' | 'signature-input' | 'signature', string> {
  const digest = contentDigestOf(body);
  const message = {
    kind: 'request',
    method: 'POST',
    targetUri: targetOf(url),
    fields: [
      { name: 'content-digest', value: digest },
      { name: 'webhook-id', value: id },
    ],
  } as const;
  const signed = secrets.map((secret, place) => {
    const { id: keyid, algorithm, sign } = signingKeyOf(secret);
    const parameters = { created: timestampSeconds, keyid, alg: algorithm, tag: signatureTag };
    return createSignatureSync(message, {
      label: `sig${place + 1}`,
      components,
      parameters,
      signer: { algorithm, sign },
    });
  });
  return {
    'content-digest': digest,
    'signature-input': signed.map(({ signatureInput }) => signatureInput).join(', '),
    signature: signed.map(({ signature }) => signature).join(', '),
  };
}

/** The URL as `fetch` asks for it: normalized, and without a fragment. */
function targetOf(url: string): string {
  const target = new URL(url);
  target.hash = '';
  return target.href;
}
