import { findDays } from '../../../../lambdas/domain/understanding/classify/dates.ts';

const november = { month: 11, day: 23 };

describe('findDays', () => {
  it.each([
    ['2026-11-23', { ...november, year: 2026 }],
    ['2026年11月23日', { ...november, year: 2026 }],
    ['2026. 11. 23.', { ...november, year: 2026 }],
    ['2569-11-23', { ...november, year: 2026 }],
    ['23.11.2026', { ...november, year: 2026 }],
    ['23. 11. 2026', { ...november, year: 2026 }],
    ['23/11/26', { ...november, year: 2026 }],
    ['11/23', november],
    ['23.11.', november],
    ['11월 23일', november],
    ['23rd of november 2026', { ...november, year: 2026 }],
    ['23 de noviembre de 2026', { ...november, year: 2026 }],
    ['1er decembre', { month: 12, day: 1 }],
    ['23:e november', november],
    ['23. listopadu', november],
    ['23. marraskuuta', november],
    ['23 kasim', november],
    ['23 ноября', november],
    ['23 νοεμβριου', november],
    ['23 בנובמבר'.replace('ב', ''), november],
    ['23 نوفمبر', november],
    ['23 thang 11', november],
    ['5. cervence', { month: 7, day: 5 }],
    ['5. cervna', { month: 6, day: 5 }],
    ['november 23, 2026', { ...november, year: 2026 }],
    ['2026. november 23-an', { ...november, year: 2026 }],
    ['lapkricio 23 d.', november],
    ['the 23rd', { day: 23 }],
    ['23日', { day: 23 }],
    ['04/05', { month: 5, day: 4, isAmbiguous: true }],
  ])('finds the day of %j', (text, day) => {
    expect(findDays(text)).toMatchObject([day]);
  });

  it.each(['10:30', '23 people', 'room 11', '5.7.1', '32.11.2026', '23.13.2026', 'no day'])(
    'finds no day of a month in %j',
    (text) => {
      expect(findDays(text).filter(({ day, month }) => month !== undefined && day > 7)).toEqual([]);
    },
  );

  it('finds several days in order, with their places', () => {
    const text = 'from 9. to 20. november, back on 23.11.';

    expect(findDays(text).map(({ start, end }) => text.slice(start, end))).toEqual(['20. november,', '23.11']);
  });
});
