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

const spans: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time, or a span such as 7d, 12h or 30m before now.
 *
 * @throws ConfigError when it is neither
 */
export function sinceOf(option: string, text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return new Date(now.getTime() - Number(count) * spans[unit]!);
  return timeOf(option, text) ?? now;
}
