import { writeUnderLease } from '../../lambdas/deliver/write-under-lease.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmStep, StepName } from '../../lambdas/domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../../lambdas/domain/crm/outcome.ts';
import type { WritePlan } from '../../lambdas/domain/planning/plan-delivery.ts';
import { anAttempt, closedCircuit } from '../helpers/attempt.ts';
import { aDestination } from '../helpers/builders.ts';

const step = (name: StepName, outcome: Outcome<Ref>): CrmStep => ({
  name,
  key: { kind: 'unique' },
  write: async () => outcome,
});
const created: Outcome<Ref> = { kind: 'ok', value: { id: 'crm-1' }, how: 'created' };
const rejected: Outcome<Ref> = { kind: 'rejected', code: 'INVALID', message: 'no' };
const noParent: Outcome<Ref> = { kind: 'rejected', code: 'NO_PARENT', message: 'no' };
const planOf = (steps: readonly CrmStep[], more: Partial<WritePlan> = {}): WritePlan => ({
  kind: 'write',
  steps,
  mapping: 'default@1',
  person: 'person-1',
  ...more,
});
const known = { contact: 'c1', at: '2026-11-01T09:00:00.000Z' };

function admitted(adapter: Partial<CrmAdapter> = {}, failures = 0) {
  const account = { name: 'main', adapter: { calls: { unknown: 1, known: 1 }, ...adapter } as CrmAdapter };
  return { destination: aDestination({}, { account }), state: { ...closedCircuit, failures } };
}

