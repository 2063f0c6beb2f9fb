import { compact } from '../compact.ts';
import {
  type ApiKeyState,
  apiKeyIdIn,
  judgeApiKey,
  type RateLimits,
  type StoredApiKey,
} from '../domain/configuration/api-key.ts';
import { isSameSecret } from '../domain/mail/constant-time.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { type Scope, scopes } from '../scopes.ts';
import type { ApiRequest } from './request.ts';

/** The caller of the API. */
export interface ApiCaller {
  /** Names the key in logs and counters: no secret, no address. */
  readonly id: string;
  /** Names the caller in the audit log. */
  readonly name: string;
  /** The tenant of the key; absent for a key that may ask for all. */
  readonly tenant?: string;
  /** The rights of the key. */
  readonly scopes: readonly Scope[];
  /** Addresses from which it works, as CIDR blocks; absent: from everywhere. */
  readonly allow?: readonly string[];
  /** Absent: those of the stage. */
  readonly limits?: RateLimits;
}

/** A request without a caller. */
export interface Unidentified {
  /** For logs. */
  readonly reason: 'missing' | 'claims' | Exclude<ApiKeyState, 'valid'>;
  /** For the caller. */
  readonly detail: string;
  /** The key that it was tried with, where one is known. */
  readonly id?: string;
}

interface CallerPorts {
  /** The secret with the keys of the stage: see {@link findCaller}. */
  readonly secretKeys: () => Promise<string>;
  /** The stored key with an id. */
  readonly apiKey: (id: string) => Promise<StoredApiKey | undefined>;
  /** The caller that a token names; absent where the stage takes no tokens. */
  readonly tokenCaller?: ((token: string) => Promise<ApiCaller | Unidentified>) | undefined;
  readonly now: () => Date;
}

/** Finds out who makes a request. */
export type Identify = (request: ApiRequest) => Promise<ApiCaller | Unidentified>;

/** A text in the form of a signed token, which no key has: a header, claims and a signature. */
const isToken = (text: string): boolean => text.length <= 8192 && /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text);

/**
 * Identifies a caller by the bearer key of its request: a stored one (`pst_…`), a token of the stage's issuer, or a key of the secret.
 */
export const createIdentify =
  ({ secretKeys, apiKey, tokenCaller, now }: CallerPorts): Identify =>
  async ({ headers }) => {
    const presented = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (presented === undefined) return { reason: 'missing', detail: details.missing };
    const id = apiKeyIdIn(presented);
    if (id === undefined && tokenCaller !== undefined && isToken(presented)) return tokenCaller(presented);
    if (id === undefined) return findCaller(await secretKeys(), presented) ?? unknownKey;
    const stored = await apiKey(id);
    const state = judgeApiKey(stored, presented, now());
    if (stored === undefined || state === 'unknown') return unknownKey;
    if (state !== 'valid') return { reason: state, detail: details[state], id };
    const { name, tenant, scopes: granted, allow, limits } = stored.key;
    return compact({ id, name: `${name} (${id})`, tenant, scopes: granted, allow, limits });
  };

/**
 * Identifies a caller by the identity that API Gateway has verified. Its policies allow the route, or the request would not be here: it
 * has every scope, and every tenant.
 */
export const identifyByIam: Identify = async ({ iam }) => {
  const arn = iam?.userArn;
  if (arn === undefined) return { reason: 'missing', detail: 'wants a signature of AWS (Signature Version 4)' };
  return { id: `iam:${sha256(arn).slice(0, 16)}`, name: arn, scopes };
};

/** Whoever learns that a key has expired has its secret; a stranger learns that it is unknown. */
const details: Readonly<Record<Exclude<Unidentified['reason'], 'claims'>, string>> = {
  missing: 'wants authorization: Bearer <API key>',
  unknown: 'the key is unknown',
  revoked: 'the key was revoked',
  expired: 'the key has expired',
  replaced: 'the key was replaced by a new one, and its time is over',
};

const unknownKey: Unidentified = { reason: 'unknown', detail: details.unknown };

/**
 * Finds the caller of a key in the secret, a JSON object of names and keys: `all` for every tenant, a tenant's key or
 * `<tenant>/<label>` for one. `all/<label>` is another key of all, as while it is rotated. Keys in the secret have every scope.
 *
 * @throws SyntaxError when the secret is not JSON
 */
export function findCaller(secret: string, presented: string): ApiCaller | undefined {
  const keys: Readonly<Record<string, string>> = JSON.parse(secret);
  for (const [name, stored] of Object.entries(keys)) {
    // A key made from a file ends in a newline, which no header carries; the empty key belongs to nobody.
    const key = stored.trim();
    if (key === '') continue;
    if (!isSameSecret(presented, key)) continue;
    const [tenant = ''] = name.split('/');
    return compact({ id: name, name, tenant: tenant === 'all' ? undefined : tenant, scopes });
  }
  return undefined;
}
