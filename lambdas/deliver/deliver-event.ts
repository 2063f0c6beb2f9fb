import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { PersonAppeared } from '../domain/consent/person-appeared.ts';
import type { CrmAdapter, CrmRegistry, RateLimits } from '../domain/crm/crm-adapter.ts';
import { errorClassOf, type Failure, failureReason, noParentCode } from '../domain/crm/outcome.ts';
import { backoffMs, maxAttempts } from '../domain/crm/retry-policy.ts';
import type { DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import {
  type Admission,
  type ConnectionGate,
  type ConnectionState,
  isOfConnection,
} from '../domain/delivery/connection-gate.ts';
import { type Fate, groupOf, placeOf, type Steps } from '../domain/delivery/delivery.ts';
import { learnedOf, takenFromMemory, withKnown } from '../domain/delivery/known-person.ts';
import type { Ledger, ParkReason } from '../domain/delivery/ledger.ts';
import { firstIntents, writeSteps } from '../domain/delivery/write-steps.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import type { CountInWindow } from '../domain/planning/brake.ts';
import { moreCalls, planOf, targetOf } from '../domain/planning/plan-delivery.ts';
import type { ViewToken } from '../domain/planning/view-link.ts';
import { offerOf, type ReviewOffer } from '../domain/understanding/review.ts';
import type { Notify } from './notify.ts';

export interface DeliverDependencies {
  readonly ledger: Ledger;
  readonly mail: Pick<MailStore, 'getEvent'>;
  readonly viewUrl?: (token: ViewToken) => Promise<string>;
  readonly countInWindow?: CountInWindow;
  /** Told of each connection that a rule wants to hear of a mail. */
  readonly notify?: Notify;
  readonly control: Control;
  readonly crm: CrmRegistry;
  readonly gate: ConnectionGate;
  /** Told when somebody's mail was delivered of whom the consent ledger knows. */
  readonly personAppeared?: PersonAppeared;
  /** Where a mail waits for a person to look at it. */
  readonly offerReview?: (offer: ReviewOffer) => Promise<void>;
  /** The keyed hash of addresses, under which the ledger remembers people. */
  readonly subjectHash: () => Promise<SubjectHash>;
  /** The ledger's clock: leases and waits are compared between workers, whose own clocks may differ. */
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

type Parked = Extract<DeliveryResult, { kind: 'parked' }>;

/** Why a mail is at the CRM and its contact perhaps is not. */
const falseSender = 'From is proven false: logged on what is there, no record made or changed';
/** Why a mail is kept out that its CRM could keep only with a record. */
const falseAndUnknown = 'From is proven false, and the CRM knows nobody of that address';

/**
 * Delivers one event to one integration's CRM, once in effect and in the order of its conversation.
 *
 * First the connection's gate: while its circuit is open the delivery waits in its conversation, and beyond its rate
 * it waits for its turn; neither counts as an attempt. Then every step is intent, write, done under a lease with a
 * fence. Before what may be the last attempt the conversation is marked as parked (write-ahead): if this process then
 * dies for good, the messages behind it queue up instead of overtaking. The same code runs for the queue and for a
 * redrive.
 */
export function createDeliverEvent(dependencies: DeliverDependencies): DeliverEvent {
  const { ledger, gate, now, random } = dependencies;

  return async (message, attempt) => {
    const group = groupOf(message);
    const { delivery, marker, known, consent } = await ledger.load(message, group);
    if (delivery === undefined) return { kind: 'dead', reason: 'the ledger has no such delivery' };
    if (delivery.state === 'done') return { kind: 'settled', fate: delivery.fate ?? 'delivered', how: 'before' };
    if (delivery.state === 'failed' && !attempt.revives) return { kind: 'settled', fate: 'dead', how: 'before' };
    if (!attempt.isReplay && marker !== undefined && marker.head !== message.eventId) {
      const { head, kind, connection } = marker;
      return park(compact({ reason: `behind ${head}`, kind, connection }), false);
    }
    // Write-ahead, before anything else can fail: if this was the last time that the queue offers the message, whatever
    // comes behind it queues up there. It stays until the delivery is settled.
    const isLast = !attempt.isReplay && (attempt.isLast || delivery.attempts + 1 >= maxAttempts);
    const isGuarded = !attempt.isReplay && marker !== undefined;
    if (isLast && !isGuarded && !(await ledger.guard(group, message.eventId, 'last attempt', now())))
      return park({ reason: 'behind another head', kind: 'poisoned' }, false);
    const leaseEnd = delivery.leaseUntil === undefined ? 0 : Date.parse(delivery.leaseUntil);
    if (leaseEnd > now().getTime()) return busy(new Date(leaseEnd));

    let state: ConnectionState | undefined;
    const target = await targetOf(dependencies, delivery);
    if (target.kind === 'failed') return fail(target.failure, target.connection);
    const { connection, adapter } = target;
    if (connection !== undefined && adapter !== undefined) {
      const admission = await admit(connection, adapter, target.limits);
      if ('result' in admission) return admission.result;
      state = admission.state;
    }

    const plan = await planOf(
      dependencies,
      delivery,
      target,
      compact({
        person: message.person,
        known: known,
      }),
    );
    if (plan.kind === 'missing') {
      await ledger.giveUp(message, plan.reason, now());
      return { kind: 'dead', reason: plan.reason };
    }
    if (plan.kind === 'failed') return fail(plan.failure, connection);

    const leasedAt = now();
    // Since the mail was read somebody may have said otherwise who is one of ours, and so whom it is about.
    const isSamePerson = (plan.kind === 'end' && plan.person === undefined) || plan.person === message.person;
    const before = withKnown(delivery, isSamePerson ? known : undefined);
    const intents = plan.kind === 'write' ? firstIntents(plan.steps, before, leasedAt.toISOString()) : {};
    const lease = await ledger.lease(delivery, leasedAt, attempt.leaseMs, intents);
    if ('done' in lease) return { kind: 'settled', fate: 'delivered', how: 'before' };
    if ('busyUntil' in lease) return busy(lease.busyUntil);
    const { fence, attempts } = lease.delivery;

    const settle = async (fate: Fate, steps?: Steps, reason?: string, done?: Steps): Promise<DeliveryResult> => {
      const { person } = message;
      // A mail whose From is proven false made no company: what it found is not all that the person has.
      const found = plan.kind === 'write' && plan.isFalse ? {} : (done ?? {});
      const learned = learnedOf(known, found, plan.lookedUp, now().toISOString());
      const isSettled = await ledger.settle(
        message,
        fence,
        compact({
          fate,
          mappingVersion: plan.kind === 'write' ? plan.mapping : target.integration.mapping,
          steps: steps,
          reason,
          remember: person !== undefined && isSamePerson && learned ? { person, known: learned } : undefined,
          at: now(),
        }),
      );
      if (!isSettled) return { kind: 'retry', afterMs: 1000, reason: 'lease lost' };
      if (isLast || isGuarded) await ledger.unguard(group, message.eventId);
      return { kind: 'settled', fate, how: 'now', receivedAt: delivery.receivedAt };
    };
    if (plan.kind === 'end') return settle(plan.fate, undefined, plan.reason);
    const leaseUntil = new Date(leasedAt.getTime() + attempt.leaseMs);
    const written = await writeSteps({ ledger, now }, { delivery: lease.delivery, leaseUntil }, before, plan.steps);
    if (written.kind === 'lost') return { kind: 'retry', afterMs: 1000, reason: 'lease lost' };
    if (written.kind === 'waiting') {
      const reason = 'waits until an unclear write would show';
      await ledger.release(message, fence, { reason, counts: false, steps: written.unsaved, at: now() });
      return { kind: 'retry', afterMs: msUntil(written.until), reason, waits: true };
    }
    const learned = adapter?.learned?.();
    if (connection !== undefined && learned !== undefined) await gate.learn(connection, learned);
    const saved = adapter?.takeSaved?.() ?? 0;
    if (connection !== undefined && saved > 0) await gate.giveBack(connection, target.limits, saved, now());
    if (written.kind === 'written') {
      if (connection !== undefined) gate.answered(connection, now());
      if (connection !== undefined && (state?.failures ?? 0) > 0) await gate.succeeded(connection);
      // Before the delivery is settled: what fails here is tried again with it.
      if (consent !== undefined) await dependencies.personAppeared?.(consent, message, target.integration.trust);
      if (plan.refused !== undefined) await dependencies.offerReview?.(offerOf(delivery, plan.refused, now()));
      for (const told of plan.notify ?? []) await dependencies.notify?.(delivery, told);
      const taken = takenFromMemory(delivery, before, plan.steps);
      // A webhook or a bus has no records that could be spared.
      const isSpared = plan.isFalse && plan.steps.some(({ name }) => name === 'contact');
      const reasons = [...(isSpared ? [falseSender] : []), ...(plan.refused ? [plan.refused.reason] : [])];
      const reason = reasons.length === 0 ? undefined : reasons.join('; ');
      return settle('delivered', { ...taken, ...written.unsaved }, reason, written.done);
    }
    const isKnown = before !== delivery && written.failure.kind === 'rejected' && message.person !== undefined;
    if (isKnown || written.remembered.length > 0) {
      // Perhaps what was remembered is gone: once more, from the beginning.
      if (message.person !== undefined) await ledger.forget(message.person);
      for (const record of written.remembered) await ledger.records.forget(record);
      const reason = 'the CRM may have lost a record that was remembered';
      await ledger.release(message, fence, { reason, counts: false, steps: written.unsaved, at: now() });
      return { kind: 'retry', afterMs: 1000, reason, waits: true };
    }
    if (plan.isFalse && written.failure.kind === 'rejected' && written.failure.code === noParentCode) {
      if (connection !== undefined && (state?.failures ?? 0) > 0) await gate.succeeded(connection);
      return settle('quarantined', written.unsaved, falseAndUnknown);
    }
    return fail(written.failure, connection, { fence, attempts, steps: written.unsaved });

    async function admit(
      name: string,
      { calls: cost, check }: CrmAdapter,
      limits: RateLimits | undefined,
    ): Promise<{ readonly state: ConnectionState | undefined } | { readonly result: DeliveryResult }> {
      const mappings = await dependencies.control.mappings();
      const more = target.kind === 'found' ? moreCalls(target.integration, mappings, known, now(), delivery) : 0;
      const calls = (known === undefined ? cost.unknown : cost.known) + more;
      const first = await gate.admit(name, limits, calls, now());
      if (first.kind !== 'open') return turnOf(first);
      const mayProbe = first.probeAt.getTime() <= now().getTime() && (await gate.claimProbe(name, now()));
      if (!mayProbe) return { result: await buffer(name, first.reason) };
      if (check === undefined) return { state: await gate.state(name) };
      const answer = await check();
      if (answer.kind !== 'ok' && isOfConnection(answer)) {
        await gate.failed(name, answer, now(), true);
        return { result: await buffer(name, failureReason(answer)) };
      }
      await gate.succeeded(name);
      // The call that asked counts, too.
      const second = await gate.admit(name, limits, calls + 1, now());
      return second.kind === 'open' ? { result: await buffer(name, second.reason) } : turnOf(second);

      async function turnOf(
        admission: Exclude<Admission, { kind: 'open' }>,
      ): Promise<{ readonly state: ConnectionState | undefined } | { readonly result: DeliveryResult }> {
        if (admission.kind === 'go') return { state: admission.state };
        // On the queue everybody gets a turn, one after the other; a redrive waits for the next free moment.
        const until = attempt.isReplay ? admission.until : await gate.queueUp(name, limits, calls, now());
        return { result: { kind: 'retry', afterMs: msUntil(until), reason: 'waits for its turn', waits: true } };
      }
    }

    /** Ends a failed attempt: gives the lease back, notes what it says of the connection, and decides what is next. */
    async function fail(
      failure: Failure,
      name: string | undefined,
      held?: { readonly fence: number; readonly attempts: number; readonly steps: Steps },
    ): Promise<DeliveryResult> {
      const reason = failureReason(failure);
      // What everybody meets at the connection is not this delivery's failure.
      const isEverybodys = failure.kind === 'throttled' || (failure.kind === 'misconfigured' && name !== undefined);
      const attempts = held?.attempts ?? delivery!.attempts;
      if (held !== undefined)
        await ledger.release(message, held.fence, {
          reason,
          counts: !isEverybodys,
          steps: held.steps,
          errorClass: errorClassOf(failure),
          at: now(),
        });
      const isProbe = state?.circuit === 'open';
      const isOpen =
        name !== undefined && isOfConnection(failure) && (await gate.failed(name, failure, now(), isProbe));
      const isTerminal = failure.kind === 'rejected' || failure.kind === 'ambiguous' || name === undefined;
      // An answer that refuses this message is an answer.
      if (isTerminal && name !== undefined && (state?.failures ?? 0) > 0) await gate.succeeded(name);
      const isSpent = held !== undefined && attempts + 1 >= maxAttempts && !isEverybodys;
      if (isTerminal || (isLast && isSpent))
        return { ...(await park({ reason, kind: 'poisoned' }, true)), errorClass: errorClassOf(failure) };
      if (isOpen && name !== undefined) return { ...(await buffer(name, reason)), errorClass: errorClassOf(failure) };
      const afterMs = failure.kind === 'throttled' ? msUntil(failure.retryAt) : backoffMs(attempts + 1, random());
      return { kind: 'retry', afterMs, reason, errorClass: errorClassOf(failure) };
    }

    /** Waits in its conversation for the connection, not on the queue, whose receives and retention are limited. */
    function buffer(name: string, reason: string): Promise<Parked> {
      return park({ reason: `waits for connection ${name}: ${reason}`, kind: 'buffered', connection: name }, true);
    }

    async function park(why: ParkReason, isHead: boolean): Promise<Parked> {
      if (!attempt.isReplay)
        await ledger.park(group, { place: placeOf(delivery!), message }, { ...why, isHead }, now());
      else if (marker?.reason !== why.reason) await ledger.explainPark(group, why);
      return { kind: 'parked', as: why.kind, reason: why.reason };
    }

    function busy(until: Date): DeliveryResult {
      return { kind: 'retry', afterMs: msUntil(until), reason: 'leased' };
    }
  };

  function msUntil(time: Date): number {
    return Math.max(1000, time.getTime() - now().getTime());
  }
}
