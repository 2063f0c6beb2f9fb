import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { ConfigError } from '../domain/errors.ts';
import type { Settings } from './settings.ts';

/** Seconds: a rotated secret is picked up within this time. */
const maxAge = 300;

/**
 * Resolves `env:NAME` or `secret:<name>` to its value.
 *
 * @throws ConfigError naming the reference, never the value
 */
export async function readCredentials(reference: string, environment: Settings): Promise<string> {
  const [scheme, name = ''] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
  const value = scheme === 'env' ? environment[name] : await getSecret(name, { maxAge });
  if (typeof value !== 'string' || value === '') throw new ConfigError(`credentials ${reference} are not set`);
  return value;
}
