import { countsLine, totalOf } from '../../tools/tally.ts';

const line = (part: string, passed: number, failed = 0, skipped = 0): string =>
  `${JSON.stringify({ part, passed, failed, skipped })}\n`;

describe('the total of .ci/run', () => {
  it('is the sum of its parts', () => {
    const total = totalOf(line('tests', 10, 1, 2) + line('witness', 4), ['tests', 'witness']);

    expect(total).toEqual({ passed: 14, failed: 1, skipped: 2, missing: [] });
  });

  it.each([
    ['one part is missing', line('tests', 10), { passed: 10, failed: 1, missing: ['witness'] }],
    ['nothing was run', '', { passed: 0, failed: 2, missing: ['tests', 'witness'] }],
  ])('fails where %s', (_, text, total) => {
    expect(totalOf(text, ['tests', 'witness'])).toMatchObject(total);
  });

  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed'],
    [{ passed: 3, failed: 1, skipped: 2 }, '3 passed, 1 failed, 2 skipped'],
  ])('is one line', (counts, text) => {
    expect(countsLine(counts)).toBe(text);
  });
});
