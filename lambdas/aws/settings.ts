import { ConfigError } from '../domain/errors.ts';
import { type EnvName, env } from '../env.ts';

/**
 * Reads the named settings from an environment.
 *
 * @throws ConfigError naming every missing variable at once
 */
export function readSettings<const N extends EnvName>(
  source: Readonly<Record<string, string | undefined>>,
  names: readonly N[],
): Record<N, string> {
  const missing = names.filter((name) => !source[env[name]]);
  if (missing.length > 0) throw new ConfigError(`missing environment: ${missing.map((name) => env[name]).join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, source[env[name]]])) as Record<N, string>;
}
