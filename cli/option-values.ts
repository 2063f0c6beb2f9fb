import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** Milliseconds of each unit that a span may be written in. */
const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The longest span before now, in ms: no mail is older than a hundred years. */
const longestSpanMs = 36_500 * unitMs.d!;

/** The grammar of values, as the help of every verb with such an option shows it. */
export const valueGrammar = `
<duration>  a whole number with s, m, h, d or w, such as 45s, 15m, 12h, 7d or 2w; a bare number is seconds
<time>      ISO 8601, such as 2026-11-01 or 2026-11-01T08:30:00Z (UTC where no zone is named),
            or a duration before now, with its unit, such as 7d`;

/** Milliseconds of `<number><unit>`; undefined for everything else. */
function spanMs(text: string, bareUnit?: 's'): number | undefined {
  const [, count, unit = bareUnit] = /^(\d{1,15})([smhdw])?$/.exec(text) ?? [];
  return count === undefined || unit === undefined ? undefined : Number(count) * unitMs[unit]!;
}

/**
 * Reads a duration: `90`, `45s`, `15m`, `12h`, `7d` or `2w`. A bare number is seconds.
 *
 * @param most the longest duration that is accepted, as a person writes it
 * @returns a parser for commander, which gives milliseconds
 * @throws InvalidArgumentError for everything else
 */
export function duration(most: string): (text: string) => number {
  const mostMs = spanMs(most)!;
  return (text) => {
    const ms = spanMs(text, 's');
    if (ms === undefined || ms > mostMs)
      throw new InvalidArgumentError(
        `Wants seconds, or a number with its unit such as 45s, 15m or 7d; at most ${most}.`,
      );
    return ms;
  };
}

/**
 * Reads a moment, for commander: an ISO 8601 date or time, or a span such as `7d` before now.
 *
 * @throws InvalidArgumentError for everything else
 */
export function moment(text: string): Date {
  const before = spanMs(text);
  if (before !== undefined && before <= longestSpanMs) return new Date(Date.now() - before);
  const time = isoTime(text);
  if (time !== undefined) return time;
  throw new InvalidArgumentError(
    'Wants a time such as 2026-11-01 or 2026-11-01T08:30:00Z, or a span before now such as 30m or 7d.',
  );
}

/**
 * The moment that an ISO 8601 date or date with time names; without a zone in UTC, which is how Postern prints times.
 * Undefined for every other text: `Date` alone would read "7" as July 2001 and February 30 as March 2.
 */
export function isoTime(text: string): Date | undefined {
  const [, date, clock, zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i.exec(text) ?? [];
  if (date === undefined) return undefined;
  const day = new Date(`${date}T00:00:00Z`);
  const time = clock === undefined ? day : new Date(`${date}T${clock}${zone.toUpperCase()}`);
  const isReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date) && !Number.isNaN(time.getTime());
  return isReal ? time : undefined;
}

/**
 * Reads a whole number of a range, for commander.
 *
 * @throws InvalidArgumentError for everything else
 */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = readWholeNumber(text, least, most);
    if (value === undefined) throw new InvalidArgumentError(`Wants a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** A whole number of a range, written in digits alone; undefined for every other text. */
export function readWholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/**
 * Reads a share in percent, for commander; decimals are fine.
 *
 * @throws InvalidArgumentError when it is no number from 0 to 100
 */
export function percentage(text: string): number {
  const value = /^\d{1,3}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 100) return value;
  throw new InvalidArgumentError('Wants a number from 0 to 100.');
}

/**
 * Reads the address of a DNS server, for commander: an IP address, with a port where it is not 53.
 *
 * @returns the text as Node's resolver takes it
 * @throws InvalidArgumentError for everything else
 */
export function dnsServer(text: string): string {
  const [, bracketed, plain, port = '53'] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isAddress = isIP(text) !== 0 || isIP(bracketed ?? '') === 6 || isIP(plain ?? '') === 4;
  if (isAddress && readWholeNumber(port, 1, 65_535) !== undefined) return text;
  throw new InvalidArgumentError('Wants an IP address, such as 1.1.1.1, 127.0.0.1:5353 or [::1]:5353.');
}
