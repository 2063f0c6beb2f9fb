import { RegExpParser } from '@eslint-community/regexpp';
import { endsOf, overlap, startsOf } from '../../../tools/patterns/starts.ts';

const elementsOf = (source: string, flags: string) =>
  new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags.includes('u') }).alternatives[0]!.elements;

describe('startsOf', () => {
  it.each<[source: string, firsts: number, canBeEmpty: boolean]>([
    ['abc', 1, false],
    ['a?b', 2, false],
    ['(?:a|b)*', 2, true],
    ['^$', 0, true],
    ['(?=x)[ab]c', 1, false],
  ])('reads %s', (source, firsts, canBeEmpty) => {
    const starts = startsOf(elementsOf(source, ''), '');

    expect({ firsts: starts.first.length, canBeEmpty: starts.canBeEmpty }).toEqual({ firsts, canBeEmpty });
  });
});

describe('endsOf', () => {
  it('reads a sequence from its end', () => {
    expect(endsOf(elementsOf('ab(?:c|d)?', ''), '')).toMatchObject({
      first: [{ letter: 'c' }, { letter: 'd' }, { letter: 'b' }],
      canBeEmpty: false,
    });
  });
});

describe('overlap', () => {
  it.each<[left: string, right: string, flags: string, hasCommon: boolean]>([
    ['a', 'a', '', true],
    ['a', 'b', '', false],
    ['a', 'A', 'i', true],
    ['\u212a', 'k', 'iu', true],
    ['a', '\\w', '', true],
    ['-', '\\w', '', false],
    ['\\s', '\\S', '', false],
    ['[a-f]', '[f-z]', '', true],
    ['[a-f]', '[g-z]', '', false],
    ['[a-f]', '[F-Z]', 'i', true],
    // Two classes that may have characters above U+FFFF are not told apart there.
    ['\\p{L}', '\\p{N}', 'u', true],
    ['.', '\\n', '', false],
  ])('says of %s and %s with flags "%s": %s', (left, right, flags, hasCommon) => {
    const [first, second] = [left, right].map((source) => startsOf(elementsOf(source, flags), flags).first[0]!);

    expect(overlap(first!, second!)).toBe(hasCommon);
    expect(overlap(second!, first!)).toBe(hasCommon);
  });
});
