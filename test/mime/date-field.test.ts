import fc from 'fast-check';
import { dateOf } from '../../lambdas/mime/date-field.ts';

describe('dateOf', () => {
  it.each<[string, string | undefined]>([
    ['Fri, 20 Nov 2026 09:15:30 +0100', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 +0100 (CET)', '2026-11-20T08:15:30.000Z'],
    ['20 Nov 2026 09:15 -0500', '2026-11-20T14:15:00.000Z'],
    ['Fri, 20 Nov 26 09:15:30 GMT', '2026-11-20T09:15:30.000Z'],
    ['Fri, 20 Nov 126 09:15:30 GMT', '2026-11-20T09:15:30.000Z'],
    ['Fri,20 Nov 2026 09:15:30+0100', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20-Nov-2026 09:15:30 GMT', '2026-11-20T09:15:30.000Z'],
    ['Fri, 20 Nov 2026 09.15.30 +0100', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30.250 +01:00', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 PM EST', '2026-11-21T02:15:30.000Z'],
    ['Fri, 20 Nov 2026 12:15 AM +0000', '2026-11-20T00:15:00.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 CET', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 GMT+1', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 XYZ', '2026-11-20T09:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30', '2026-11-20T09:15:30.000Z'],
    ['Wed, 22 Jul 2026 03:05:23 Pacific Daylight Time', '2026-07-22T10:05:23.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 W. Europe Standard Time', '2026-11-20T08:15:30.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 Europe/Berlin', '2026-11-20T08:15:30.000Z'],
    ['Fri, 10 Jul 2026 14:53:31 EST5EDT', '2026-07-10T18:53:31.000Z'],
    ['Fri Nov 20 09:15:30 2026', '2026-11-20T09:15:30.000Z'],
    ['Fri Nov 20 09:15:30 CET 2026', '2026-11-20T08:15:30.000Z'],
    ['Friday, November 20, 2026 9:15 AM', '2026-11-20T09:15:00.000Z'],
    ['2026-11-20T09:15:30Z', '2026-11-20T09:15:30.000Z'],
    ['2026-11-20 09:15:30 +0200', '2026-11-20T07:15:30.000Z'],
    ['20.11.2026 09:15:30', '2026-11-20T09:15:30.000Z'],
    ['Di, 20 Okt 2026 09:15:30 +0200', '2026-10-20T07:15:30.000Z'],
    ['jeu., 20 août 2026 09:15:30 +0200', '2026-08-20T07:15:30.000Z'],
    ['Fri, 20 Nov 2026 24:00:00 +0000', '2026-11-21T00:00:00.000Z'],
    ['Fri, 20 Nov 2026 09:15:60 +0000', '2026-11-20T09:15:59.000Z'],
    ['Fri, 99 Nov 2026 09:15:30 +0100', undefined],
    ['Fri, 39 Nov 2026 09:15:30 +0100', undefined],
    ['Fri, 0 Nov 2026 09:15:30 +0100', undefined],
    ['Fri, 20 Nov 2026 29:15:30 +0100', undefined],
    ['0 Nov 2026 10:00:00 +0000', undefined],
    ['Fri, 39 Nov 2026 10:00:00 +0000', undefined],
    ['20 Nov 2026 10:00:00 +1959', '2026-11-19T14:01:00.000Z'],
    ['Fri, 20 Nov 2026 09:15:30 +0100\nx', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('reads %j', (value, time) => {
    expect(dateOf(value)?.toISOString()).toBe(time);
  });

  it('reads any date that software writes by the standard', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * 1000);

        expect(dateOf(date.toUTCString())).toEqual(date);
        expect(dateOf(date.toUTCString().replace('GMT', '+0000'))).toEqual(date);
      }),
    );
  });

  it('is absent for a value that is too long for a date', () => {
    expect(dateOf(`Fri, 20 Nov 2026 09:15:30 +0100 ${'('.repeat(50_000)}`)).toBeUndefined();
  });
});
