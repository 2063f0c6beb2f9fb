import { neutral } from '../../../../lambdas/domain/understanding/intent/neutral-words.ts';

const idsIn = (text: string): string[] => neutral.filter(([, pattern]) => pattern.test(text)).map(([id]) => id);

// The reader hands over lower case with straight apostrophes.
describe('neutral', () => {
  it.each([
    ['you should contact my colleague', ['referral']],
    ['ich habe es weitergeleitet', ['referral']],
    ['el encargado es luis', ['referral']],
    ['thanks!', ['acknowledged']],
    ['vielen dank für die mail', ['acknowledged']],
    ['bien reçu', ['acknowledged']],
    ['which version is it?', ['question']],
    ['got it. who is in charge of it?', ['referral', 'acknowledged', 'question']],
  ])('finds in %j: %j', (text, ids) => {
    expect(idsIn(text)).toEqual(ids);
  });

  it.each(['you should come', 'the parcel, with many thanks', 'an oklahoma number', 'the charge is zero'])(
    'finds nothing in %j',
    (text) => {
      expect(idsIn(text)).toEqual([]);
    },
  );
});
