import fc from 'fast-check';
import { backoffMs, isTriedEnough, maxAttempts } from '../../../lambdas/domain/crm/retry-policy.ts';

describe('backoffMs', () => {
  it('waits a random time up to the bound of the attempt', () => {
    const bounds = [1000, 5000, 25_000, 120_000, 600_000, 600_000];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const waited = backoffMs(attempts, random);
          expect(waited).toBeGreaterThanOrEqual(0);
          expect(waited).toBeLessThanOrEqual(bounds[attempts - 1]!);
        },
      ),
    );
  });
});

describe('backoffMs, by whether the vendor answers', () => {
  it.each([
    ['its own bound where nothing is known', undefined, 600_000],
    ['its own bound where the vendor has been silent for a minute', 60_000, 600_000],
    ['at most 25 seconds while the vendor answers other calls', 59_999, 25_000],
  ])('waits %s', (_case, sinceAnswerMs, bound) => {
    expect(backoffMs(6, 1, sinceAnswerMs)).toBe(bound);
    expect(backoffMs(1, 1, sinceAnswerMs)).toBe(1_000);
  });
});

describe('isTriedEnough', () => {
  const now = new Date('2026-11-20T10:00:00.000Z');
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();

  it.each<[string, number, string | undefined, boolean]>([
    ['six failures', maxAttempts - 2, ago(600_000), false],
    ['the seventh failure within five minutes', maxAttempts - 1, ago(299_999), false],
    ['the seventh failure after five minutes', maxAttempts - 1, ago(300_000), true],
    ['the seventh failure of a row without a time', maxAttempts - 1, undefined, true],
  ])('judges %s', (_case, attempts, failedFirstAt, isEnough) => {
    expect(isTriedEnough(attempts, failedFirstAt, now)).toBe(isEnough);
  });
});
