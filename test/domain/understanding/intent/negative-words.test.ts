import { negative, softNegative } from '../../../../lambdas/domain/understanding/intent/negative-words.ts';

const idsIn = (list: typeof negative, text: string): string[] =>
  list.filter(([, pattern]) => pattern.test(text)).map(([id]) => id);

// The reader hands over lower case with straight apostrophes.
describe('negative', () => {
  it.each([
    ["we're not really interested.", ['not-interested']],
    ['no, thank you. we are busy', ['no-thanks']],
    ["we don't have any budget for it", ['no-need']],
    ['it is not a good fit for our team', ['not-a-fit']],
    ['i must decline your offer', ['decline']],
    ['wir haben leider keinen bedarf', ['kein-interesse']],
    ['nous ne sommes pas intéressés', ['pas-interesse']],
    ['no estamos interesados en esto', ['no-interesa']],
    ['please leave us alone', ['leave-me']],
    ['hiermit kündige ich den vertrag', ['wants-to-stop']],
  ])('finds in %j: %j', (text, ids) => {
    expect(idsIn(negative, text)).toEqual(ids);
  });

  it.each([
    'we are interested',
    'no need to worry',
    'thank you, and see you tomorrow',
    'wir haben großen bedarf',
    'nous sommes intéressés',
    'estamos interesados',
    'the fitness of the plan',
  ])('finds nothing in %j', (text) => {
    expect(idsIn(negative, text)).toEqual([]);
  });
});

describe('softNegative', () => {
  it.each([
    'not right now',
    'maybe next quarter',
    'derzeit nicht',
    'pas maintenant',
    'por ahora no',
    'we are too busy',
  ])('finds %j', (text) => {
    expect(idsIn(softNegative, text)).toEqual(['not-now']);
  });

  it.each(['right now', 'we meet next monday', 'maintenant', 'ahora', 'busy bees'])('finds nothing in %j', (text) => {
    expect(idsIn(softNegative, text)).toEqual([]);
  });
});
