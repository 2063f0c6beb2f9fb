import { usageOfMonth } from '../../bench/month-usage.ts';
import { itemsOf, totalUsd } from '../../cli/cost/usage.ts';
import { localStage } from '../../local/local-stage.ts';

// The simulation disables metrics where nothing else is said, and they are counted here.
process.env.POWERTOOLS_METRICS_DISABLED = 'false';
const { countsOf } = await import('../../bench/month.ts');

describe('a month of a stage, by its templates and the counted work of its functions', () => {
  it('costs under $8 in the idle profile', async () => {
    const usage = usageOfMonth(await countsOf({ ...localStage, idle: true }), 0);

    // One custom metric and few alarms: what the profile is for.
    expect(usage).toMatchObject({ metric: 1, secret: 6 });
    expect(usage.alarm).toBeLessThan(22);
    expect(usage.dashboard).toBeUndefined();
    expect(usage.lambdaRequest).toBeGreaterThan(3 * 730 * 12);
    expect(itemsOf(usage)[0]?.name).toBe('secret');
    expect(totalUsd(usage)).toBeLessThan(8);
  }, 60_000);

  it('counts for a mail what the functions do for it', async () => {
    const { mail, idleHour } = await countsOf(localStage);

    // Parse, sink, and the look of the sweep at the object; the trail twice; the feed once, and often once more for the fate in
    // the list of mails; the heartbeat runs as before.
    expect(mail.invocations).toBeCloseTo(6.6, 0);
    // The event, and a segment of the trail.
    expect(mail.calls['s3.PutObject']).toBeCloseTo(2, 0);
    expect(mail.writeUnits).toBeGreaterThan(15);
    expect(mail.tableBytes).toBeGreaterThan(1000);
    expect(mail.keyRequests).toBeGreaterThan(0);
    expect([...idleHour.series]).toEqual(expect.arrayContaining([expect.stringMatching(/^Heartbeat /)]));
    expect(idleHour.invocations).toBeGreaterThan(120);
  }, 60_000);
});
