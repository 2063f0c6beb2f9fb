import { bareNamesIn, sessionLines } from '../../../../lambdas/domain/understanding/bounce/transcript.ts';

describe('sessionLines', () => {
  it('gives each recipient the answers to its own command', () => {
    const lines = [
      '>>> RCPT To:<a@customer.example>',
      '<<< 550 unknown',
      '>>> RCPT To:<b@customer.example>',
      '<<< 552 full',
      '554 <a@customer.example>... Service unavailable',
      '>>> DATA',
      '<<< 503 later',
    ];
    const session = sessionLines(lines, new Set(['a@customer.example', 'b@customer.example']));

    expect(session.get('a@customer.example')).toEqual([
      '<<< 550 unknown',
      '554 <a@customer.example>... Service unavailable',
    ]);
    expect(session.get('b@customer.example')).toEqual(['<<< 552 full']);
  });
});

describe('bareNamesIn', () => {
  it.each<[string, string[], string[]]>([
    ['an answer of Sendmail', ['550 ada... User unknown'], ['ada']],
    ['a local delivery program', ['mail.local: unknown user: ada'], ['ada']],
    ['a name in a list', ['The following addresses failed', '', '<ada>', 'bob  (unrecoverable error)'], ['ada', 'bob']],
    ['a sentence', ['Your mail was not delivered.', 'Thank you'], []],
    ['a number', ['The following addresses failed', '550'], []],
  ])('reads %s', (_name, lines, names) => {
    expect(bareNamesIn(lines)).toEqual(names);
  });
});
