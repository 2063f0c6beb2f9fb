import { ConfigError } from '../lambdas/domain/errors.ts';

/**
 * The time that an option such as `--since` names.
 *
 * @throws ConfigError when it is none
 */
export function timeOf(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new ConfigError(`${option}: found "${text}", wants a time as in 2026-11-01T00:00:00Z`);
  return time;
}
