import { runMonth } from './month.ts';

describe('a month of consent changes from every source, under faults', () => {
  it.each([1, 2])(
    'never reports a person who opted out as eligible, and ends with all places in agreement (seed %i)',
    async (seed) => {
      const { leaks, differences, waiting, probes, bySource } = await runMonth(seed);

      expect(Object.keys(bySource)).toHaveLength(10);
      expect(probes).toBeGreaterThan(100);
      expect(leaks).toEqual([]);
      expect(differences).toEqual([]);
      expect(waiting).toBe(0);
    },
    120_000,
  );
});
