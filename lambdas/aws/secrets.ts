import { ConfigError } from '../domain/errors.ts';
import type { Settings } from './settings.ts';

/** Seconds: a rotated secret is picked up within this time. */
const maxAge = 300;

/**
 * Resolves `env:NAME`, `secret:<name>` or, for one field of a JSON secret, `secret:<name>#<field>` to its value.
 *
 * @param isFresh reads it anew, whatever was read a moment ago
 * @throws ConfigError naming the reference, never the value
 */
export async function readCredentials(reference: string, environment: Settings, isFresh = false): Promise<string> {
  const [scheme, name = ''] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
  const [secretName = '', field] = name.split('#');
  const whole = scheme === 'env' ? environment[name] : await secretOf(secretName, isFresh);
  const value = scheme === 'env' || field === undefined ? whole : fieldOf(whole, field);
  if (typeof value !== 'string' || value === '') throw new ConfigError(`credentials ${reference} are not set`);
  return value;
}

/** The client is loaded with the first secret: not every function reads one, and none at its start. */
async function secretOf(name: string, isFresh: boolean): Promise<string | Uint8Array | undefined> {
  const { getSecret } = await import('@aws-lambda-powertools/parameters/secrets');
  return getSecret(name, { maxAge, forceFetch: isFresh });
}

function fieldOf(secret: unknown, field: string): unknown {
  try {
    return (JSON.parse(String(secret)) as Record<string, unknown>)[field];
  } catch {
    return undefined;
  }
}
