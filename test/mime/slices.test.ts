import { boundaryStart, sliceEnd } from '../../lambdas/mime/slices.ts';

describe('boundaryStart', () => {
  it.each<[string, boolean, number]>([
    ['words\n--b', true, 6],
    ['words\n--b\n', true, 10],
    ['--b', true, 0],
    ['--b', false, 3],
    ['words', true, 5],
    [`words\n-${'x'.repeat(400)}`, true, 407],
  ])('finds in %j (at a line: %s) the start of what may become a boundary', (text, isAtLine, place) => {
    expect(boundaryStart(Buffer.from(text), isAtLine)).toBe(place);
  });
});

describe('sliceEnd', () => {
  it('ends a slice behind the last line within reach', () => {
    expect(sliceEnd(Buffer.from('a\nb\nc'), 0)).toBe(4);
    expect(sliceEnd(Buffer.from('abc'), 1)).toBe(3);
    expect(sliceEnd(Buffer.from(`${'a'.repeat(99)}\n`.repeat(1000)), 0)).toBe(32_700);
    expect(sliceEnd(Buffer.alloc(100_000), 0)).toBe(32_768);
  });
});
