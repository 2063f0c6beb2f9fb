import fc from 'fast-check';
import { mapTexts, replaceName, someText, textAddress } from '../../../lambdas/domain/mail/text-address.ts';

const lea = textAddress('lea@post.example');

describe('an address in a text', () => {
  it.each([
    ['lea@post.example'],
    ['Write to LEA@Post.Example.'],
    ['"Lea" <lea@post.example>, more'],
    ['mailto:lea@post.example?subject=x'],
    ['bounce+lea=post.example@list.example'],
    ['bounce-12-lea=post.example@list.example'],
    ['a line\nlea@post.example\nanother'],
  ])('is found in %j', (text) => {
    expect(lea.isIn(text)).toBe(true);
  });

  it.each([
    ['plea@post.example'],
    ['not.lea@post.example'],
    ['lea@post.example.net'],
    ['lea@post.examples'],
    ['lea@post-example'],
    ['x+lea@post.example'],
    ['plea=post.example@list.example'],
  ])('is not found in %j, which names another', (text) => {
    expect(lea.isIn(text)).toBe(false);
  });

  it('is found with its domain in either form', () => {
    const ida = textAddress('ida@bücher.example');

    expect(['ida@bücher.example', 'ida@xn--bcher-kva.example', 'IDA@BÜCHER.example'].map(ida.isIn)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is replaced wherever it stands, and the replacement is taken as it is', () => {
    expect(lea.replace('lea@post.example, plea@post.example; Lea@post.example', '$&')).toBe(
      '$&, plea@post.example; $&',
    );
  });

  it('is never left over by a replacement, whatever the text is', () => {
    const parts = fc.constantFrom('lea@post.example', 'LEA@POST.EXAMPLE', ' ', 'x', '.', '<', '>', '=', '\n', 'p', '@');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (words) => {
        expect(lea.isIn(lea.replace(words.join(''), ' gone '))).toBe(false);
      }),
    );
  });
});

describe('a name in a text', () => {
  it('is replaced where it stands as words of its own, whatever its case', () => {
    expect(replaceName('Ada, ADA and Adam; Ada.', 'ada', 'X')).toBe('X, X and Adam; X.');
  });

  it('is found behind letters whose lower case is longer', () => {
    expect(replaceName('İİ Ada', 'Ada', 'X')).toBe('İİ X');
    expect(lea.replace('İ lea@post.example', 'gone')).toBe('İ gone');
  });
});

describe('the texts of a value', () => {
  const value = { a: ['x', { b: 'x' }], c: 1, d: new Set(['x', 'y']), e: null, f: new Uint8Array([1]) };

  it('are replaced at every depth, and nothing else is', () => {
    const replaced = mapTexts(value, (text) => (text === 'x' ? 'z' : text));

    expect(replaced).toEqual({ ...value, a: ['z', { b: 'z' }], d: new Set(['z', 'y']) });
  });

  it('are looked through at every depth', () => {
    expect(someText(value, (text) => text === 'y')).toBe(true);
    expect(someText(value, (text) => text === 'a')).toBe(false);
  });
});
