import fc from 'fast-check';
import { backoffMs } from '../../../lambdas/domain/crm/retry-policy.ts';

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
