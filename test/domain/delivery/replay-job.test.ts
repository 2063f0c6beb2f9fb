import {
  examinedAt,
  newProgress,
  type ReplayOrder,
  totalOf,
  withResult,
} from '../../../lambdas/domain/delivery/replay-job.ts';

const byIds: Pick<ReplayOrder, 'selection' | 'ranges'> = {
  selection: { eventIds: ['evt_1', 'evt_2'], delivered: true },
  ranges: [],
};
const byFeed: Pick<ReplayOrder, 'selection' | 'ranges'> = {
  selection: { delivered: true },
  ranges: [
    { tenant: 'acme', after: 10, upTo: 30 },
    { tenant: 'empty', after: 5, upTo: 5 },
    { tenant: 'behind', after: 9, upTo: 3 },
    { tenant: 'beta', after: 0, upTo: 7 },
  ],
};

describe('the progress of a replay', () => {
  it('counts the events that are named, or those of the feeds', () => {
    expect(totalOf(byIds)).toBe(2);
    expect(totalOf(byFeed)).toBe(27);
  });

  it.each([
    [byIds, { nth: 1 }, 1],
    [byFeed, { nth: 0 }, 0],
    [byFeed, { nth: 0, after: 14 }, 4],
    [byFeed, { nth: 3 }, 20],
    [byFeed, { nth: 3, after: 7 }, 27],
    [byFeed, { nth: 4 }, 27],
  ])('counts the events before a place', (order, place, examined) => {
    expect(examinedAt(order, place)).toBe(examined);
  });

  it.each([
    ['delivered', 'replayed'],
    ['resent', 'replayed'],
    ['unchanged', 'unchanged'],
    ['refused', 'refused'],
    ['left', 'refused'],
    ['failed', 'failed'],
    ['unknown', 'failed'],
  ] as const)('counts %s as %s', (result, counted) => {
    const after = withResult(newProgress, { eventId: 'evt_1', integration: 'sales', result });

    expect(after).toMatchObject({ replayed: 0, unchanged: 0, refused: 0, failed: 0, [counted]: 1 });
    expect(after.listed).toHaveLength(counted === 'refused' || counted === 'failed' ? 1 : 0);
  });

  it('counts refusals by their code, and lists the first fifty', () => {
    let progress = newProgress;
    for (let nth = 0; nth < 60; nth += 1)
      progress = withResult(progress, {
        eventId: `evt_${nth}`,
        integration: 'sales',
        result: 'refused',
        code: nth % 2 === 0 ? 'held' : 'erased',
        reason: 'no',
      });

    expect(progress).toMatchObject({ refused: 60, refusals: { held: 30, erased: 30 } });
    expect(progress.listed).toHaveLength(50);
    expect(progress.listed[0]).toEqual({
      eventId: 'evt_0',
      integration: 'sales',
      result: 'refused',
      code: 'held',
      reason: 'no',
    });
  });
});
