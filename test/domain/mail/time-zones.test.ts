import { offsetOfWord, timeInZone, zoneOf } from '../../../lambdas/domain/mail/time-zones.ts';

describe('zoneOf', () => {
  it.each<[string, string | undefined]>([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Pacific Daylight Time', 'America/Los_Angeles'],
    ['Pacific Standard Time (Mexico)', 'America/Tijuana'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', 'Europe/Berlin'],
    ['Customized Time Zone', undefined],
    ['', undefined],
  ])('knows %j', (name, zone) => {
    expect(zoneOf(name)).toBe(zone);
  });

  it('gives zones that the platform knows, for each name of Windows', () => {
    for (const name of ['Dateline', 'India', 'Greenland', 'FLE', 'Nepal', 'Line Islands', 'E. South America'])
      expect(timeInZone(0, zoneOf(`${name} Standard Time`)!)).not.toBeNaN();
  });
});

describe('timeInZone', () => {
  it.each<[string, string, string]>([
    ['2026-11-20T09:00:00Z', 'Europe/Berlin', '2026-11-20T08:00:00.000Z'],
    ['2026-07-20T09:00:00Z', 'Europe/Berlin', '2026-07-20T07:00:00.000Z'],
    ['2026-03-29T01:30:00Z', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29T03:30:00Z', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-11-20T09:00:00Z', 'Asia/Katmandu', '2026-11-20T03:15:00.000Z'],
    ['2026-11-20T00:00:00Z', 'Pacific/Kiritimati', '2026-11-19T10:00:00.000Z'],
  ])('finds the time at which clocks show %s in %s', (wall, zone, time) => {
    expect(new Date(timeInZone(Date.parse(wall), zone)).toISOString()).toBe(time);
  });
});

describe('offsetOfWord', () => {
  it.each<[string, number | undefined]>([
    ['EST', -300],
    ['cet', 60],
    ['ACST', 570],
    ['IST', undefined],
    ['constructor', undefined],
  ])('knows %s', (word, minutes) => {
    expect(offsetOfWord(word)).toBe(minutes);
  });
});
