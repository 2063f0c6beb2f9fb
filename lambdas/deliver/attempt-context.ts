import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { SenderConsent } from '../domain/consent/consent-ledger.ts';
import type { PersonAppeared } from '../domain/consent/person-appeared.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { maxAttempts } from '../domain/crm/retry-policy.ts';
import type { Attempt, DeliveryResult } from '../domain/delivery/attempt.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { type Delivery, type DeliveryMessage, groupOf } from '../domain/delivery/delivery.ts';
import type { ForwardingRequest } from '../domain/delivery/forwarding-request.ts';
import type { KnownPerson } from '../domain/delivery/known-person.ts';
import type { Ledger, ParkMarker } from '../domain/delivery/ledger.ts';
import type { PlanDependencies } from '../domain/planning/plan-delivery.ts';
import type { ReviewOffer } from '../domain/understanding/review.ts';
import type { AnnounceInFeed, Notify } from './notify.ts';

export interface DeliverDependencies extends PlanDependencies {
  readonly ledger: Ledger;
  readonly control: Control;
  readonly crm: CrmRegistry;
  readonly gate: ConnectionGate;
  /** Notifies a connection that a rule names. */
  readonly notify: Notify;
  /** Called for integrations with `deliveredInFeed`. */
  readonly announceInFeed: AnnounceInFeed;
  /** Called when a mail was delivered from a sender that the consent ledger knows. */
  readonly personAppeared: PersonAppeared;
  /** Puts a mail up for review by a person. */
  readonly offerReview: (offer: ReviewOffer, heldBy: readonly string[] | undefined) => Promise<void>;
  /** In ms: how long a delivery with files waits for their scans. 0: no scan is under way when a delivery begins. */
  readonly scanWaitMs: number;
  /** When the functions were stopped for a restore of the ledger. Undefined: it was never restored. */
  readonly restoredUntil: Date | undefined;
  /** Notes for an operator that a mailbox provider wants a forwarding address confirmed. */
  readonly noteForwarding: (request: ForwardingRequest, heldBy: readonly string[] | undefined) => Promise<void>;
  /** The ledger's clock: leases and waits are compared between workers, and their own clocks may differ. */
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One attempt at a delivery, with the ledger's knowledge of it. */
export interface AttemptContext {
  readonly dependencies: DeliverDependencies;
  readonly message: DeliveryMessage;
  readonly attempt: Attempt;
  /** The conversation. */
  readonly group: string;
  readonly delivery: Delivery;
  /** The marker of a parked conversation. */
  readonly marker?: ParkMarker;
  /** The ledger's memory of the mail's contact. */
  readonly known?: KnownPerson;
  /** The sender in the consent ledger; absent when it does not know the sender. */
  readonly consent?: SenderConsent;
  /** Whether this may be the last time that the queue offers the message. */
  readonly isLast: boolean;
  /** Whether the conversation had its marker before this attempt. */
  readonly isGuarded: boolean;
}

/** Loads a delivery for an attempt; a delivery with a fate needs none. */
export async function openAttempt(
  dependencies: DeliverDependencies,
  message: DeliveryMessage,
  attempt: Attempt,
): Promise<{ readonly kind: 'open'; readonly context: AttemptContext } | DeliveryResult> {
  const group = groupOf(message);
  const { delivery, marker, known, consent } = await dependencies.ledger.load(message, group);
  if (delivery === undefined) return { kind: 'dead', reason: 'the ledger has no such delivery' };
  if (delivery.state === 'done') return { kind: 'settled', fate: delivery.fate ?? 'delivered', how: 'before' };
  if (delivery.state === 'failed' && !attempt.revives) return { kind: 'settled', fate: 'dead', how: 'before' };
  const isLast = !attempt.isReplay && (attempt.isLast || delivery.attempts + 1 >= maxAttempts);
  const isGuarded = !attempt.isReplay && marker !== undefined;
  const loaded = { delivery, marker, known, consent, isLast, isGuarded };
  return { kind: 'open', context: compact({ dependencies, message, attempt, group, ...loaded }) };
}
