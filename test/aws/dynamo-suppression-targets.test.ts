import { createDynamoConsentLedger } from '../../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoSuppressionTargets } from '../../lambdas/aws/dynamo-suppression-targets.ts';
import type { NewConsentChange } from '../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy } from '../../lambdas/domain/consent/eligibility.ts';
import type { TargetProgress } from '../../lambdas/domain/consent/suppression-target.ts';
import { aChange } from '../helpers/consent.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const start = Date.parse('2026-11-20T10:00:00.000Z');
const at = (second: number): Date => new Date(start + second * 1000);
const proof = { by: 'read-back' as const, answer: 'out' };
let counter = 0;

/** A person with news for the target `main`. */
async function aWaitingTarget(changes: Partial<NewConsentChange> = {}) {
  const address = `target${counter++}@example.org`;
  const { dynamo, platform, consentTable } = database();
  const ledger = createDynamoConsentLedger(platform, consentTable);
  const change = aChange({ address, ...changes });
  const say = (more: Partial<NewConsentChange>) =>
    ledger.apply(aChange({ address, ...changes, ...more }), defaultConsentPolicy, ['main']);
  await say({});
  const { tenant, subject } = change;
  return {
    id: { tenant, subject, target: 'main' },
    say,
    targets: createDynamoSuppressionTargets(dynamo, consentTable, () => at(100)),
  };
}

const heldBy = (
  claim: Awaited<ReturnType<ReturnType<typeof createDynamoSuppressionTargets>['claim']>>,
): TargetProgress => {
  if (claim === undefined || !('progress' in claim)) throw new Error('the target was not to be had');
  return claim.progress;
};

describe('createDynamoSuppressionTargets', () => {
  it('gives a target to one worker at a time', async () => {
    const { id, targets } = await aWaitingTarget();

    expect(heldBy(await targets.claim(id, at(0), 30_000, 0))).toMatchObject({ ...id, wanted: 1, done: 0, fence: 1 });
    expect(await targets.claim(id, at(29), 30_000, 0)).toEqual({ busyUntil: at(30) });
    expect(heldBy(await targets.claim(id, at(31), 30_000, 0))).toMatchObject({ fence: 2 });
  });

  it('names the time until which a worker that died may have written', async () => {
    const { id, targets } = await aWaitingTarget();
    expect(heldBy(await targets.claim(id, at(0), 30_000, 5_000))).not.toHaveProperty('unclearUntil');

    expect(heldBy(await targets.claim(id, at(31), 30_000, 5_000)).unclearUntil).toBe(at(35).toISOString());
  });

  it('finishes a target with the wanted version, and then has nothing to claim', async () => {
    const { id, targets } = await aWaitingTarget();
    const held = heldBy(await targets.claim(id, at(0), 30_000, 0));

    expect(await targets.arrived(held, held.wanted, proof, at(1))).toBe('done');
    expect(await targets.claim(id, at(2), 30_000, 0)).toBeUndefined();
    expect(await targets.progress(id.tenant, id.subject)).toMatchObject([{ done: 1, attempts: 0, proof }]);
  });

  it('answers behind when a newer version is wanted, and lost when another worker holds the target', async () => {
    const { id, targets, say } = await aWaitingTarget();
    const held = heldBy(await targets.claim(id, at(0), 30_000, 0));
    await say({ signal: 'complaint', evidence: 'evt_2' });

    expect(await targets.arrived(held, held.wanted, proof, at(1))).toBe('behind');
    await targets.claim(id, at(31), 30_000, 0);
    expect(await targets.arrived(held, held.wanted, proof, at(32))).toBe('lost');
  });

  it('gives a failed target back at once, and counts an attempt only when it counts', async () => {
    const { id, targets } = await aWaitingTarget();
    const first = heldBy(await targets.claim(id, at(0), 30_000, 0));
    await targets.failed(first, { reason: 'throttled', nextAt: at(1), counts: false });
    const second = heldBy(await targets.claim(id, at(2), 30_000, 0));
    expect(second).toMatchObject({ attempts: 0, reason: 'throttled' });

    await targets.failed(second, { reason: 'no answer', nextAt: at(9), counts: true, unclearUntil: at(20) });
    await targets.failed(first, { reason: 'late', nextAt: at(3), counts: true });

    expect(await targets.progress(id.tenant, id.subject)).toMatchObject([
      { attempts: 1, reason: 'no answer', unclearUntil: at(20).toISOString() },
    ]);
  });

  it('lets a target hear again from this moment on, unless it waits or was claimed since', async () => {
    const { id, targets } = await aWaitingTarget();
    const held = heldBy(await targets.claim(id, at(0), 30_000, 0));
    expect(await targets.informAgain(held)).toBeUndefined();
    await targets.arrived(held, held.wanted, proof, at(1));

    expect(await targets.informAgain({ ...held, fence: 7 })).toBeUndefined();
    const again = await targets.informAgain(held);

    expect(again).toMatchObject({ ...id, receivedAt: at(100).toISOString() });
    expect(again).not.toHaveProperty('proof');
  });

  it('finds the targets that are due, and not those that are held, later or younger', async () => {
    const receivedAt = '2026-11-01T09:00:00.000Z';
    const due = await aWaitingTarget({ receivedAt });
    const held = await aWaitingTarget({ receivedAt });
    await held.targets.claim(held.id, at(0), 30_000, 0);
    const later = await aWaitingTarget({ receivedAt });
    const progress = heldBy(await later.targets.claim(later.id, at(0), 30_000, 0));
    await later.targets.failed(progress, { reason: 'r', nextAt: at(60), counts: true });
    await aWaitingTarget({ receivedAt: '2026-11-02T09:00:00.000Z' });

    const rows = await Array.fromAsync(due.targets.due(new Date('2026-11-02T00:00:00.000Z'), at(1)));

    expect(rows).toMatchObject([{ ...due.id, wanted: 1 }]);
  });

  it('names the oldest waiting news of each kind', async () => {
    const old = '2026-10-01T09:00:00.000Z';
    await aWaitingTarget({ receivedAt: '2026-10-02T09:00:00.000Z', signal: 'complaint' });
    await aWaitingTarget({ receivedAt: old, signal: 'complaint' });
    const { targets } = await aWaitingTarget({ receivedAt: '2026-10-03T09:00:00.000Z' });

    expect(await targets.oldestWaiting()).toMatchObject({ complaint: old });
  });
});
