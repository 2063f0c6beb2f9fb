import { offsetOfWord, timeInZone, zoneOf } from '../domain/mail/time-zones.ts';

/** Longest value that is read: a date with a comment. */
const maxLength = 300;

/**
 * The date of a field: as RFC 5322 §3.3 writes it, with the slips of many senders: dots or blanks in place of colons,
 * two-digit years (§4.3), names of months in other languages, and any word for a zone. A zone that nobody knows, or none,
 * counts as UTC (§4.3).
 *
 * Absent rather than today when the date makes no sense.
 */
export function dateOf(value: string | undefined): Date | undefined {
  if (value === undefined || value.length > maxLength) return undefined;
  const plain = withoutComments(value).trim();
  const fields = fieldsOf(plain);
  const time = fields ? timeOf(fields) : Date.parse(hasZone(plain) ? plain : `${plain} UTC`);
  const year = new Date(time).getUTCFullYear();
  return Number.isNaN(time) || year < 1 || year > 9999 ? undefined : new Date(time);
}

/** Comments repeat the zone in words, as in `+0100 (CET)`. */
const withoutComments = (value: string): string => value.replace(/\([^()]*\)?/g, ' ');

const hasZone = (value: string): boolean => /(?:[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[ECMP][SD]T|Z))$|\dZ$/i.test(value);

interface DateFields {
  readonly year: string;
  readonly month: number;
  readonly day: string;
  readonly clock: readonly [hour: string, minute: string, second: string | undefined, half: string | undefined];
  readonly zone: string;
}

const clock = String.raw`(\d{1,2})[:.hH](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap]m)\b)?`;
const weekday = String.raw`(?:[\p{L}.]{2,14},?\s{0,3})?`;
/** `Fri, 20 Nov 2026 09:15:30 +0100`, as RFC 5322 has it. */
const internet = new RegExp(
  String.raw`^${weekday}(\d{1,2})\.?[\s-]{1,3}(?:de\s)?([\p{L}]{3,12})\.?[\s-]{1,3}(?:de\s)?(\d{2,4}),?\s{1,3}(?:at\s)?${clock}(.*)$`,
  'iu',
);
/** `Fri Nov 20 09:15:30 CET 2026`, as C and Java write it. */
const unix = new RegExp(
  String.raw`^${weekday}([\p{L}]{3,12})\.?\s{1,3}(\d{1,2}),?\s{1,3}${clock}(?:\s{1,3}(\S{1,40}))?\s{1,3}(\d{4})(.*)$`,
  'iu',
);
/** `2026-11-20 09:15:30 +0100`. */
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\s{1,3})${clock}(.*)$`, 'iu');
/** `20.11.2026 09:15:30`, the day first as everywhere with dots. */
const dotted = new RegExp(String.raw`^${weekday}(\d{1,2})\.(\d{1,2})\.(\d{4}),?\s{1,3}${clock}(.*)$`, 'iu');

function fieldsOf(text: string): DateFields | undefined {
  const mail = internet.exec(text);
  if (mail) {
    const [, day = '', month = '', year = '', hour = '', minute = '', second, half, zone = ''] = mail;
    return withMonth(month, { year, day, clock: [hour, minute, second, half], zone });
  }
  const java = unix.exec(text);
  if (java) {
    const [, month = '', day = '', hour = '', minute = '', second, half, before = '', year = '', behind = ''] = java;
    return withMonth(month, { year, day, clock: [hour, minute, second, half], zone: behind.trim() || before });
  }
  const byNumbers = iso.exec(text);
  if (byNumbers) {
    const [, year = '', month = '', day = '', hour = '', minute = '', second, half, zone = ''] = byNumbers;
    return { year, month: Number(month), day, clock: [hour, minute, second, half], zone };
  }
  const [whole, day = '', month = '', year = '', hour = '', minute = '', second, half, zone = ''] =
    dotted.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : { year, month: Number(month), day, clock: [hour, minute, second, half], zone };
}

/** The beginnings of the names of months, January first, in the languages of senders that do not write English. */
const monthNames: ReadonlyArray<readonly string[]> = [
  ['jan', 'ene', 'gen', 'janv', 'sty'],
  ['feb', 'fév', 'fev', 'lut'],
  ['mar', 'mär', 'mrt', 'mrz'],
  ['apr', 'avr', 'abr', 'kwi'],
  ['may', 'mai', 'mei', 'maj', 'mag'],
  ['jun', 'juin', 'giu', 'cze'],
  ['jul', 'juil', 'lug', 'lip'],
  ['aug', 'aoû', 'aou', 'ago', 'sie'],
  ['sep', 'set', 'wrz'],
  ['oct', 'okt', 'ott', 'out', 'paź'],
  ['nov', 'lis'],
  ['dec', 'dez', 'déc', 'dic', 'gru'],
];

function withMonth(name: string, fields: Omit<DateFields, 'month'>): DateFields | undefined {
  const month = monthNames.findIndex((names) => names.some((start) => name.toLowerCase().startsWith(start)));
  return month < 0 ? undefined : { ...fields, month: month + 1 };
}

/** Milliseconds of UTC; NaN when a field is beyond its range. */
function timeOf({ year, month, day, clock: [hour, minute, second = '0', half], zone }: DateFields): number {
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const isInRange =
    month >= 1 && month <= 12 && Number(day) >= 1 && Number(day) <= 31 && hours <= 24 && Number(minute) <= 59;
  if (!isInRange || Number(second) > 60) return Number.NaN;
  const date = new Date(0);
  date.setUTCFullYear(fullYear(year), month - 1, Number(day));
  date.setUTCHours(hours, Number(minute), Math.min(59, Number(second)));
  return timeAt(date.getTime(), zone.trim());
}

/** RFC 5322 §4.3: two digits up to 49 are of this century, three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year + (year < 50 ? 2000 : 1900);
  return digits.length === 3 ? year + 1900 : year;
}

/** The time of a wall time in a zone: by its offset, by its word, or by its name on Windows; UTC else. */
function timeAt(wall: number, zone: string): number {
  const [, sign, hours, minutes = '0'] = /^(?:[A-Z]{1,5})?\s?([+-])\s?(\d{1,2}):?(\d{2})?(?!\d)/i.exec(zone) ?? [];
  if (sign !== undefined && Number(hours) <= 14)
    return wall - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const known = offsetOfWord(/^[A-Z]{1,5}\b/i.exec(zone)?.[0] ?? '');
  const isName = /^["']?[\p{L}.]+ |\/|^[A-Z]{3}\d[A-Z]{3}$/iu.test(zone);
  const named = isName ? zoneOf(zone.replace(/["']/g, '')) : undefined;
  if (named !== undefined) return timeInZone(wall, named);
  return known === undefined ? wall : wall - known * 60_000;
}
