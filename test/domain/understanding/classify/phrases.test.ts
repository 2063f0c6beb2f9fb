import {
  createPhraseReader,
  patternOfPhrases,
  phrases,
} from '../../../../lambdas/domain/understanding/classify/phrases.ts';

const read = createPhraseReader({
  leave: phrases`
    on (?:annual )?leave
    ich bin ~abwesend
    休暇中
  `,
  no: ['nope'],
});
const found = (text: string) => read(text).map(({ family, start, end }) => [family, text.slice(start, end)]);

describe('createPhraseReader', () => {
  it.each<[string, string[][]]>([
    ['i am on annual leave', [['leave', 'on annual leave']]],
    [
      'on leave, on leave',
      [
        ['leave', 'on leave'],
        ['leave', 'on leave'],
      ],
    ],
    ['ich bin bis 30. november abwesend', [['leave', 'ich bin bis 30. november abwesend']]],
    ['ich bin da. er ist abwesend', []],
    ['現在休暇中です', [['leave', '休暇中']]],
    ['upon leave', []],
    ["d'on leave", [['leave', 'on leave']]],
    ['nope!', [['no', 'nope']]],
    ['', []],
  ])('finds in %j: %j', (text, matches) => {
    expect(found(text)).toEqual(matches);
  });

  it.each(['(?:a|b) c', '.x', 'a?b'])('refuses a phrase that begins with a pattern: %s', (phrase) => {
    expect(() => createPhraseReader({ any: [phrase] })).toThrow('begins with a literal letter');
  });
});

describe('createPhraseReader, with phrases that begin alike', () => {
  const readAlike = createPhraseReader({
    first: ['the mail', 'the mail (?:is|was) held', 'the (?:mail|letter) is', 'ab|cd'],
    second: ['the mailbox', 'e-?mail held', 'the'],
  });
  const alike = (text: string) => readAlike(text).map(({ family, start, end }) => [family, text.slice(start, end)]);

  it('takes the first phrase of a family that fits, in the order of the list', () => {
    expect(alike('the mail is held')).toEqual([
      ['first', 'the mail'],
      ['second', 'the'],
    ]);
    expect(alike('the letter is here')).toEqual([
      ['first', 'the letter is'],
      ['second', 'the'],
    ]);
    expect(alike('the mailbox')).toEqual([
      ['first', 'the mail'],
      ['second', 'the mailbox'],
    ]);
  });

  it.each(['email held', 'e-mail held'])('finds both forms where a letter may be left out: %s', (text) => {
    expect(alike(text)).toEqual([['second', text]]);
  });

  it.each<[string, string[][]]>([
    ['ab', [['first', 'ab']]],
    ['cd', []],
    ['th', []],
    ['them', [['second', 'the']]],
  ])('reads %j as %j', (text, matches) => {
    expect(alike(text)).toEqual(matches);
  });
});

describe('phrases', () => {
  it('has a phrase a line, with backslashes as they are', () => {
    expect(phrases`
      a\b

      ${'x'}y
    `).toEqual(['a\\b', 'xy']);
  });
});

describe('patternOfPhrases', () => {
  it.each([
    ['a word', 'ferie', 1],
    ['the longest word', 'x'.repeat(60), 1],
    ['a longer one, which is no word', 'x'.repeat(61), 0],
  ])('lets %s stand for a run without blanks', (_name, word, matches) => {
    const pattern = patternOfPhrases([String.raw`sono in (?:\S+ )?ufficio`, String.raw`nr\d{3,}`], 'g');

    expect(`sono in ${word} ufficio`.match(pattern) ?? []).toHaveLength(matches);
  });
});
