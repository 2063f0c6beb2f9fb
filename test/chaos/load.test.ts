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
    const { alone, beside } = await runFairness(1500);

    expect(beside.untilDeliveredMs).toBeLessThan(2 * alone.untilDeliveredMs);
  }, 60_000);
});
