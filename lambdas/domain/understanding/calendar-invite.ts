import { compact } from '../../compact.ts';
import type { Classification } from '../mail/event.ts';
import { cleanLine } from '../mail/text.ts';
import { timeUnderZone } from './calendar-zone.ts';

type Calendar = NonNullable<Classification['calendar']>;

/**
 * Reads the part of an iCalendar object (RFC 5545) that a CRM needs: the method of the object, and identity, time and
 * title of its first event. A time under a `TZID` that neither the calendar nor anybody else defines is kept as local wall
 * time in `startLocal`.
 */
export function readCalendar(text: string): Calendar | undefined {
  const lines = text
    .slice(0, 200_000)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
  if (!lines.some((line) => /^BEGIN:VCALENDAR/i.test(line.trim()))) return undefined;
  const start = lines.findIndex((line) => /^BEGIN:V(?:EVENT|TODO)/i.test(line));
  const end = lines.findIndex((line, index) => index > start && /^END:V(?:EVENT|TODO)/i.test(line));
  const inEvent = start < 0 ? [] : lines.slice(start, end < 0 ? undefined : end);
  const method = /^METHOD:\s*([A-Z-]{3,30})/i.exec(lines.find((line) => /^METHOD:/i.test(line)) ?? '')?.[1];
  const uid = cleanLine(propertyOf(inEvent, 'UID'))?.slice(0, 300);
  const summary = cleanLine(
    propertyOf(inEvent, 'SUMMARY')
      ?.replace(/\\([,;\\])/g, '$1')
      .replace(/\\n/gi, ' '),
  );
  const organizer = /^mailto:([^\s?]+@[^\s?]+)/i.exec(propertyOf(inEvent, 'ORGANIZER') ?? '')?.[1]?.toLowerCase();
  return {
    ...compact({ method: method?.toUpperCase(), uid }),
    ...startOf(propertyOf(inEvent, 'DTSTART'), zoneNameOf(inEvent), lines),
    ...compact({ summary: summary?.slice(0, 500), organizer }),
  };
}

/** Whether a line has the property of this name (RFC 5545 §3.1). */
const isOf = (line: string, name: string): boolean =>
  /[;:]/.test(line.charAt(name.length)) && line.slice(0, name.length).toUpperCase() === name;

/** The value behind the colon that ends the parameters; a colon within quotes belongs to a parameter. */
function propertyOf(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((candidate) => isOf(candidate, name));
  const value = /^[A-Z-]+(?:;[\w-]+=(?:"[^"]*"|[^";:]*))*:(.*)$/i.exec(line ?? '')?.[1]?.trim();
  return value || undefined;
}

/** The zone of the start, by the name that the calendar has for it. */
function zoneNameOf(inEvent: readonly string[]): string | undefined {
  const line = inEvent.find((candidate) => /^DTSTART[;:]/i.test(candidate));
  const [, quoted, bare] = /;TZID=(?:"([^"]{1,200})"|([^";:]{1,200}))/i.exec(line ?? '') ?? [];
  return quoted ?? bare;
}

function startOf(
  value: string | undefined,
  zone: string | undefined,
  lines: readonly string[],
): Pick<Calendar, 'start' | 'startLocal'> {
  const digits = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?/.exec(value ?? '');
  if (!digits) return {};
  const [, year, month, day, hour = '00', minute = '00', second = '00', zulu] = digits;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${local}Z`))) return {};
  if (zulu) return { start: `${local}.000Z` };
  if (digits[4] === undefined) return { startLocal: `${year}-${month}-${day}` };
  const time = zone === undefined ? undefined : timeUnderZone(Date.parse(`${local}Z`), zone, lines);
  return time === undefined ? { startLocal: local } : { start: new Date(time).toISOString() };
}
