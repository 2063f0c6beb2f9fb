import type { Delivery, DeliveryMessage, StepName, StepRecord } from './delivery.ts';
import { groupOf } from './delivery.ts';
import type { RoutedEvent } from './event.ts';
import { mapEvent } from './map-event.ts';
import type { Failure, Outcome, Ref } from './outcome.ts';
import type { Control, CrmRegistry, CrmStep, Ledger, MailStore } from './ports.ts';
import { backoffMs, maxAttempts } from './retry-policy.ts';
import { routeEvent } from './route-event.ts';

export interface DeliverDependencies {
  readonly ledger: Ledger;
  readonly mail: Pick<MailStore, 'getEvent'>;
  readonly control: Control;
  readonly crm: CrmRegistry;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

/** How the message came to us, which says how careful the attempt must be. */
export interface Attempt {
  /** SQS SequenceNumber, 20 digits. */
  readonly sequence: string;
  /** Whether this may be the last time that the queue offers the message. */
  readonly isLast: boolean;
  readonly leaseMs: number;
  /** A redrive holds the conversation's marker and replays its head. */
  readonly isReplay: boolean;
}

/** What the caller must do with the message. */
export type DeliveryResult =
  /** Acknowledge: the delivery has its fate, or had it before. */
  | { readonly kind: 'settled'; readonly fate: NonNullable<Delivery['fate']>; readonly how: 'now' | 'before' }
  /** Acknowledge: it waits behind the head of its conversation, for redrive. */
  | { readonly kind: 'parked'; readonly reason: string }
  /** Leave it on the queue for that long. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  /** Acknowledge after putting it to the dead letters: there is nothing to deliver. */
  | { readonly kind: 'dead'; readonly reason: string };

export type DeliverEvent = (message: DeliveryMessage, attempt: Attempt) => Promise<DeliveryResult>;

/**
 * Delivers one event to one integration's CRM, once in effect and in the order of its conversation.
 *
 * Every step is intent, write, done under a lease with a fence. Before what may be the last attempt the
 * conversation is marked as parked (write-ahead): if this process then dies for good, the messages behind it
 * queue up instead of overtaking. The same code runs for the queue and for a redrive.
 */
export function createDeliverEvent(dependencies: DeliverDependencies): DeliverEvent {
  const { ledger, now, random } = dependencies;

  return async (message, attempt) => {
    const group = groupOf(message);
    const { delivery, marker } = await ledger.load(message, group);
    if (delivery === undefined) return { kind: 'dead', reason: 'the ledger has no such delivery' };
    if (delivery.state === 'done') return { kind: 'settled', fate: delivery.fate ?? 'delivered', how: 'before' };
    // Given up by a person: only a replay, which a person asks for, tries it again.
    if (delivery.state === 'failed' && !attempt.isReplay) return { kind: 'settled', fate: 'dead', how: 'before' };
    if (!attempt.isReplay && marker !== undefined && marker.head !== message.eventId) {
      return park(group, message, attempt, { reason: `behind ${marker.head}`, isHead: false });
    }

    const lease = await ledger.lease(message, now(), attempt.leaseMs);
    if ('done' in lease) return { kind: 'settled', fate: 'delivered', how: 'before' };
    if ('busyUntil' in lease) {
      return { kind: 'retry', afterMs: Math.max(1000, lease.busyUntil.getTime() - now().getTime()), reason: 'leased' };
    }
    const leased = lease.delivery;
    const isLast = attempt.isLast || leased.attempts + 1 >= maxAttempts;
    if (isLast && !attempt.isReplay) {
      const isHead = await ledger.guard(group, message.eventId, attempt.sequence, 'last attempt', now());
      if (!isHead) return park(group, message, attempt, { reason: 'behind another head', isHead: false });
    }

    const result = await attemptSteps(dependencies, leased);
    if (result.kind === 'lost') return { kind: 'retry', afterMs: 1000, reason: 'lease lost' };
    if (result.kind === 'ended') {
      if (isLast && !attempt.isReplay) await ledger.unguard(group, message.eventId);
      return { kind: 'settled', fate: result.fate, how: 'now' };
    }
    if (result.kind === 'missing') {
      await ledger.giveUp(message, result.reason, now());
      return { kind: 'dead', reason: result.reason };
    }

    const reason = describe(result.failure);
    const counts = result.failure.kind !== 'throttled';
    await ledger.release(message, leased.fence, { reason, counts });
    const isTerminal = result.failure.kind === 'rejected' || result.failure.kind === 'ambiguous';
    if (isTerminal || (isLast && counts)) return park(group, message, attempt, { reason, isHead: true });
    return { kind: 'retry', afterMs: waitFor(result.failure, leased.attempts + 1), reason };
  };

  async function park(
    group: string,
    message: DeliveryMessage,
    attempt: Attempt,
    why: { reason: string; isHead: boolean },
  ): Promise<DeliveryResult> {
    if (!attempt.isReplay) await ledger.park(group, { sequence: attempt.sequence, message }, why, now());
    return { kind: 'parked', reason: why.reason };
  }

  function waitFor(failure: Failure, attempts: number): number {
    if (failure.kind === 'throttled') return Math.max(1000, failure.retryAt.getTime() - now().getTime());
    return backoffMs(attempts, random());
  }
}

type StepsResult =
  | { readonly kind: 'ended'; readonly fate: 'delivered' | 'shadowed' | 'filtered' | 'quarantined' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'lost' };

async function attemptSteps(dependencies: DeliverDependencies, delivery: Delivery): Promise<StepsResult> {
  const { ledger, mail, control, crm, now } = dependencies;
  const [stored, integrations] = await Promise.all([mail.getEvent(delivery.eventId), control.integrations()]);
  if (stored === undefined) return { kind: 'missing', reason: 'the event object is gone' };
  const integration = integrations.find(({ key }) => key === delivery.integration);
  if (integration === undefined)
    return failed('misconfigured', 'no-integration', `integration ${delivery.integration} is not configured`);
  const end = async (
    fate: 'delivered' | 'shadowed' | 'filtered' | 'quarantined',
    steps?: Partial<Record<StepName, StepRecord>>,
    reason?: string,
  ): Promise<StepsResult> => {
    const settled = await ledger.settle(delivery, delivery.fence, {
      fate,
      mappingVersion: integration.mapping,
      ...(steps && { steps }),
      ...(reason !== undefined && { reason }),
      at: now(),
    });
    return settled ? { kind: 'ended', fate } : { kind: 'lost' };
  };
  if (integration.mode === 'off') return end('filtered');
  const connection = await control.connection(integration.connection);
  if (connection === undefined)
    return failed('misconfigured', 'no-connection', `connection ${integration.connection} is not configured`);

  const event: RoutedEvent = routeEvent(stored, delivery, integration);
  const { trust } = integration;
  if (trust?.action === 'quarantine' && (event.trust?.score ?? 100) < trust.below)
    return end('quarantined', undefined, `trust ${event.trust?.score} is below ${trust.below}`);
  const records = mapEvent(event, integration);
  if (integration.mode === 'shadow') return end('shadowed');
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return { kind: 'failed', failure: adapter };
  const steps = await adapter.value.steps(records, event, now());
  if (steps.kind !== 'ok') return { kind: 'failed', failure: steps };
  return writeSteps(dependencies, delivery, steps.value, end);
}

/**
 * Walks the steps. The done of one step and the intent of the next are one write, and the last done is
 * written with the settling, which halves the ledger's calls and opens no gap between them.
 */
async function writeSteps(
  { ledger, now }: DeliverDependencies,
  delivery: Delivery,
  steps: readonly CrmStep[],
  end: (fate: 'delivered', steps: Partial<Record<StepName, StepRecord>>) => Promise<StepsResult>,
): Promise<StepsResult> {
  const refs: Partial<Record<StepName, Ref>> = {};
  let unsaved: Partial<Record<StepName, StepRecord>> = {};
  for (const step of steps) {
    const record = delivery.steps[step.name];
    if (record?.state === 'done') {
      if (record.id !== undefined) refs[step.name] = { id: record.id };
      continue;
    }
    const earlier = record === undefined ? undefined : await findEarlier(step, refs, record, now());
    if (earlier === undefined) {
      // A new intent also restarts the visibility lag of a write that is about to be repeated.
      const intent: StepRecord = { state: 'intent', at: now().toISOString() };
      const saved = await ledger.saveSteps(delivery, delivery.fence, { ...unsaved, [step.name]: intent });
      if (!saved) return { kind: 'lost' };
      unsaved = {};
    }
    const outcome = earlier ?? (await step.write(refs));
    if (outcome.kind !== 'ok') return { kind: 'failed', failure: outcome };
    const id = outcome.value?.id;
    if (outcome.value !== undefined) refs[step.name] = outcome.value;
    unsaved = { [step.name]: { state: 'done', at: now().toISOString(), ...(id !== undefined && { id }) } };
  }
  return end('delivered', unsaved);
}

/**
 * After an unclear earlier write, looks before it is repeated, where the CRM has no unique key.
 *
 * @returns undefined when the write has to be made
 */
async function findEarlier(
  step: CrmStep,
  refs: Partial<Record<StepName, Ref>>,
  intent: StepRecord,
  now: Date,
): Promise<Outcome<Ref | undefined> | undefined> {
  if (step.key.kind === 'unique') return undefined;
  const visibleAt = new Date(Date.parse(intent.at) + step.key.visibilityLagMs);
  if (visibleAt > now) return { kind: 'throttled', scope: 'burst', retryAt: visibleAt };
  const found = await step.find?.(refs);
  return found?.kind === 'ok' && found.value === undefined ? undefined : found;
}

const failed = (kind: 'misconfigured', code: string, message: string): StepsResult => ({
  kind: 'failed',
  failure: { kind, code, message },
});

/** A reason for the ledger and the logs: the vendor's code and words, which adapters keep free of content. */
function describe(failure: Failure): string {
  switch (failure.kind) {
    case 'ambiguous':
      return `ambiguous: ${failure.candidates.length} records match`;
    case 'unknown':
      return 'unknown: no clear answer from the CRM';
    case 'throttled':
      return `throttled: ${failure.scope}`;
    case 'misconfigured':
    case 'rejected':
      return `${failure.kind}: ${failure.code}: ${failure.message}`.slice(0, 500);
  }
}
