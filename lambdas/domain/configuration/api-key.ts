import { compact } from '../../compact.ts';
import type { Scope } from '../../scopes.ts';
import { isSameText } from '../mail/constant-time.ts';
import { sha256 } from '../mail/identity.ts';

/** Requests that a caller may make; absent: as many as the stage lets through. */
export interface RateLimits {
  readonly perMinute?: number;
  readonly perDay?: number;
}

/** A key of the API, without its secret. Times are ISO 8601 UTC. */
export interface ApiKey {
  /** 12 hexadecimal digits, which are part of the key's text: a key is found and named by them. */
  readonly id: string;
  /** A name for people: who has it. */
  readonly name: string;
  /** The tenant that it belongs to; absent for a key of all tenants. */
  readonly tenant?: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  /** Absent: it does not expire. */
  readonly expiresAt?: string;
  /** When the present secret took the place of the one before. */
  readonly rotatedAt?: string;
  readonly revokedAt?: string;
  /** Addresses from which it works, as CIDR blocks; absent: from everywhere. */
  readonly allow?: readonly string[];
  readonly limits?: RateLimits;
}

/** A key as it is stored. */
export interface StoredApiKey {
  readonly key: ApiKey;
  /** SHA-256 of the key's text. */
  readonly hash: string;
  /** The secret before the last rotation, and when it ends. */
  readonly previous?: { readonly hash: string; readonly until: string };
  /** Counts the changes: each is made to the version that was read. */
  readonly version: number;
}

/** Bytes of the secret part: with 256 random bits nobody can guess the text of a hash, so that a slow hash would add nothing. */
export const apiKeySecretBytes = 32;
/** Bytes of the id. */
export const apiKeyIdBytes = 6;

const shape = /^pst_([0-9a-f]{12})_[\w-]{43}$/;

/** The text of a key, which only its owner keeps. */
export const apiKeyText = (id: string, secret: Buffer): string => `pst_${id}_${secret.toString('base64url')}`;

/** The id in the text of a key; undefined for any other text. */
export const apiKeyIdIn = (text: string): string | undefined => shape.exec(text)?.[1];

/** The stored form of a new key. */
export const newApiKey = (key: ApiKey, text: string): StoredApiKey => ({ key, hash: sha256(text), version: 1 });

/**
 * Gives a key another secret. The one before works on until the end of the overlap.
 *
 * @param until ISO 8601 UTC
 */
export const rotatedApiKey = (stored: StoredApiKey, text: string, now: string, until: string): StoredApiKey => ({
  key: { ...stored.key, rotatedAt: now },
  hash: sha256(text),
  previous: { hash: stored.hash, until },
  version: stored.version + 1,
});

/** A revoked key and all its secrets work no more. */
export const revokedApiKey = ({ key, hash, version }: StoredApiKey, now: string): StoredApiKey => ({
  key: { ...key, revokedAt: key.revokedAt ?? now },
  hash,
  version: version + 1,
});

export type ApiKeyState = 'valid' | 'unknown' | 'revoked' | 'expired' | 'replaced';

/**
 * Judges a presented key. Only whoever has a secret of the key learns more than that it is unknown.
 *
 * @param text what the caller presents
 */
export function judgeApiKey(stored: StoredApiKey | undefined, text: string, now: Date): ApiKeyState {
  if (stored === undefined) return 'unknown';
  const presented = sha256(text);
  const { key, hash, previous } = stored;
  const [isCurrent, isPrevious] = [isSameText(presented, hash), isSameText(presented, previous?.hash ?? '')];
  if (!isCurrent && !isPrevious) return 'unknown';
  if (key.revokedAt !== undefined) return 'revoked';
  if (isOver(key.expiresAt, now)) return 'expired';
  return isCurrent || !isOver(previous?.until, now) ? 'valid' : 'replaced';
}

/** The state of a key for people, whatever secret is presented. */
export const apiKeyStateOf = ({ revokedAt, expiresAt }: ApiKey, now: Date): 'valid' | 'revoked' | 'expired' => {
  if (revokedAt !== undefined) return 'revoked';
  return isOver(expiresAt, now) ? 'expired' : 'valid';
};

/** A time that cannot be read is over. */
const isOver = (time: string | undefined, now: Date): boolean =>
  time !== undefined && !(Date.parse(time) > now.getTime());

/** A key without fields that are empty. */
export const compactApiKey = ({ limits, allow = [], ...key }: ApiKey): ApiKey =>
  compact({
    ...key,
    allow: allow.length > 0 ? allow : undefined,
    limits: limits?.perMinute === undefined && limits?.perDay === undefined ? undefined : compact({ ...limits }),
  });
