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
  // Most dates are as the standard has them, which the platform reads.
  const usualTime = usual.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(usualTime)) return new Date(usualTime);
  const plain = withoutComments(value).trim();
  const fields = fieldsOf(plain);
  const time = fields ? timeOf(fields) : Date.parse(hasZone(plain) ? plain : `${plain} UTC`);
  const year = new Date(time).getUTCFullYear();
  return Number.isNaN(time) || year < 1 || year > 9999 ? undefined : new Date(time);
}

const usual =
  /^(?:[A-Z][a-z]{2}, )?[0-3]?\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [12]\d{3} [01]\d:[0-5]\d:[0-5]\d (?:[+-][01]\d[0-5]\d|GMT)(?: \([A-Z]{2,5}\))?$/;

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

const clock = String.raw`(?<hour>\d{1,2})[:.hH](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?<half>[ap]m)\b)?`;
const weekday = String.raw`(?:[\p{L}.]{2,14},?\s{0,3})?`;
const monthName = String.raw`(?<month>[\p{L}]{3,12})\.?`;

/** The forms of dates, each with the fields as named groups; a zone follows. */
const forms: readonly RegExp[] = [
  // `Fri, 20 Nov 2026 09:15:30 +0100`, as RFC 5322 has it.
  String.raw`^${weekday}(?<day>\d{1,2})\.?[\s-]{1,3}(?:de\s)?${monthName}[\s-]{1,3}(?:de\s)?(?<year>\d{2,4}),?\s{1,3}(?:at\s)?${clock}`,
  // `Fri Nov 20 09:15:30 CET 2026`, as C and Java write it.
  String.raw`^${weekday}${monthName}\s{1,3}(?<day>\d{1,2}),?\s{1,3}${clock}(?:\s{1,3}(?<before>\S{1,40}))?\s{1,3}(?<year>\d{4})`,
  // `2026-11-20 09:15:30 +0100`.
  String.raw`^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:T|\s{1,3})${clock}`,
  // `20.11.2026 09:15:30`, the day first as everywhere with dots.
  String.raw`^${weekday}(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4}),?\s{1,3}${clock}`,
].map((form) => new RegExp(form, 'iu'));

function fieldsOf(text: string): DateFields | undefined {
  for (const form of forms) {
    const match = form.exec(text);
    const zone = text.slice(match?.[0].length);
    if (match?.groups === undefined || /[\n\r\u2028\u2029]/.test(zone)) continue;
    const { year = '', month = '', day = '', hour = '', minute = '', second, half, before } = match.groups;
    const number = monthNumber(month);
    if (number !== undefined)
      return { year, month: number, day, clock: [hour, minute, second, half], zone: zone.trim() || (before ?? '') };
  }
  return undefined;
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

function monthNumber(month: string): number | undefined {
  if (/^\d/.test(month)) return Number(month);
  const index = monthNames.findIndex((names) => names.some((start) => month.toLowerCase().startsWith(start)));
  return index < 0 ? undefined : index + 1;
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
