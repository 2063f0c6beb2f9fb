import { lettersOf } from '../../../cli/scrub/letters.ts';

const hash = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));

describe('letters of a word', () => {
  it.each([
    ['Latin', 'lovelace', /^[a-z]{8}$/],
    ['Latin, in a short word', 'ada', /^[a-z]{6}$/],
    ['Hebrew', 'שלום', /^\p{Script=Hebrew}{4}$/u],
    ['Arabic', 'سلام', /^\p{Script=Arabic}{4}$/u],
    ['Han', '山田太郎', /^\p{Script=Han}{4}$/u],
    ['Hangul', '김민준', /^\p{Script=Hangul}{3}$/u],
    ['Thai', 'สมชาย', /^\p{Script=Thai}{5}$/u],
    ['a script without letters of its own', 'ანა', /^[a-z]{6}$/],
  ])('are %s', (_, word, expected) => {
    expect(lettersOf(word, hash)).toMatch(expected);
  });
});
