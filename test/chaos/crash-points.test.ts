import { testCrashPoints } from './crash-points.ts';

describe('crash points', () => {
  it('loses and repeats nothing, wherever a worker dies on the way of a mail and its answer', async () => {
    const { enumerated, passed, failures } = await testCrashPoints();

    expect(failures).toEqual([]);
    expect(enumerated).toBeGreaterThan(150);
    expect(passed).toBe(enumerated);
  }, 120_000);
});
