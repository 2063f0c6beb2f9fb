import fc from 'fast-check';
import { foldText } from '../../../../lambdas/domain/understanding/classify/folded-text.ts';
import { readReturnDay } from '../../../../lambdas/domain/understanding/classify/return-day.ts';

const friday = new Date('2026-11-20T09:00:00Z');
const dayOf = (text: string, sentAt = friday) => readReturnDay(foldText(text), sentAt)?.slice(0, 10);

describe('readReturnDay', () => {
  it.each<[string, string | undefined]>([
    ['I am away until 22 November.', '2026-11-22'],
    ['I am away through 22 November.', '2026-11-23'],
    ['I am away until 22 November inclusive.', '2026-11-23'],
    ['I am away until 22 November and back on 24 November.', '2026-11-24'],
    ['I am away from 23 November.', undefined],
    ['I am away from 9 to 27 November.', '2026-11-27'],
    ['Away 23 - 27 November.', '2026-11-27'],
    ['I will not be available from 23 November, but until 27 November.', '2026-11-27'],
    ['I will not be back until 27 November.', '2026-11-27'],
    ['Away 23.11.-27.11. Available again 30.11.', '2026-11-30'],
    ['Away from 23 to 27 November. On 30 November I will answer.', '2026-11-30'],
    ['Away from 23 to 27 November. The fair is on 18 December.', '2026-11-27'],
    ['Back on the 30th.', '2026-11-30'],
    ['Back on the 5th.', '2026-12-05'],
    ['Ich bin bis inkl. 30. November im Urlaub.', '2026-12-01'],
    ['Ab dem 30. November bin ich wieder da.', '2026-11-30'],
    ['Jeg har fri til og med tirsdag d. 1. december.', '2026-12-02'],
    ['Jag är ledig t.o.m. 27 november.', '2026-11-28'],
    ['Я в отпуске по 27 ноября.', '2026-11-28'],
    ['Я в отпуске до 27 ноября.', '2026-11-27'],
    ['11月27日まで不在です。', '2026-11-27'],
    ['24日に出社します。', '2026-11-24'],
    ['11월 27일까지 휴가입니다.', '2026-11-27'],
    ['我将于11月27日返回。', '2026-11-27'],
    ['27 Kasım 2026 tarihine kadar izinliyim.', '2026-11-27'],
    ['I am away.', undefined],
    ['Call me on 22 November.', undefined],
    ['I am away until 31 February.', undefined],
    ['I was away until 1 March 2020.', undefined],
  ])('reads in %j the day %s', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  it.each<[string, string, string]>([
    ['English, month first', 'I will be back on 12/04/2026.', '2026-12-04'],
    ['English, where that order leads months ahead', 'I will be back on 04/12.', '2026-12-04'],
    ['French, day first', 'Je suis absent jusqu’au 04/12.', '2026-12-04'],
    ['Japanese, month first', '12/4まで不在です。', '2026-12-04'],
  ])('reads two numbers that could both be the month: %s', (_name, text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  it('takes a day without a year for the next one', () => {
    expect(dayOf('Back on 5 January.')).toBe('2027-01-05');
    expect(dayOf('Back on 5 January.', new Date('2026-01-02T09:00:00Z'))).toBe('2026-01-05');
  });

  it('reads every day of the coming months in several spellings', () => {
    const names = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250 }), (ahead) => {
        const day = new Date(friday.getTime() + ahead * 86_400_000);
        const [date, month, year] = [day.getUTCDate(), day.getUTCMonth(), day.getUTCFullYear()];
        const name = [...names, 'November', 'December'][month]!;
        const expected = day.toISOString().slice(0, 10);

        for (const spelling of [
          expected,
          `${date} ${name} ${year}`,
          `${name} ${date}, ${year}`,
          `${date}.${month + 1}.${year}`,
          `${year}年${month + 1}月${date}日`,
        ])
          expect(dayOf(`I will be back on ${spelling}.`)).toBe(expected);
      }),
    );
  });
});
