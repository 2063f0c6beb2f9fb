import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../domain/mail/identity.ts';

/** Who calls the API. */
export interface ApiCaller {
  /** The tenant that the key belongs to; absent for a key that may ask for all. */
  readonly tenant?: string;
}

/**
 * Finds the caller of a key in the secret, a JSON object of names and keys: `all` for every tenant, a tenant's key or
 * `<tenant>/<label>` for one.
 *
 * @throws SyntaxError when the secret is not JSON
 */
export function findCaller(secret: string, authorization: string | undefined): ApiCaller | undefined {
  const given = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (given === undefined) return undefined;
  for (const [name, stored] of Object.entries(JSON.parse(secret) as Record<string, string>)) {
    // A key made from a file ends in a newline, which no header carries; the empty one belongs to nobody.
    const key = stored.trim();
    if (key === '') continue;
    if (!timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(key)))) continue;
    return name === 'all' ? {} : { tenant: name.split('/')[0]! };
  }
  return undefined;
}
