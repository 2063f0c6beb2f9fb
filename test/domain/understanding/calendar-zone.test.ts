import { timeUnderZone } from '../../../lambdas/domain/understanding/calendar-zone.ts';

const change = (kind: 'STANDARD' | 'DAYLIGHT', start: string, from: string, to: string, rule?: string): string[] => [
  `BEGIN:${kind}`,
  `DTSTART:${start}`,
  `TZOFFSETFROM:${from}`,
  `TZOFFSETTO:${to}`,
  ...(rule === undefined ? [] : [`RRULE:FREQ=YEARLY;${rule}`]),
  `END:${kind}`,
];
const zone = (name: string, ...changes: string[][]): string[] => [
  'BEGIN:VTIMEZONE',
  `TZID:${name}`,
  ...changes.flat(),
  'END:VTIMEZONE',
];

const outlook = zone(
  'Our Office',
  change('STANDARD', '16010101T030000', '+0200', '+0100', 'BYDAY=-1SU;BYMONTH=10'),
  change('DAYLIGHT', '16010101T020000', '+0100', '+0200', 'BYDAY=-1SU;BYMONTH=3'),
);
const american = zone(
  'Our Office',
  change('STANDARD', '20071104T020000', '-0700', '-0800', 'BYMONTH=11;BYDAY=1SU'),
  change('DAYLIGHT', '20070311T020000', '-0800', '-0700', 'BYMONTH=3;BYDAY=2SU'),
);
const byDays = zone(
  'Our Office',
  change('STANDARD', '20071104T020000', '-0700', '-0800', 'BYMONTH=11;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7'),
  change('DAYLIGHT', '20070311T020000', '-0800', '-0700', 'BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14'),
);
const fixed = zone('Our Office', change('STANDARD', '16010101T000000', '+0530', '+0530'));
const past = zone(
  'Our Office',
  change('DAYLIGHT', '19800406T020000', '+0100', '+0200', 'BYMONTH=4;BYDAY=1SU;UNTIL=19850407T010000Z'),
  change('STANDARD', '20160101T000000', '+0100', '+0300'),
);

describe('timeUnderZone', () => {
  it.each<[string, string[], string, string]>([
    ['Outlook’s rules in winter', outlook, '2026-11-20T09:00:00Z', '2026-11-20T08:00:00.000Z'],
    ['Outlook’s rules in summer', outlook, '2026-07-20T09:00:00Z', '2026-07-20T07:00:00.000Z'],
    ['Outlook’s rules before the first change of a year', outlook, '2026-01-20T09:00:00Z', '2026-01-20T08:00:00.000Z'],
    ['the day of the change, before it', outlook, '2026-10-25T02:30:00Z', '2026-10-25T00:30:00.000Z'],
    ['the day of the change, behind it', outlook, '2026-10-25T03:30:00Z', '2026-10-25T02:30:00.000Z'],
    ['the second Sunday of March', american, '2026-03-08T03:00:00Z', '2026-03-08T10:00:00.000Z'],
    ['the day before it', american, '2026-03-07T03:00:00Z', '2026-03-07T11:00:00.000Z'],
    ['Sundays by the days of the month', byDays, '2026-03-08T03:00:00Z', '2026-03-08T10:00:00.000Z'],
    ['one offset for ever', fixed, '2026-11-20T09:00:00Z', '2026-11-20T03:30:00.000Z'],
    ['rules that ended', past, '2026-07-20T09:00:00Z', '2026-07-20T06:00:00.000Z'],
  ])('reads %s', (_name, lines, wall, time) => {
    expect(new Date(timeUnderZone(Date.parse(wall), 'Our Office', lines)!).toISOString()).toBe(time);
  });

  it('prefers the rules of the calendar to those that a name is known for', () => {
    const own = zone('Europe/Berlin', change('STANDARD', '16010101T000000', '+0000', '+0000'));

    expect(timeUnderZone(0, 'Europe/Berlin', own)).toBe(0);
    expect(timeUnderZone(0, 'Europe/Berlin', [])).toBe(-3_600_000);
  });

  it('is absent for a name that nobody defines', () => {
    expect(timeUnderZone(0, 'Our Office', [])).toBeUndefined();
    expect(
      timeUnderZone(0, 'Our Office', zone('Their Office', change('STANDARD', '16010101T000000', '+0000', '+0000'))),
    ).toBeUndefined();
  });
});
