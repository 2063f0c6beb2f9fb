import { concepts } from '../../../../lambdas/domain/understanding/intent/concepts.ts';
import { sign, signsOf } from '../../../../lambdas/domain/understanding/intent/signs.ts';

describe('signsOf', () => {
  it('has a bit for each meaning that the structure of a sentence depends on', () => {
    expect(signsOf(['not'])).toBe(sign.not);
    expect(signsOf(['and', 'i'])).toBe(sign.and | sign.i);
    expect(signsOf(['remove'])).toBe(sign.remove | sign.negatable | sign.states);
  });

  it('lets a noun be negated, and state nothing alone', () => {
    expect(signsOf(['mail'])).toBe(sign.negatable);
    expect(signsOf(['data'])).toBe(sign.data | sign.negatable);
  });

  it('has no bit for other meanings, and each bit once', () => {
    expect(signsOf(['day', 'month'])).toBe(0);
    expect(new Set(Object.values(sign)).size).toBe(Object.keys(sign).length);
    expect(signsOf(concepts)).toBe(Object.values(sign).reduce((sum, bit) => sum | bit, 0));
  });
});
