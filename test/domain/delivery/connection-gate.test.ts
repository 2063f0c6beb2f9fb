import fc from 'fast-check';
import {
  type ConnectionState,
  competitors,
  freeAt,
  isCrowdedAt,
  msPerCall,
  shareOf,
} from '../../../lambdas/domain/delivery/connection-gate.ts';

const idle: ConnectionState = {
  circuit: 'closed',
  trials: 0,
  probes: 0,
  failures: 0,
  unfinished: 0,
  refusals: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
  tenants: new Map(),
};
const now = new Date('2026-11-20T10:00:00.000Z');
describe('freeAt and isCrowdedAt', () => {
  it('never let more than the burst and the rate through, whenever deliveries come', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 3000 }), calls: fc.integer({ min: 1, max: 5 }) })),
        (perSecond, burst, deliveries) => {
          const limits = { perSecond, burst };
          let state = idle;
          let ms = now.getTime();
          const admitted: Array<{ at: number; calls: number }> = [];
          for (const { afterMs, calls } of deliveries) {
            ms += afterMs;
            if (freeAt(state, limits, calls) > ms) continue;
            state = { ...state, busyUntil: Math.max(state.busyUntil, ms) + calls * msPerCall(limits) };
            admitted.push({ at: ms, calls });
          }
          for (const [first, { at: from }] of admitted.entries()) {
            let calls = 0;
            for (const later of admitted.slice(first)) {
              calls += later.calls;
              const allowed = ((later.at - from) * perSecond) / 1000 + Math.max(burst, later.calls) + 5;
              if (calls > allowed) return false;
            }
          }
          return true;
        },
      ),
    );
  });

  it('find a connection crowded when a turn or the next probe is far away, not after a few deliveries', () => {
    const at = (ms: number): number => now.getTime() + ms;

    const queued = (ms: number, tenant = 'acme') => ({
      ...idle,
      tenants: new Map([[tenant, { busyUntil: 0, queuedUntil: at(ms) }]]),
    });

    expect(isCrowdedAt(queued(1500), 'acme', now)).toBe(false);
    expect(isCrowdedAt(queued(2500), 'acme', now)).toBe(true);
    expect(isCrowdedAt(queued(2500, 'other'), 'acme', now)).toBe(false);
    expect(isCrowdedAt({ ...idle, blockedUntil: at(60_000) }, 'acme', now)).toBe(true);
    expect(isCrowdedAt({ ...idle, circuit: 'open', probeAt: at(10_001) }, 'acme', now)).toBe(true);
    expect(isCrowdedAt({ ...idle, circuit: 'open', probeAt: at(9_000) }, 'acme', now)).toBe(false);
  });
});

describe('competitors and shareOf', () => {
  const at = (ms: number): number => now.getTime() + ms;
  const tenants = new Map([
    ['waiting', { busyUntil: 0, queuedUntil: at(1) }],
    ['just had its turn', { busyUntil: 0, queuedUntil: at(-4_999) }],
    ['gone', { busyUntil: 0, queuedUntil: at(-5_000) }],
  ]);

  it('count the tenants with turns, and the one that asks', () => {
    expect(competitors({ ...idle, tenants }, 'new', now)).toBe(3);
    expect(competitors({ ...idle, tenants }, 'waiting', now)).toBe(2);
    expect(competitors(idle, 'new', now)).toBe(1);
  });

  it('divide the limits, which a person may have set, evenly', () => {
    expect(shareOf({ perSecond: 10, burst: 50, isFixed: true }, 4)).toEqual({
      perSecond: 2.5,
      burst: 12.5,
      isFixed: true,
    });
  });
});
