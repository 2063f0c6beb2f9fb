import { isFresh, refused } from '../../../../lambdas/domain/consent/intake/signature-check.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

describe('isFresh', () => {
  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
    [Number.NaN, false],
  ])('judges a time %d seconds away from now as %p', (age, expected) => {
    expect(isFresh(now.getTime() / 1000 + age, now)).toBe(expected);
  });
});

describe('refused', () => {
  it('gives the reason', () => {
    expect(refused('stale')).toEqual({ ok: false, reason: 'stale' });
  });
});
