import { repairLost } from '../../cli/repair-lost.ts';
import type { InvokeFunction } from '../../lambdas/aws/invoke-function.ts';

const now = Date.UTC(2026, 10, 20, 12);

/** A sweep with the given answers, and the requests that it got. */
function aSweep(answers: object[]) {
  const requests: object[] = [];
  const invoke = (async (stage: string, request: object) => {
    requests.push({ stage, ...request });
    return answers.shift() ?? { mails: 0, deliveries: 0, isUnfinished: true };
  }) as InvokeFunction;
  return { invoke, requests };
}

describe('repairLost', () => {
  it('calls the sweep until its look has ended, and adds what it found', async () => {
    const { invoke, requests } = aSweep([
      { mails: 3, deliveries: 2, isUnfinished: true },
      { mails: 4, deliveries: 1 },
    ]);

    expect(await repairLost(invoke, new Date(now - 7_200_000), 900_000, now)).toEqual({ mails: 7, deliveries: 2 });
    expect(requests).toEqual(Array(2).fill({ stage: 'sweep', sinceHours: 2, stuckForMs: 900_000 }));
  });

  it('looks back an hour at the least, because the function takes no time of nothing', async () => {
    const { invoke, requests } = aSweep([{ mails: 0, deliveries: 0 }]);

    await repairLost(invoke, new Date(now), 0, now);

    expect(requests).toEqual([{ stage: 'sweep', sinceHours: 1, stuckForMs: 0 }]);
  });

  it('does not call for ever', async () => {
    const { invoke } = aSweep([]);

    await expect(repairLost(invoke, new Date(0), 0, now)).rejects.toThrow('has not ended after 10000 calls');
  });
});
