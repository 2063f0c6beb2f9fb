import { leased, leaseLost, msUntil, waitsFor } from '../../lambdas/deliver/ending.ts';

const now = new Date('2026-11-20T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

describe('msUntil', () => {
  it.each([
    ['a time to come', 30_000, 30_000],
    ['a time within the second, which the queue cannot tell from now', 200, 1000],
    ['a time that has passed', -5_000, 1000],
  ])('counts the wait until %s', (_case, ms, expected) => {
    expect(msUntil(later(ms), now)).toBe(expected);
  });
});

describe('leased, leaseLost and waitsFor', () => {
  it('leave the message on the queue until the lease of another worker ends', () => {
    expect(leased(later(7_000), now)).toEqual({
      ends: 'answered',
      result: { kind: 'retry', afterMs: 7_000, reason: 'leased' },
    });
  });

  it('leave the message on the queue for a moment when the lease is lost', () => {
    expect(leaseLost).toEqual({ ends: 'answered', result: { kind: 'retry', afterMs: 1000, reason: 'lease lost' } });
  });

  it('park the delivery at the head of its conversation, with the connection that it waits for', () => {
    expect(waitsFor('main', 'throttled: daily')).toEqual({
      ends: 'parked',
      why: { reason: 'waits for connection main: throttled: daily', kind: 'buffered', connection: 'main' },
      isHead: true,
    });
  });
});
