import { isLate, newBudget, newMailBudget, withinBudget } from '../../lambdas/inspect/budget.ts';

describe('newBudget', () => {
  it('is late when its time is spent', () => {
    expect([isLate(newBudget()), isLate({ until: performance.now() - 1 })]).toEqual([false, true]);
  });
});

describe('withinBudget', () => {
  it('takes what an attachment uses from the budget of the mail, also when its inspection fails', async () => {
    const mail = { ...newMailBudget(), bytes: 100, entries: 5 };

    await withinBudget(mail, async (budget) => {
      expect([budget.bytes, budget.entries]).toEqual([100, 5]);
      budget.bytes -= 60;
    });
    const failing = withinBudget(mail, async (budget) => {
      budget.entries -= 2;
      throw new Error('broken');
    });

    await expect(failing).rejects.toThrow('broken');
    expect([mail.bytes, mail.entries]).toEqual([40, 3]);
  });

  it('gives one attachment no more than an attachment may have', async () => {
    const { bytes, entries } = newBudget();

    await withinBudget(newMailBudget(), async (budget) => {
      expect([budget.bytes, budget.entries]).toEqual([bytes, entries]);
    });
  });
});
