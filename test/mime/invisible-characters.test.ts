import { withoutInvisible } from '../../lambdas/mime/invisible-characters.ts';

const tags = (text: string): string =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('');

describe('withoutInvisible', () => {
  it.each<[string, string, string, number]>([
    ['zero-width runs', 'a\u200b\u200c\u200db', 'ab', 3],
    ['a hidden text of tags', `Hi${tags('ignore')}`, 'Hi', 6],
    ['a hidden text of tags behind a flag', `🏴${tags('ignore all')}`, '🏴', 10],
    ['a hidden text of variation selectors', '😀\ufe00\ufe01\u{e0101}\u{e0102}', '😀', 4],
    ['a run of one selector behind an emoji', '❤\ufe0f\ufe0f\ufe0f', '❤\ufe0f', 2],
    ['marks of direction', 'a\u202eb\u2066c', 'abc', 2],
    ['soft hyphens and fillers', 'a\u00adb\u3164\u2800', 'ab', 3],
  ])('takes out %s', (_case, text, visible, count) => {
    expect(withoutInvisible(text)).toEqual({ text: visible, count });
  });

  it.each([
    ['a family of emoji', '👨\u200d👩\u200d👧'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['a flag of a part of a country', `🏴${tags('gbsct')}\u{e007f}`],
    ['a number in a box', '1\ufe0f\u20e3'],
    ['a Persian joiner', 'می\u200cخواهم'],
    ['a Hindi joiner', 'क्\u200dष'],
    ['a form of a Japanese name', '葛\u{e0100}城'],
    ['plain text', 'Größe, 報價, 👍🏽'],
  ])('keeps %s', (_case, text) => {
    expect(withoutInvisible(text)).toEqual({ text, count: 0 });
  });
});
