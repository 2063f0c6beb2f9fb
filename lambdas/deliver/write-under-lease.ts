import { type Failure, noParentCode } from '../domain/crm/outcome.ts';
import { isTroubled } from '../domain/delivery/circuit.ts';
import type { ConnectionState } from '../domain/delivery/connection-gate.ts';
import type { Delivery, Fate, Steps } from '../domain/delivery/delivery.ts';
import { takenFromMemory, withKnown } from '../domain/delivery/known-person.ts';
import { doubtOf, withDoubtfulSteps } from '../domain/delivery/restored-ledger.ts';
import { firstIntents, type StepsResult, writeSteps } from '../domain/delivery/write-steps.ts';
import type { DestinationAccount } from '../domain/planning/destination.ts';
import type { EndPlan, WritePlan } from '../domain/planning/plan-delivery.ts';
import type { Unbelieved } from '../domain/planning/unbelieved-sender.ts';
import type { AdmittedDelivery } from './admit-to-connection.ts';
import type { AttemptContext } from './attempt-context.ts';
import { type Ending, type HeldLease, leased, leaseLost, msUntil } from './ending.ts';

/** A delivery that has its fate: under a lease that this worker holds, or without one where nothing was written. */
export interface WrittenDelivery {
  /** That of the lease; without a lease the one that was loaded. */
  readonly fence: number;
  readonly isUnleased?: true;
  readonly fate: Fate;
  readonly reason?: string | undefined;
  /** Steps that the ledger does not know yet. */
  readonly steps?: Steps;
  /** All steps of a delivered mail: the records that they found or made are remembered with the person. */
  readonly done?: Steps;
}

/** Why a mail makes no record, in words. */
const disbelief: Readonly<Record<Unbelieved, string>> = {
  false: 'From is proven false',
  'own-unproven': 'From claims a domain of ours and does not prove it',
};
/** The reason of a mail that its CRM could keep only with a record. */
const nobodyNamed = 'the mail names nobody, and the CRM keeps a mail only with a contact or a deal';

/** Whether the person that the message was queued for is the one that the plan is about. */
export const isSamePerson = ({ message }: AttemptContext, plan: EndPlan | WritePlan): boolean =>
  // The sender may have become one of our own people since the mail was read: then the mail is about somebody else.
  (plan.kind === 'end' && plan.person === undefined) || plan.person === message.person;

/**
 * Leases the delivery with its first intents, and walks the steps of its plan: intent, write, done. A plan that only ends the
 * delivery needs no lease, because its end is the only write.
 */
export async function writeUnderLease(
  loaded: AttemptContext,
  { destination: { account, isShadow }, state }: AdmittedDelivery,
  plan: EndPlan | WritePlan,
): Promise<Ending | WrittenDelivery> {
  const { dependencies, attempt, known } = loaded;
  const { ledger, gate, now, restoredUntil } = dependencies;
  if (plan.kind === 'end')
    return { fence: loaded.delivery.fence, isUnleased: true, fate: plan.fate, reason: plan.reason };
  const leasedAt = now();
  const doubt = doubtOf(loaded.delivery, restoredUntil, leasedAt);
  const delivery = withDoubtfulSteps(loaded.delivery, plan.steps, doubt);
  const context = { ...loaded, delivery };
  const before = withKnown(delivery, isSamePerson(context, plan) ? known : undefined);
  const intents = firstIntents(plan.steps, before, leasedAt.toISOString());
  const lease = await ledger.lease(delivery, leasedAt, attempt.leaseMs, intents);
  if ('done' in lease) return { ends: 'answered', result: { kind: 'settled', fate: 'delivered', how: 'before' } };
  if ('busyUntil' in lease) return leased(lease.busyUntil, now());
  const { fence } = lease.delivery;
  const leaseUntil = new Date(leasedAt.getTime() + attempt.leaseMs);
  const walk = await writeSteps(
    { ledger, now },
    { delivery: lease.delivery, leaseUntil, doubtful: doubt?.lastWriteAt },
    before,
    plan.steps,
  );
  if (walk.kind === 'lost') return leaseLost;
  const held = { fence, attempts: lease.delivery.attempts, steps: walk.unsaved, hasProgress: walk.hasProgress };
  if (walk.kind === 'waiting') {
    const afterMs = msUntil(walk.until, now());
    return { ends: 'released', held, reason: 'waits until an unclear write would show', afterMs };
  }
  if (account !== undefined) {
    if (walk.hasProgress) gate.answered(account.name, now());
    await reportRate(context, account);
  }
  if (walk.kind === 'failed') return afterFailure(context, { plan, before, account, state, held, walk });
  if (account !== undefined && state !== undefined && isTroubled(state)) await gate.succeeded(account.name);
  const steps = { ...takenFromMemory(delivery, before, plan.steps), ...walk.unsaved };
  const fate = isShadow ? 'shadowed' : 'delivered';
  return { fence, fate, reason: deliveredReason(plan), steps, done: walk.done };
}

