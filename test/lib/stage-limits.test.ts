import { eventSourceConcurrencyOf, findLimitMistakes } from '../../lib/stage-limits.ts';

const total = (limits: Parameters<typeof eventSourceConcurrencyOf>[0]): number =>
  Object.values(eventSourceConcurrencyOf(limits)).reduce((sum, most) => sum + most, 0);

describe('executions of a stage', () => {
  it('are as many as the functions do well with, where nothing is said of the account', () => {
    expect(eventSourceConcurrencyOf({ sinkConcurrency: 10 })).toEqual({
      parse: 50,
      sink: 10,
      suppress: 20,
      feedback: 10,
      sweep: 2,
    });
  });

  it.each([1000, 500, 200, 100, 50, 20])('fit an account of %i, with what is reserved and scheduled', (quota) => {
    for (const apiConcurrency of quota >= 200 ? [undefined, 50] : [undefined]) {
      const limits = { sinkConcurrency: 100, apiConcurrency, accountConcurrency: quota };
      expect(total(limits) + (apiConcurrency ?? 0) + 4).toBeLessThanOrEqual(quota);
    }
  });

  it('are two for each event source where the account is new: Lambda takes no less', () => {
    expect(Object.values(eventSourceConcurrencyOf({ sinkConcurrency: 10, accountConcurrency: 10 }))).toEqual(
      Array(5).fill(2),
    );
  });

  it('of suppress are no more than are kept for it', () => {
    expect(eventSourceConcurrencyOf({ sinkConcurrency: 10, suppressConcurrency: 8 }).suppress).toBe(8);
  });

  it.each([
    { accountConcurrency: 10, mistakes: 0 },
    { accountConcurrency: 1000, apiConcurrency: 500, suppressConcurrency: 100, mistakes: 0 },
    { accountConcurrency: 150, apiConcurrency: 30, suppressConcurrency: 20, mistakes: 0 },
    { accountConcurrency: 149, apiConcurrency: 30, suppressConcurrency: 20, mistakes: 1 },
    { accountConcurrency: 10, suppressConcurrency: 2, mistakes: 1 },
    { apiConcurrency: 1000, mistakes: 0 },
  ])(
    'are reserved only where the account has them: $accountConcurrency, $apiConcurrency, $suppressConcurrency',
    (row) => {
      const { mistakes, ...limits } = row;

      expect(findLimitMistakes([{ stage: 'dev', sinkConcurrency: 10, ...limits }])).toHaveLength(mistakes);
    },
  );
});
