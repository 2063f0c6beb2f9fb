/**
 * A Standard Webhooks secret has 24 to 64 bytes; a shorter secret is refused, above all the empty one, which everybody
 * knows.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const shortestKeyBytes = 24;

/** Prefixes of the asymmetric scheme: its public half is known to everybody, and neither half is a secret of HMAC. */
const asymmetric = /^wh[ps]k_/;

/** Secrets as they are stored: separated by blanks, newlines or commas during a rotation. */
export function secretsOf(stored: string): string[] {
  return stored.split(/[\s,]+/).filter(Boolean);
}

/** The HMAC key of a secret, `whsec_` and base64; undefined when it is none. */
export function hmacKeyOf(secret: string): Buffer | undefined {
  if (asymmetric.test(secret)) return undefined;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return key.length < shortestKeyBytes ? undefined : key;
}
