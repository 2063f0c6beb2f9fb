import {
  createLevelCounter,
  HtmlTooDeepError,
  isHtmlTooLarge,
  maxHtmlBytes,
  maxHtmlLevels,
  unlessTooDeep,
} from '../../lambdas/mime/html-limits.ts';

describe('isHtmlTooLarge', () => {
  it.each<[string, string, boolean]>([
    ['nothing', '', false],
    ['ASCII at the limit', 'a'.repeat(maxHtmlBytes), false],
    ['ASCII beyond the limit', 'a'.repeat(maxHtmlBytes + 1), true],
    ['letters of two bytes at the limit', 'ü'.repeat(maxHtmlBytes / 2), false],
    ['letters of two bytes beyond the limit', 'ü'.repeat(maxHtmlBytes / 2 + 1), true],
  ])('measures %s in UTF-8', (_name, html, isTooLarge) => {
    expect(isHtmlTooLarge(html)).toBe(isTooLarge);
  });
});

describe('createLevelCounter', () => {
  const openAll = (counter: ReturnType<typeof createLevelCounter>, count: number): void => {
    for (let level = 0; level < count; level += 1) counter.open();
  };

  it('throws at the first element beyond the limit', () => {
    const counter = createLevelCounter();

    openAll(counter, maxHtmlLevels);

    expect(() => counter.open()).toThrow(HtmlTooDeepError);
  });

  it('counts the elements that are open, not those that are closed', () => {
    const counter = createLevelCounter();
    for (let nth = 0; nth < 3 * maxHtmlLevels; nth += 1) {
      counter.open();
      counter.close();
    }

    expect(() => openAll(counter, maxHtmlLevels)).not.toThrow();
  });

  it('begins anew when it is reset', () => {
    const counter = createLevelCounter();
    openAll(counter, maxHtmlLevels);

    counter.reset();

    expect(() => openAll(counter, maxHtmlLevels)).not.toThrow();
  });
});

describe('unlessTooDeep', () => {
  it('hands on what the reader returns', () => {
    expect(unlessTooDeep(() => 'words')).toBe('words');
  });

  it('returns nothing for HTML that is nested too deep', () => {
    const read = (): string => {
      throw new HtmlTooDeepError();
    };

    expect(unlessTooDeep(read)).toBeUndefined();
  });

  it('hands on any other error', () => {
    const read = (): string => {
      throw new TypeError('a bug');
    };

    expect(() => unlessTooDeep(read)).toThrow('a bug');
  });
});
