import { cutBytes, cutText } from '../../lambdas/mime/text-limits.ts';

describe('cutText', () => {
  it.each<[string, number, string]>([
    ['short', 100, 'short'],
    ['abcdef', 4, 'abcd'],
    ['äöü', 4, 'äö'],
    ['äöü', 3, 'ä'],
    ['a\u{1f600}b', 4, 'a'],
    ['a\u{1f600}b', 5, 'a\u{1f600}'],
  ])('cuts %j at %i bytes to %j', (text, maxBytes, cut) => {
    expect(cutText(text, maxBytes)).toBe(cut);
  });
});

describe('cutBytes', () => {
  it.each<[string, Buffer, number, boolean, string]>([
    ['keeps what fits', Buffer.from('ab'), 2, false, 'ab'],
    ['cuts behind the last whole line', Buffer.from('one\ntwo\nthree'), 10, false, 'one\ntwo\n'],
  ])('%s', (_name, bytes, maxBytes, isWide, cut) => {
    expect(cutBytes(bytes, maxBytes, isWide).toString()).toBe(cut);
  });

  it('cuts no character of UTF-8 apart where no line ends within reach', () => {
    expect(cutBytes(Buffer.from('ä'.repeat(80_000)), 100_001, false)).toHaveLength(100_000);
  });

  it('cuts wide characters by four bytes', () => {
    expect(cutBytes(Buffer.alloc(20), 11, true)).toHaveLength(8);
  });
});
