import type { CanaryFlight } from '../../lambdas/domain/delivery/canary-flight.ts';
import { createCanary, type Profile } from '../../lambdas/heartbeat/canary.ts';

const startedAt = Date.UTC(2026, 10, 20);
const minuteMs = 60_000;

/** A canary with mails that arrive at once, or are lost. */
function aCanary(profile?: Profile, { isLost = false } = {}) {
  const clock = { ms: startedAt };
  const flights: CanaryFlight[] = [];
  const canary = createCanary(
    {
      current: async () => flights.at(-1),
      remember: async (flight) => void flights.push(flight),
      release: async () => {},
      fateOf: async () => ({ isRead: !isLost, isSettled: !isLost }),
      now: () => new Date(clock.ms),
    },
    profile,
  );
  return { canary, clock, flights };
}

describe('createCanary', () => {
  it('reports no hop when its first pair sets out, and every hop from the next look on', async () => {
    const { canary, clock, flights } = aCanary('full', { isLost: true });

    expect(await canary.look()).toEqual([]);
    expect(flights).toHaveLength(1);
    clock.ms += minuteMs;
    expect(await canary.look()).toEqual([
      { hop: 'parse', ageMs: minuteMs },
      { hop: 'sink', ageMs: 0 },
      { hop: 'suppress', ageMs: 0 },
    ]);
  });

  it.each([
    { profile: 'full', every: 5 },
    { profile: 'idle', every: 30 },
  ] as const)('flies every $every minutes in the profile $profile', async ({ profile, every }) => {
    const { canary, clock, flights } = aCanary(profile);

    for (let minute = 0; minute <= 60; minute += 5) {
      clock.ms = startedAt + minute * minuteMs;
      await canary.look();
    }

    expect(flights).toHaveLength(60 / every + 1);
  });
});
