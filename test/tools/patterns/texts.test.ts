import { RegExpParser } from '@eslint-community/regexpp';
import { mostAlike, textsOf } from '../../../tools/patterns/texts.ts';

const textsOfPattern = (source: string) => textsOf(new RegExpParser().parsePattern(source).alternatives[0]!.elements);

describe('textsOf', () => {
  it.each<[source: string, texts: readonly string[] | undefined]>([
    ['Abc', ['abc']],
    ['a(?:b|c)?d', ['ad', 'abd', 'acd']],
    ['\\b(?:x|x)y', ['xy', 'xy']],
    ['(?:a|b){1,2}', ['a', 'b', 'aa', 'ab', 'ba', 'bb']],
    ['a[bc]', undefined],
    ['a*', undefined],
    ['(?:a|b){0,12}', undefined],
  ])('lists those of %s', (source, texts) => {
    expect(textsOfPattern(source)).toEqual(texts);
  });
});

describe('mostAlike', () => {
  it.each<[texts: readonly string[], most: number]>([
    [[], 0],
    [['a', 'b'], 1],
    [['in', 'inner', 'inn', 'is'], 3],
    [['a', 'a', ''], 3],
  ])('counts %j', (texts, most) => {
    expect(mostAlike(texts)).toBe(most);
  });
});
