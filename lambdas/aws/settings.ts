import { ConfigError } from '../domain/errors.ts';
import { type EnvName, env } from '../env.ts';

/** Environment variables by name. */
export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Reads the named settings from an environment.
 *
 * @throws ConfigError naming every missing variable at once
 */
export function readSettings<const N extends EnvName>(source: Settings, names: readonly N[]): Record<N, string> {
  const missing = names.filter((name) => !source[env[name]]);
  if (missing.length > 0) throw new ConfigError(`missing environment: ${missing.map((name) => env[name]).join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, source[env[name]]])) as Record<N, string>;
}

/** An optional setting; an empty one counts as absent. */
export const optionalSetting = (source: Settings, name: EnvName): string | undefined => source[env[name]] || undefined;
