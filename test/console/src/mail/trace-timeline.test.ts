import { timelineOf } from '../../../../console/src/mail/trace-timeline.ts';

const receivedAt = '2026-11-20T09:00:00.000Z';

describe('timelineOf', () => {
  it('orders the steps of all deliveries, with the time since the hop before', () => {
    const hops = timelineOf(receivedAt, {
      deliveries: [
        {
          integration: 'sales',
          state: 'done',
          fate: 'delivered',
          settledAt: '2026-11-20T09:00:02.000Z',
          steps: {
            contact: { state: 'done', at: '2026-11-19T09:00:00.000Z' },
            deal: { state: 'done', at: '2026-11-20T09:00:01.500Z' },
            activity: { state: 'intent', at: '2026-11-20T09:00:01.800Z' },
          },
        },
      ],
    });

    expect(hops.map(({ hop, ms, detail }) => [hop, ms, detail])).toEqual([
      ['received', undefined, undefined],
      ['written', 1500, 'deal'],
      ['settled', 500, 'delivered'],
    ]);
  });

  it.each([
    ['parked', { failedLastAt: '2026-11-20T09:00:03.000Z', reason: 'rejected: X' }, 'parked', 'failed', 'rejected: X'],
    ['pending', {}, 'queued', 'waits', undefined],
    ['dead', { settledAt: '2026-11-20T09:00:03.000Z', reason: 'skipped' }, 'settled', 'dead', 'skipped'],
  ])('marks where a mail that is %s has come to', (fate, more, hop, state, detail) => {
    const last = timelineOf(receivedAt, { deliveries: [{ integration: 'sales', state: 'x', fate, ...more }] }).at(-1);

    expect([last?.hop, last?.state, last?.detail]).toEqual([hop, state, detail]);
  });

  it('begins with the receipt when nothing else is known', () => {
    expect(timelineOf(receivedAt, {})).toEqual([{ hop: 'received', at: receivedAt, state: 'done' }]);
  });
});
