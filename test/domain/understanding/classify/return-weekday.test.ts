import { foldText } from '../../../../lambdas/domain/understanding/classify/folded-text.ts';
import { readReturnWeekday } from '../../../../lambdas/domain/understanding/classify/return-weekday.ts';

const tuesday = new Date('2026-11-24T09:00:00Z');
const dayOf = (text: string, sentAt = tuesday) => readReturnWeekday(foldText(text), sentAt)?.slice(0, 10);

describe('readReturnWeekday', () => {
  it.each<[string, string]>([
    ['I am at a fair and back at my desk on Thursday.', '2026-11-26'],
    ['Out today, back in the office tomorrow.', '2026-11-25'],
    ['I am away until Monday.', '2026-11-30'],
    ['I am off today, Tuesday, and return on Friday.', '2026-11-27'],
    ['I will not be back until Monday.', '2026-11-30'],
    ['Ich bin am Donnerstag wieder im Büro.', '2026-11-26'],
    ['Ich bin bis Montag nicht im Büro.', '2026-11-30'],
    ['Je serai de retour jeudi.', '2026-11-26'],
    ['Vuelvo el miércoles.', '2026-11-25'],
    ['Rientro venerdì.', '2026-11-27'],
    ['Volto na quinta-feira.', '2026-11-26'],
    ['Ik ben maandag terug.', '2026-11-30'],
    ['Jag är tillbaka på torsdag.', '2026-11-26'],
  ])('reads in %j the day %s', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });

  it.each([
    ['no day', 'I am away.'],
    ['a day on which somebody is away', 'I am away on Thursday.'],
    ['the weekday of the mail itself', 'Back on Tuesday.'],
    ['a day that may be in one week or in two', 'Back next Thursday.'],
    ['a day of another week', 'I am back on Thursday next week.'],
    ['days of work', 'I work from Monday until Thursday.'],
    ['days of every week', 'I am back in the office on Mondays.'],
    ['a morning', 'Vuelvo por la mañana.'],
    ['a greeting', 'Bin wieder da. Guten Morgen!'],
  ])('leaves open %s', (_name, text) => {
    expect(dayOf(text)).toBeUndefined();
  });

  it('goes over the end of a year', () => {
    expect(dayOf('Back on Monday.', new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-04');
  });
});
