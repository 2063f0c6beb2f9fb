import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../domain/mail/identity.ts';
import { type Scope, scopes } from '../scopes.ts';

/** The caller of the API. */
export interface ApiCaller {
  /** The name of the key in the secret. */
  readonly name: string;
  /** The tenant of the key; absent for a key that may ask for all. */
  readonly tenant?: string;
  /** The rights of the key. */
  readonly scopes: readonly Scope[];
}

/**
 * Finds the caller of a key in the secret, a JSON object of names and keys: `all` for every tenant, a tenant's key or
 * `<tenant>/<label>` for one. `all/<label>` is another key of all, as while it is rotated. Keys in the secret have every scope.
 *
 * @throws SyntaxError when the secret is not JSON
 */
export function findCaller(secret: string, authorization: string | undefined): ApiCaller | undefined {
  const presented = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (presented === undefined) return undefined;
  const keys: Readonly<Record<string, string>> = JSON.parse(secret);
  for (const [name, stored] of Object.entries(keys)) {
    // A key made from a file ends in a newline, which no header carries; the empty key belongs to nobody.
    const key = stored.trim();
    if (key === '') continue;
    // Hashes have one length, which the comparison in constant time needs.
    if (!timingSafeEqual(Buffer.from(sha256(presented)), Buffer.from(sha256(key)))) continue;
    const [tenant = ''] = name.split('/');
    return tenant === 'all' ? { name, scopes } : { name, tenant, scopes };
  }
  return undefined;
}
