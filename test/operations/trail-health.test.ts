import type { TrailStore } from '../../lambdas/operations/trail-health.ts';
import { checkTrail, trailProblems } from '../../lambdas/operations/trail-health.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const trailUntil = (storedAt: string | undefined): TrailStore => ({
  days: async () => (storedAt === undefined ? [] : ['2026-11-20']),
  async *segments(shard, day) {
    for (const number of [1, 2]) yield { shard, day, number };
  },
  get: async ({ number }) => ({ text: '', storedAt: new Date(number === 2 ? storedAt! : 0) }),
});

describe('checkTrail', () => {
  it.each([
    ['2026-11-20T11:00:00.000Z', '2026-11-20T10:59:59.000Z', undefined],
    ['2026-11-20T11:00:00.000Z', undefined, undefined],
    ['2026-11-20T11:00:00.000Z', '2026-11-20T11:30:00.000Z', 1800],
    [undefined, '2026-11-20T11:30:00.000Z', 1800],
    [undefined, undefined, undefined],
  ])('compares the newest segment, of %s, with a mail of %s', async (storedAt, readAt, behindSeconds) => {
    const health = await checkTrail(trailUntil(storedAt), readAt, now);

    expect([health.newestAt, health.behindSeconds]).toEqual([storedAt, behindSeconds]);
    expect(trailProblems(health)).toHaveLength(behindSeconds === undefined ? 0 : 1);
  });

  it('does not take a list without its object for a time', async () => {
    const trail = { ...trailUntil('2026-11-20T11:00:00.000Z'), get: async () => undefined };

    expect(await checkTrail(trail, '2026-11-20T10:00:00.000Z', now)).toMatchObject({ behindSeconds: 7200 });
  });
});
