import { testCrashPoints } from './crash-points.ts';

describe('crash points', () => {
  it('loses and repeats nothing when a worker crashes at any call of a mail or of its reply', async () => {
    const { enumerated, passed, failures } = await testCrashPoints();

    expect(failures).toEqual([]);
    expect(enumerated).toBeGreaterThan(150);
    expect(passed).toBe(enumerated);
  }, 120_000);
});
