import type { CrmStep } from '../../../lambdas/domain/crm/crm-step.ts';
import { requestTimeoutMs } from '../../../lambdas/domain/crm/retry-policy.ts';
import { writeSteps } from '../../../lambdas/domain/delivery/write-steps.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';
import { memoryRecords, memorySteps } from '../../helpers/memory-ledger.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

describe('writeSteps', () => {
  it.each([
    [1, 1.5, 'written'],
    [2, 1.5, 'lost'],
    [2, 2.5, 'written'],
  ])(
    'makes a write of %i requests with time for %f only if none can land after the lease: %s',
    async (requests, room, wanted) => {
      let writes = 0;
      const step: CrmStep = {
        name: 'task',
        key: { kind: 'lookup', visibilityLagMs: 0 },
        requests,
        async write() {
          writes += 1;
          return { kind: 'ok', value: { id: '1' }, how: 'created' };
        },
      };
      const delivery = { ...aDelivery(anEvent()), attempts: 0, fence: 1, steps: {} };
      const leaseUntil = new Date(now.getTime() + room * requestTimeoutMs);
      const ledger = memorySteps(memoryRecords());

      const { kind } = await writeSteps({ ledger, now: () => now }, { delivery, leaseUntil }, delivery, [step]);

      expect([kind, writes]).toEqual([wanted, wanted === 'written' ? 1 : 0]);
    },
  );
});
