import { runFairness, runOutage } from './load.ts';

// Smaller than `npm run chaos -- --outage` and `--fairness`, and the same runs.

describe('load', () => {
  it('lets what waited for three days through in order, within the rate, without a dead letter', async () => {
    const report = await runOutage(600);

    expect(report).toMatchObject({ waiting: 600, delivered: 600, deadLetters: 0, inversions: 0, duplicates: 0 });
    expect(report.mostCallsIn10s).toBeLessThanOrEqual(report.allowedIn10s);
    // Below what parks a conversation as poisoned.
    expect(report.mostAttempts).toBeLessThan(7);
  }, 60_000);

  it("does not let one tenant's burst delay another's mail at the queue by more than its own service time", async () => {
    // How much of a burst gets ahead is chance, by how many workers happen to be warm: half of the runs must keep it.
    const delays: number[] = [];
    for (let seed = 1; seed <= 7; seed += 1) {
      const { alone, beside } = await runFairness(500, { seed });
      delays.push(beside.untilDeliveredMs / alone.untilDeliveredMs);
    }

    expect(delays.toSorted((a, b) => a - b)[3]).toBeLessThan(2);
    expect(Math.max(...delays)).toBeLessThan(10);
  }, 120_000);
});
