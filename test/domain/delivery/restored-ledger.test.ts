import fc from 'fast-check';
import type { CrmStep, StepKey, StepName } from '../../../lambdas/domain/crm/crm-step.ts';
import type { Delivery, StepRecord, Steps } from '../../../lambdas/domain/delivery/delivery.ts';
import { doubtOf, withDoubtfulSteps } from '../../../lambdas/domain/delivery/restored-ledger.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const receivedAt = '2026-11-20T09:00:00.000Z';
const restoredUntil = new Date('2026-11-20T10:00:00.000Z');
const now = new Date('2026-11-20T11:00:00.000Z');
const lookup: StepKey = { kind: 'lookup', visibilityLagMs: 30_000 };
const aStep = (name: StepName, key: StepKey, more: Partial<CrmStep> = {}): CrmStep => ({
  name,
  key,
  write: async () => ({ kind: 'ok', value: { id: name }, how: 'created' }),
  ...more,
});
const loaded = (steps: Steps = {}): Delivery => ({
  ...aDelivery(anEvent(), { receivedAt }),
  attempts: 0,
  fence: 1,
  steps,
});

describe('doubtOf', () => {
  it.each<[string, string, Date | undefined, string | undefined]>([
    ['a ledger that was never restored', receivedAt, undefined, undefined],
    ['mail from before the restore', receivedAt, restoredUntil, restoredUntil.toISOString()],
    ['mail of the moment of the restore', restoredUntil.toISOString(), restoredUntil, undefined],
    ['mail from after it', now.toISOString(), restoredUntil, undefined],
    // Else each attempt would wait until the lag behind that time is over.
    ['mail under a time in the future', receivedAt, new Date('2027-01-01T00:00:00.000Z'), receivedAt],
  ])('doubts %s as it should', (_case, received, until, lastWriteAt) => {
    expect(doubtOf({ receivedAt: received }, until, now)?.lastWriteAt.toISOString()).toBe(lastWriteAt);
  });
});

describe('withDoubtfulSteps', () => {
  const doubt = doubtOf({ receivedAt }, restoredUntil, now);
  const of = (record: StepRecord | undefined, step: CrmStep) =>
    withDoubtfulSteps(loaded(record && { [step.name]: record }), [step], doubt).steps[step.name];
  const activity = aStep('activity', lookup);
  const before = '2026-11-20T09:30:00.000Z';
  const after = '2026-11-20T10:30:00.000Z';

  it.each<[string, StepRecord | undefined, CrmStep, StepRecord | undefined]>([
    [
      'has a step looked up of which the ledger knows nothing',
      undefined,
      activity,
      { state: 'intent', at: restoredUntil.toISOString(), since: receivedAt },
    ],
    [
      'has a step looked up that was refused before the restore',
      { state: 'refused', at: before },
      activity,
      { state: 'intent', at: restoredUntil.toISOString(), since: receivedAt },
    ],
    [
      'keeps the age of an intent, and lets its end be later',
      { state: 'intent', at: before, since: before },
      activity,
      { state: 'intent', at: restoredUntil.toISOString(), since: before },
    ],
    [
      'believes an intent from after the restore',
      { state: 'intent', at: after },
      activity,
      { state: 'intent', at: after },
    ],
    ['believes a refusal from after it', { state: 'refused', at: after }, activity, { state: 'refused', at: after }],
    ['believes what is done', { state: 'done', at: before, id: '1' }, activity, { state: 'done', at: before, id: '1' }],
    ['repeats a step under a unique key', undefined, aStep('activity', { kind: 'unique' }), undefined],
    ['leaves a step with a claim to its claim', undefined, aStep('deal', lookup, { record: 'deal' }), undefined],
  ])('%s', (_case, record, step, wanted) => {
    expect(of(record, step)).toEqual(wanted);
  });

  it('changes nothing without a doubt, and never takes a done step back', () => {
    const records = fc.record({
      state: fc.constantFrom<StepRecord['state']>('intent', 'done', 'refused'),
      at: fc.constantFrom(before, after),
    });
    fc.assert(
      fc.property(fc.option(records, { nil: undefined }), fc.boolean(), (record, hasDoubt) => {
        const delivery = loaded(record && { activity: record });
        const changed = withDoubtfulSteps(delivery, [activity], hasDoubt ? doubt : undefined);
        if (!hasDoubt || record?.state === 'done') expect(changed).toBe(delivery);
        else expect(changed.steps.activity?.state).toBe(record?.at === after ? record.state : 'intent');
      }),
    );
  });
});
