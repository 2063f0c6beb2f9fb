import { headingPlace, placesOf, transcriptLine } from '../../../../lambdas/domain/understanding/bounce/places.ts';

const placeOf = (...lines: string[]) => placesOf(lines, () => true).at(-1);

describe('placesOf', () => {
  it.each<[string, string[], object]>([
    ['an address that opens a line', ['<ada@customer.example>: 550 unknown'], { opens: true }],
    ['an address behind a bullet', ['  * ada@customer.example'], { opens: true }],
    ['an address below a heading', ['It was not delivered to:', '', 'Ada (ada@customer.example)'], { isListed: true }],
    ['a heading in Japanese', ['次の受信者:', 'Ada ada@customer.example へ'], { isListed: true }],
    ['a label', ['Failed recipient: ada@customer.example'], { labelled: 'clearly' }],
    ['a label in Chinese', ['收件人：ada@customer.example'], { labelled: 'clearly' }],
    ['a field that may be a mail’s', ['To: ada@customer.example'], { labelled: 'perhaps' }],
    ['an SMTP command', ['>>> RCPT To:<ada@customer.example>'], { isTranscript: true, opens: false }],
    ['a Message-ID', ['Message-ID: <1@customer.example>'], { isOther: true, opens: false }],
    ['a sender', ['The message from ada@customer.example'], { isOther: true }],
  ])('marks %s', (_name, lines, marks) => {
    expect(placeOf(...lines)).toMatchObject(marks);
  });

  it.each([['Please contact help@customer.example'], ['MAIL FROM:<ada@customer.example>']])(
    'finds no place in %j',
    (line) => {
      expect(placeOf(line)).toBeUndefined();
    },
  );

  it('ends a list at the blank line behind an entry', () => {
    const places = placesOf(['Recipients:', 'a a@customer.example', '', 'b b@customer.example'], () => true);

    expect(places.map(({ isListed }) => isListed)).toEqual([true, false]);
  });
});

describe('headingPlace', () => {
  it('prefers the line that the address opens', () => {
    const places = placesOf(['To: ada@customer.example', '<ada@customer.example>: unknown'], () => true);

    expect(headingPlace(places)?.line).toBe(1);
    expect(headingPlace([])).toBeUndefined();
  });
});

describe('transcriptLine', () => {
  it('knows commands and answers', () => {
    expect(['<<< 550 no', '550 no', 'host said: no', 'all is well'].map((line) => transcriptLine.test(line))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