describe('writeUnderLease', () => {
  it('leases with the first intents, writes, and returns the steps that the ledger does not know yet', async () => {
    const { context, calls } = anAttempt();

    const result = await writeUnderLease(context, admitted(), planOf([step('activity', created)]));

    expect(result).toMatchObject({ fence: 4, fate: 'delivered', steps: { activity: { state: 'done', id: 'crm-1' } } });
    expect(calls[0]).toMatchObject(['lease', {}, 30_000, { activity: { state: 'intent' } }]);
    expect(calls.map(([port]) => port)).toEqual(['lease', 'answered']);
  });

  it('takes no lease for a delivery that ends without the CRM, and calls nobody', async () => {
    const { context, asked } = anAttempt();
    const plan = { kind: 'end', fate: 'filtered', reason: 'rule spam' } as const;

    expect(await writeUnderLease(context, admitted(), plan)).toEqual({
      fence: 3,
      isUnleased: true,
      fate: 'filtered',
      reason: 'rule spam',
    });
    expect(asked()).toEqual([]);
  });

  it.each([
    ['settled meanwhile', { done: true as const }, { kind: 'settled', fate: 'delivered', how: 'before' }],
    [
      'held by another worker',
      { busyUntil: new Date('2026-11-20T10:00:05.000Z') },
      { kind: 'retry', afterMs: 5_000, reason: 'leased' },
    ],
  ])('writes nothing when the delivery is %s', async (_case, lease, result) => {
    const { context } = anAttempt({ ledger: { lease: async () => lease } });

    const plan = planOf([step('activity', rejected)]);

    expect(await writeUnderLease(context, admitted(), plan)).toEqual({ ends: 'answered', result });
  });

  it('stops when the lease is lost', async () => {
    const { context } = anAttempt({ ledger: { saveSteps: async () => false } });
    const plan = planOf([step('activity', created), step('files', created)]);

    expect(await writeUnderLease(context, admitted(), plan)).toMatchObject({
      result: { kind: 'retry', reason: 'lease lost' },
    });
  });

  it('waits until an unclear write would show', async () => {
    const key = { kind: 'lookup', visibilityLagMs: 30_000 } as const;
    const at = '2026-11-20T09:59:50.000Z';
    const { context } = anAttempt({ delivery: { steps: { activity: { state: 'intent', at, since: at } } } });
    const plan = planOf([{ ...step('activity', created), key }]);

    expect(await writeUnderLease(context, admitted(), plan)).toMatchObject({
      ends: 'released',
      reason: 'waits until an unclear write would show',
      afterMs: 20_000,
    });
  });

  it('looks a mail up from before a restore of the ledger, and writes nothing that is there', async () => {
    const key = { kind: 'lookup', visibilityLagMs: 30_000 } as const;
    const find = async () => ({ kind: 'ok', value: { id: 'made before' }, how: 'existing' }) as const;
    const plan = planOf([{ ...step('activity', rejected), key, find }]);
    const at = (restoredUntil: string) =>
      anAttempt({
        delivery: { receivedAt: '2026-11-20T09:00:00.000Z' },
        ports: { restoredUntil: new Date(restoredUntil) },
      }).context;

    expect(await writeUnderLease(at('2026-11-20T09:59:00.000Z'), admitted(), plan)).toMatchObject({
      fate: 'delivered',
      done: { activity: { state: 'done', id: 'made before' } },
    });
    // Until a write that was under way would show.
    expect(await writeUnderLease(at('2026-11-20T09:59:50.000Z'), admitted(), plan)).toMatchObject({ afterMs: 20_000 });
    // The restore was before the mail.
    expect(await writeUnderLease(at('2026-11-20T08:00:00.000Z'), admitted(), plan)).toMatchObject({ ends: 'failed' });
  });

  it('tells the gate the vendor’s limits, the calls that were saved, and that a failing connection answers again', async () => {
    const { context, calls } = anAttempt();
    const limits = { perSecond: 9, burst: 90 };
    const adapter = { announcedLimits: () => limits, drainSavedCalls: () => 2 };

    await writeUnderLease(context, admitted(adapter, 3), planOf([step('activity', created)]));

    expect(calls.slice(1)).toMatchObject([
      ['answered', 'main'],
      ['learn', 'main', limits],
      ['giveBack', { connection: 'main', calls: 2 }],
      ['succeeded', 'main'],
    ]);
  });

  it('takes the records of a known person from memory, and keeps them with the delivery', async () => {
    const { context } = anAttempt({ context: { known } });
    const plan = planOf([step('contact', rejected), step('activity', created)]);

    const result = await writeUnderLease(context, admitted(), plan);

    expect(result).toMatchObject({ fate: 'delivered', steps: { contact: { state: 'done', id: 'c1' } } });
  });

  it('takes nothing from memory when the mail turns out to be about somebody else', async () => {
    const { context } = anAttempt({ context: { known } });
    const plan = planOf([step('contact', created), step('activity', created)], { person: 'person-2' });

    expect(await writeUnderLease(context, admitted(), plan)).toMatchObject({ done: { contact: { id: 'crm-1' } } });
  });

  it('forgets a remembered person when the CRM rejects a record that refers to them, and starts again', async () => {
    const { context, calls } = anAttempt({ context: { known } });
    const plan = planOf([step('contact', created), step('activity', rejected)]);

    const result = await writeUnderLease(context, admitted(), plan);

    expect(result).toMatchObject({ ends: 'released', reason: 'the CRM may have lost a record that was remembered' });
    expect(calls).toContainEqual(['forget', 'person-1']);
  });

  it('fails with the lease that it holds when the CRM rejects the mail itself', async () => {
    const { context } = anAttempt();

    expect(await writeUnderLease(context, admitted(), planOf([step('activity', rejected)]))).toMatchObject({
      ends: 'failed',
      failure: rejected,
      connection: 'main',
      held: { fence: 4, attempts: 0, steps: { activity: { state: 'refused' } } },
    });
  });

  it.each<[string, Partial<WritePlan>, object]>([
    [
      'quarantines a mail with a false From that the CRM can log on nobody',
      { unbelieved: 'false' },
      { fate: 'quarantined' },
    ],
    [
      'quarantines an unproven mail in the name of our own domain that the CRM can log on nobody',
      { unbelieved: 'own-unproven' },
      {
        fate: 'quarantined',
        reason: 'From claims a domain of ours and does not prove it, and the CRM knows nobody of that address',
      },
    ],
    ['fails for another mail that the CRM can log on nobody', {}, { ends: 'failed' }],
  ])('%s', async (_case, more, result) => {
    const { context } = anAttempt();

    expect(await writeUnderLease(context, admitted(), planOf([step('activity', noParent)], more))).toMatchObject(
      result,
    );
  });

  it.each<[string, Partial<WritePlan>, object]>([
    [
      'filters a machine’s mail',
      { onlyOnKnown: 'list' },
      { fate: 'filtered', reason: 'kind list: the CRM has no such contact, and none is made' },
    ],
    ['filters a machine’s mail with a false From', { onlyOnKnown: 'list', unbelieved: 'false' }, { fate: 'filtered' }],
    ['quarantines a mail that names nobody', { person: undefined as never }, { fate: 'quarantined' }],
    ['fails for any other mail', {}, { ends: 'failed' }],
  ])('%s where the CRM has no record to log it on', async (_case, more, wanted) => {
    const { context } = anAttempt();

    expect(await writeUnderLease(context, admitted(), planOf([step('activity', noParent)], more))).toMatchObject(
      wanted,
    );
  });

  it('settles what was written to the account of a shadow as shadowed', async () => {
    const { context } = anAttempt();
    const shadow = admitted();

    expect(
      await writeUnderLease(
        context,
        { ...shadow, destination: { ...shadow.destination, isShadow: true } },
        planOf([step('activity', created)]),
      ),
    ).toMatchObject({ fate: 'shadowed' });
  });

  it.each<[string, StepName[], Partial<WritePlan>, string | undefined]>([
    ['no reason', ['contact', 'activity'], {}, undefined],
    [
      'the false From of a mail that made no record',
      ['contact', 'activity'],
      { unbelieved: 'false' },
      'From is proven false: logged on what is there, no record made or changed',
    ],
    [
      'the unproven name of our own domain',
      ['contact', 'activity'],
      { unbelieved: 'own-unproven' },
      'From claims a domain of ours and does not prove it: logged on what is there, no record made or changed',
    ],
    ['no false From where there are no records to spare', ['activity'], { unbelieved: 'false' }, undefined],
    [
      'the deal that was refused',
      ['activity'],
      { review: [{ about: 'deal', deal: '7', text: 'deal 7 is refused', isWithheld: true }] },
      'deal 7 is refused',
    ],
    [
      'no reason where a person should only have a look',
      ['activity'],
      { review: [{ about: 'trust', text: 'trust 5: dmarc.fail' }] },
      undefined,
    ],
  ])('delivers with %s', async (_case, names, more, reason) => {
    const { context } = anAttempt();

    const result = await writeUnderLease(
      context,
      admitted(),
      planOf(
        names.map((name) => step(name, created)),
        more,
      ),
    );

    expect(result).toMatchObject({ fate: 'delivered' });
    expect('reason' in result ? result.reason : 'none').toBe(reason);
  });
});
