import { useTestDynamo } from '../helpers/dynamo.ts';
import { isFeedWhole, runFeed, withoutMarks } from './feed.ts';
import { emulatedFeedWorld, simulatedFeedWorld } from './feed-world.ts';

const database = useTestDynamo();

describe('the feed, written and read by processes that crash', () => {
  it.each([1, 2, 3])('shows each reader each event once behind its checkpoints (seed %i)', async (seed) => {
    const report = await runFeed(simulatedFeedWorld(seed), { events: 2000 });

    expect(report.readers.map(({ events }) => events)).toEqual([2000, 2000, 2000, 2000, 2000]);
    expect(report.workerCrashes).toBeGreaterThan(0);
    expect(isFeedWhole(report)).toBe(true);
  });

  it('loses events when readers pass those that do not show themselves yet', async () => {
    const report = await runFeed(simulatedFeedWorld(1), { events: 3000, mutation: 'no-horizon' });

    expect(Math.max(...report.readers.map(({ missing }) => missing))).toBeGreaterThan(0);
    expect(isFeedWhole(report)).toBe(false);
  });

  it('repeats events when a delivery is not marked as added', async () => {
    const report = await runFeed(simulatedFeedWorld(1, withoutMarks), { events: 2000 });

    expect(Math.max(...report.readers.map(({ repeated }) => repeated))).toBeGreaterThan(0);
  });

  it('is whole on a real engine', async () => {
    const report = await runFeed(emulatedFeedWorld(1, database().dynamo), { events: 400, workers: 4, readers: 2 });

    expect(report.readers.map(({ events }) => events)).toEqual([400, 400]);
    expect(isFeedWhole(report)).toBe(true);
  }, 60_000);
});
