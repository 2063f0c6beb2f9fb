import { positive } from '../../../../lambdas/domain/understanding/intent/positive-words.ts';

const idsIn = (text: string): string[] => positive.filter(([, pattern]) => pattern.test(text)).map(([id]) => id);

// The reader hands over lower case with straight apostrophes.
describe('positive', () => {
  it.each([
    ["i'm very interested in this.", ['interested']],
    ['that sounds great', ['interested']],
    ["let's schedule something", ['meet']],
    ['tuesday works for us', ['meet']],
    ['tell me more', ['send-more']],
    ['how much does it cost', ['send-more']],
    ['das klingt spannend', ['interessiert']],
    ['wir wären daran interessiert', ['interessiert']],
    ['votre offre nous intéresse', ['interesse-fr']],
    ['pourriez-vous nous envoyer un devis', ['interesse-fr']],
    ['me interesa', ['interes']],
    ['cuánto cuesta el plan', ['interes']],
  ])('finds in %j: %j', (text, ids) => {
    expect(idsIn(text)).toEqual(ids);
  });

  it.each([
    'an interesting day was had',
    'the call center',
    'das klingt seltsam',
    'votre offre',
    'el interés compuesto',
    'we would like to cancel',
  ])('finds nothing in %j', (text) => {
    expect(idsIn(text)).toEqual([]);
  });
});
