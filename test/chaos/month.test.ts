import { runMonth } from './month.ts';

describe('a month of news of consent from every source, under faults', () => {
  it.each([1, 2])(
    'never lets anybody be written to who has left, and ends with all places agreed (seed %i)',
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
