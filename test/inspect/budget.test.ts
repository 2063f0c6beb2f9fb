import { isLate, newBudget } from '../../lambdas/inspect/budget.ts';

describe('newBudget', () => {
  it('is late when its time is spent', () => {
    expect([isLate(newBudget()), isLate({ until: performance.now() - 1 })]).toEqual([false, true]);
  });
});
