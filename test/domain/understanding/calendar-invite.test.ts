import { readCalendar } from '../../../lambdas/domain/understanding/calendar-invite.ts';

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');

describe('readCalendar', () => {
  it('reads method, identity, time and title of the first event', () => {
    const text = calendar(
      'UID:1@x',
      'DTSTART:20261120T090000Z',
      'SUMMARY:Prices\\, and',
      '  seats',
      'ORGANIZER;CN="Ray: Bob":mailto:Bob@ours.example',
    );

    expect(readCalendar(text)).toEqual({
      method: 'REQUEST',
      uid: '1@x',
      start: '2026-11-20T09:00:00.000Z',
      summary: 'Prices, and seats',
      organizer: 'bob@ours.example',
    });
  });

  it.each<[string, string, object]>([
    [
      'a time in a zone that everybody knows',
      'DTSTART;TZID=Europe/Berlin:20261120T090000',
      { start: '2026-11-20T08:00:00.000Z' },
    ],
    [
      'a time in a zone of the sender as local time',
      'DTSTART;TZID=Our Office:20261120T090000',
      { startLocal: '2026-11-20T09:00:00' },
    ],
    ['a time without a zone as local time', 'DTSTART:20261120T090000', { startLocal: '2026-11-20T09:00:00' }],
    [
      'a zone in quotes, by the name that Windows has',
      'DTSTART;TZID="Pacific Standard Time";X=y:20260720T090000',
      { start: '2026-07-20T16:00:00.000Z' },
    ],
    ['a whole day as a date', 'DTSTART;VALUE=DATE:20261120', { startLocal: '2026-11-20' }],
    ['no time of a day that does not exist', 'DTSTART:20261399T090000Z', {}],
  ])('reads %s', (_name, line, start) => {
    expect(readCalendar(calendar(line))).toEqual({ method: 'REQUEST', ...start });
  });

  it('finds no calendar in words', () => {
    expect(readCalendar('METHOD:REQUEST')).toBeUndefined();
  });
});
