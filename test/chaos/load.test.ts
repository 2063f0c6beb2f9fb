import { runFairness, runOutage } from './load.ts';

// These are the runs of `npm run chaos -- --outage` and `--fairness` with fewer mails.

describe('load', () => {
  it('delivers the mail of a three-day outage in order, within the rate limit, without a dead letter', async () => {
    const report = await runOutage(600);

    expect(report).toMatchObject({ waiting: 600, delivered: 600, deadLetters: 0, inversions: 0, duplicates: 0 });
    expect(report.mostCallsIn10s).toBeLessThanOrEqual(report.allowedIn10s);
    // Fewer failures than park a conversation as poisoned.
    expect(report.mostAttempts).toBeLessThan(7);
  }, 60_000);

  it("delays a tenant's mail behind another tenant's burst by at most its own service time", async () => {
    // Chance decides how many burst mails get ahead (by the warm workers), so the median of seven runs has to hold.
    const delays: number[] = [];
    for (let seed = 1; seed <= 7; seed += 1) {
      const { alone, beside } = await runFairness(500, { seed });
      delays.push(beside.untilDeliveredMs / alone.untilDeliveredMs);
    }

    expect(delays.toSorted((a, b) => a - b)[3]).toBeLessThan(2);
    expect(Math.max(...delays)).toBeLessThan(10);
  }, 120_000);

  it("delays a tenant's mail by seconds at an account that another tenant's burst keeps busy for minutes", async () => {
    const delays: number[] = [];
    for (let seed = 1; seed <= 5; seed += 1)
      delays.push((await runFairness(500, { seed, isShared: true })).beside.untilDeliveredMs);

    // The burst takes 500 mails × 3 calls / 10 calls a second: 150 s.
    expect(delays.toSorted((a, b) => a - b)[2]).toBeLessThan(6_000);
    expect(Math.max(...delays)).toBeLessThan(15_000);
  }, 120_000);
});
