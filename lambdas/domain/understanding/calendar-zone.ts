import { timeInZone, zoneOf } from '../mail/time-zones.ts';

/** When the clocks of a zone change, and their offset from then on. */
interface Change {
  /** Wall time of the change in a year, as milliseconds of UTC; undefined before the first one. */
  readonly onsetIn: (year: number) => number | undefined;
  /** In milliseconds, east of UTC. */
  readonly offset: number;
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const dayLength = 24 * 60 * 60 * 1000;
/** A calendar has two changes a zone, or a list of them for past years. */
const maxChanges = 200;

/**
 * The time of a wall time under a `TZID`: by the VTIMEZONE of the calendar (RFC 5545 §3.6.5), or else by the zone that the
 * name is known for, as IANA or Windows have it.
 *
 * @param wall the wall time, as milliseconds of UTC
 * @param lines the unfolded lines of the calendar
 * @returns milliseconds of UTC; absent where nobody says when the clocks show that time
 */
export function timeUnderZone(wall: number, name: string, lines: readonly string[]): number | undefined {
  const offset = offsetBy(changesOf(lines, name), wall);
  if (offset !== undefined) return wall - offset;
  const zone = zoneOf(name);
  return zone === undefined ? undefined : timeInZone(wall, zone);
}

/** The offset that the newest change before a wall time sets; of the only one, where there is no other. */
function offsetBy(changes: readonly Change[], wall: number): number | undefined {
  const year = new Date(wall).getUTCFullYear();
  let newest: { readonly onset: number; readonly offset: number } | undefined;
  for (const { onsetIn, offset } of changes)
    for (const onset of [onsetIn(year), onsetIn(year - 1)])
      if (onset !== undefined && onset <= wall && (newest === undefined || onset > newest.onset))
        newest = { onset, offset };
  return newest?.offset ?? (changes.length === 1 ? changes[0]!.offset : undefined);
}

/** The changes that the VTIMEZONE of a name lists. */
function changesOf(lines: readonly string[], name: string): Change[] {
  const changes: Change[] = [];
  let isNamed = false;
  let fields: Map<string, string> | undefined;
  for (const line of lines) {
    if (/^(?:BEGIN|END):VTIMEZONE/i.test(line)) isNamed = false;
    const [, key = '', value = ''] = /^([A-Z-]{1,40})(?:;[^:]{0,200})?:(.*)$/i.exec(line) ?? [];
    if (/^TZID$/i.test(key)) isNamed = value.trim() === name;
    else if (/^BEGIN:(?:STANDARD|DAYLIGHT)/i.test(line) && isNamed) fields = new Map();
    else if (/^END:(?:STANDARD|DAYLIGHT)/i.test(line)) {
      const change = fields && changeOf(fields);
      if (change && changes.length < maxChanges) changes.push(change);
      fields = undefined;
    } else fields?.set(key.toUpperCase(), value.trim());
  }
  return changes;
}

function changeOf(fields: ReadonlyMap<string, string>): Change | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)/.exec(fields.get('TZOFFSETTO') ?? '') ?? [];
  const start = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(fields.get('DTSTART') ?? '');
  if (sign === undefined || start === null) return undefined;
  const [first, month, day, hour, minute] = start.slice(1).map(Number) as [number, number, number, number, number];
  const rule = ruleOf(fields.get('RRULE') ?? '');
  const dayIn = rule.size > 0 ? dayOfRule(rule, month, day) : (year: number) => Date.UTC(year, month - 1, day);
  const clock = (hour * 60 + minute) * 60_000;
  const last = Number(/^\d{4}/.exec(rule.get('UNTIL') ?? '')?.[0] ?? 9999);
  const yearOf = (year: number): number => (rule.size > 0 ? year : first);
  return {
    offset: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000,
    onsetIn: (year) => (year < first || yearOf(year) > last ? undefined : dayIn(yearOf(year)) + clock),
  };
}

/** The parts of a recurrence rule by name (RFC 5545 §3.3.10). */
const ruleOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .toUpperCase()
      .split(';')
      .map((part) => part.split('='))
      .flatMap(([name = '', value]) => (value === undefined ? [] : [[name, value] as const])),
  );

/** The day of a yearly rule: the first or last Sunday of a month, one on or after a day of it, or the day itself. */
function dayOfRule(rule: ReadonlyMap<string, string>, startMonth: number, startDay: number): (year: number) => number {
  const month = Number(rule.get('BYMONTH') ?? startMonth);
  const [, nth = '', weekday = ''] = /^([+-]?\d)?([A-Z]{2})$/.exec(rule.get('BYDAY') ?? '') ?? [];
  const from = Number(/^\d+/.exec(rule.get('BYMONTHDAY') ?? '')?.[0] ?? 1);
  const wanted = weekdays.indexOf(weekday);
  if (wanted < 0) return (year) => Date.UTC(year, month - 1, rule.has('BYMONTHDAY') ? from : startDay);
  return (year) => {
    const isFromEnd = nth.startsWith('-');
    const base = isFromEnd ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, from);
    const weekdayOfBase = new Date(base).getUTCDay();
    const toFirst = isFromEnd ? -((weekdayOfBase - wanted + 7) % 7) : (wanted - weekdayOfBase + 7) % 7;
    const weeks = nth === '' ? 0 : isFromEnd ? Number(nth) + 1 : Number(nth) - 1;
    return base + (toFirst + 7 * weeks) * dayLength;
  };
}