/** Tells the gate the limits that the vendor's answers named, and the calls that deliveries shared. */
async function reportRate(
  { dependencies: { gate, now } }: AttemptContext,
  { name, adapter, limits }: DestinationAccount,
): Promise<void> {
  const announcedLimits = adapter.announcedLimits?.();
  if (announcedLimits !== undefined) await gate.learn(name, announcedLimits);
  const saved = adapter.drainSavedCalls?.() ?? 0;
  if (saved > 0) await gate.giveBack({ connection: name, limits, calls: saved }, now());
}

/** A walk that failed, and its input. */
interface FailedWalk {
  readonly plan: WritePlan;
  readonly before: Delivery;
  readonly account: DestinationAccount | undefined;
  readonly state: ConnectionState | undefined;
  readonly held: HeldLease;
  readonly walk: Extract<StepsResult, { kind: 'failed' }>;
}

/** Decides whether a failed walk is repeated without remembered records, ends in quarantine, or has failed. */
async function afterFailure(
  { dependencies: { ledger, gate }, delivery, message: { person } }: AttemptContext,
  { plan, before, account, state, held, walk }: FailedWalk,
): Promise<Ending | WrittenDelivery> {
  const { failure, remembered } = walk;
  const isKnown = before !== delivery && failure.kind === 'rejected' && person !== undefined;
  if (isKnown || remembered.length > 0) {
    // A remembered record may be gone: the delivery starts again from the beginning, without remembered records.
    if (person !== undefined) await ledger.forget(person);
    for (const record of remembered) await ledger.records.forget(record);
    return { ends: 'released', held, reason: 'the CRM may have lost a record that was remembered', afterMs: 1000 };
  }
  const end = hasNoParent(failure) ? withoutParent(plan) : undefined;
  if (end !== undefined) {
    // A rejection is an answer.
    if (account !== undefined && state !== undefined && isTroubled(state)) await gate.succeeded(account.name);
    return { fence: held.fence, ...end, steps: held.steps };
  }
  return {
    ends: 'failed',
    failure,
    connection: account?.name,
    state,
    held,
    answeredAt: account?.adapter.answeredAt?.(),
  };
}

/** The fate of a mail that its CRM has no record for; undefined where there should have been one. */
function withoutParent({
  onlyOnKnown,
  unbelieved,
  person,
}: WritePlan): Pick<WrittenDelivery, 'fate' | 'reason'> | undefined {
  if (onlyOnKnown !== undefined)
    return { fate: 'filtered', reason: `kind ${onlyOnKnown}: the CRM has no such contact, and none is made` };
  if (unbelieved !== undefined)
    return { fate: 'quarantined', reason: `${disbelief[unbelieved]}, and the CRM knows nobody of that address` };
  return person === undefined ? { fate: 'quarantined', reason: nobodyNamed } : undefined;
}

const hasNoParent = (failure: Failure): boolean => failure.kind === 'rejected' && failure.code === noParentCode;

function deliveredReason({ unbelieved, steps, review = [] }: WritePlan): string | undefined {
  // A webhook or a bus has no records that could be left out.
  const spared = steps.some(({ name }) => name === 'contact') ? unbelieved : undefined;
  const reasons = [
    ...(spared === undefined ? [] : [`${disbelief[spared]}: logged on what is there, no record made or changed`]),
    ...review.filter(({ isWithheld }) => isWithheld).map(({ text }) => text),
  ];
  return reasons.length === 0 ? undefined : reasons.join('; ');
}
