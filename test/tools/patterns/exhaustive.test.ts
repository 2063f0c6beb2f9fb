import { exhaustiveForm } from '../../../tools/patterns/exhaustive.ts';

describe('exhaustiveForm', () => {
  it.each([
    ['a{0,60}b', '^(?:a*b)\ue0ff'],
    ['a{2,60}?b', '^(?:a+?b)\ue0ff'],
    ['a{0,2}b?c+', '^(?:a{0,2}b?c+)\ue0ff'],
    ['(?:x|\\.(?!\\s)){0,60}', '^(?:(?:x|\\.)*)\ue0ff'],
    ['a(?=b{0,9}(?!c))d', '^(?:ad)\ue0ff'],
    ['a(?=b*)c', undefined],
  ])('tries every way of %s', (source, form) => {
    expect(exhaustiveForm(source, '').source).toBe(form);
  });

  it('says what the pattern has', () => {
    expect(exhaustiveForm('(?<=a)b+', '')).toMatchObject({ hasLookaround: true, hasLimits: false, hasUnlimited: true });
    expect(exhaustiveForm('b{0,60}', '')).toMatchObject({ hasLookaround: false, hasLimits: true, hasUnlimited: false });
  });
});
