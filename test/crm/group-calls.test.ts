import { countSaved, groupCalls } from '../../lambdas/crm/group-calls.ts';

describe('groupCalls', () => {
  it('sends a first input at once, and groups inputs that come while it runs', async () => {
    const groups: number[][] = [];
    const grouped = groupCalls(async (inputs: readonly number[]) => {
      groups.push([...inputs]);
      await Promise.resolve();
      return inputs.map((input) => input * 10);
    }, 3);

    expect(await Promise.all([1, 2, 3, 4, 5].map(grouped))).toEqual([10, 20, 30, 40, 50]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('rejects every input of a failed group, and runs the next group', async () => {
    let isBroken = true;
    const grouped = groupCalls(async (inputs: readonly number[]) => {
      if (isBroken) throw new Error('no');
      return inputs;
    }, 10);

    expect((await Promise.allSettled([1, 2].map(grouped))).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    isBroken = false;
    expect(await grouped(3)).toBe(3);
  });
});

describe('countSaved', () => {
  it('counts the saved calls since the last reading', () => {
    const { saved, drainSavedCalls } = countSaved();

    saved(2);
    saved(3);

    expect([drainSavedCalls(), drainSavedCalls()]).toEqual([5, 0]);
  });
});
