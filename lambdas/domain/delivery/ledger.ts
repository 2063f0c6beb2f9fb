import type { AppliedChanges } from '../consent/applied-changes.ts';
import type { SenderConsent } from '../consent/consent-ledger.ts';
import type { StepName } from '../crm/crm-step.ts';
import type { ErrorClass } from '../crm/outcome.ts';
import type { Receipt } from '../mail/receipt.ts';
import type { ThreadProposal } from '../threads/thread-index.ts';
import type { Delivery, DeliveryId, DeliveryMessage, Fate, StepRecord } from './delivery.ts';
import type { KnownPerson } from './known-person.ts';

/** The result of one raw mail: an event, or a quarantine with its reason. */
export interface MailRecord {
  readonly mailId: string;
  readonly objectKey: string;
  readonly receivedAt: string;
  readonly state: 'parsed' | 'quarantined';
  readonly eventId?: string;
  readonly reason?: string;
  readonly recipients: ReadonlyArray<{ readonly address: string; readonly integration?: string }>;
  /** The rest of the receipt; absent where the mail store keeps the receipt itself, and in rows of earlier versions. */
  readonly receipt?: RecordedReceipt;
}

/** The part of a receipt that the other fields of a {@link MailRecord} do not hold. */
interface RecordedReceipt extends Pick<Receipt, 'mailFrom' | 'authentication' | 'spam' | 'spamScore' | 'virus'> {
  /** Whether the sweep made the receipt from the bare object; a real one that comes later replaces it. */
  readonly recovered?: true;
}

export type NewDelivery = Omit<Delivery, 'attempts' | 'fence' | 'steps'>;

export interface RecordedEvent {
  readonly eventId: string;
  readonly externalId: string;
  readonly contentDigest: string;
  readonly messageId?: string;
}

/**
 * Records a mail with its event and its deliveries, as {@link Ledger.recordMail} does, and in the same transaction the claims
 * of its conversations. Nothing is recorded where another worker has claimed an id in the meantime: the mail is planned
 * anew. Only where a mail has more rows than a transaction takes, the claims are written before the rest.
 *
 * @param proposals the conversation at each tenant
 */
export type RecordReceivedMail = (
  mail: MailRecord,
  event: RecordedEvent,
  deliveries: readonly NewDelivery[],
  proposals: readonly ThreadProposal[],
) => Promise<ReceivedMailRecording>;

export type ReceivedMailRecording =
  /** `conflictsWith`: the event that holds the external id with another content. */
  { readonly kind: 'recorded'; readonly conflictsWith?: string } | { readonly kind: 'contended' };

/** The reason that a conversation waits. */
export interface ParkReason {
  readonly reason: string;
  /** `poisoned`: its head cannot be delivered. `buffered`: its connection cannot take anything at the moment. */
  readonly kind: 'poisoned' | 'buffered';
  /** The connection that it waits for; set when it is buffered. */
  readonly connection?: string;
}

/** The head of a parked conversation, and since when it waits. */
export interface ParkMarker extends ParkReason {
  readonly group: string;
  readonly head: string;
  readonly since: string;
  readonly version: number;
  /** How many deliveries wait; 0 while an attempt is only being guarded. */
  readonly waiting: number;
  /** The time of the last redrive that failed, ISO 8601 UTC. */
  readonly triedAt?: string;
}

/** One delivery that waits in a parked conversation. */
export interface ParkedItem {
  /** Its place in the conversation, in text order. */
  readonly place: string;
  readonly message: DeliveryMessage;
}

/** The state of every mail and delivery, with leases and fences. */
export interface Ledger extends AppliedChanges {
  readonly records: SharedRecords;
  /**
   * Records a mail, its event and its deliveries in one transaction; existing rows stay, and recipients of a copy are merged
   * into the delivery.
   *
   * @returns the event that holds the external id with another content, when there is one
   */
  recordMail(
    mail: MailRecord,
    event?: RecordedEvent,
    deliveries?: readonly NewDelivery[],
  ): Promise<{ readonly conflictsWith?: string }>;
  hasMail(mailId: string): Promise<boolean>;
  load(
    id: DeliveryId & Partial<Pick<DeliveryMessage, 'person' | 'subject'>>,
    group: string,
  ): Promise<{
    readonly delivery?: Delivery;
    readonly marker?: ParkMarker;
    readonly known?: KnownPerson;
    /** The sender in the consent ledger; absent when it does not know the sender. */
    readonly consent?: SenderConsent;
  }>;
  /**
   * Takes the lease if nobody has taken it since the delivery was loaded, and writes the first intents with it; the
   * fence in the answer must go with every later write.
   */
  lease(
    loaded: Delivery,
    now: Date,
    leaseMs: number,
    intents?: Partial<Record<StepName, StepRecord>>,
  ): Promise<{ delivery: Delivery } | { busyUntil: Date } | { done: true }>;
  /** Writes steps under the fence. False: the lease was lost, stop at once. */
  saveSteps(id: DeliveryId, fence: number, steps: Partial<Record<StepName, StepRecord>>): Promise<boolean>;
  /**
   * Ends a delivery. False: another worker has leased it.
   *
   * @param fence that of the lease; of an unleased delivery the one that was loaded
   */
  settle(
    id: DeliveryId,
    fence: number,
    end: {
      fate: Fate;
      reason?: string;
      mappingVersion?: string;
      steps?: Partial<Record<StepName, StepRecord>>;
      at: Date;
      /** Nothing is written before it: the end takes the lease and gives it back. The loaded delivery had no lease. */
      isUnleased?: true;
      /** The records of the contact to remember, so that the next mail need not ask the CRM. */
      remember?: { person: string; known: KnownPerson };
    },
  ): Promise<boolean>;
  /** Forgets the records of a person, which may be gone at the CRM. */
  forget(person: string): Promise<void>;
  release(
    id: DeliveryId,
    fence: number,
    failure: {
      reason: string;
      counts: boolean;
      steps?: Partial<Record<StepName, StepRecord>>;
      errorClass?: ErrorClass;
      at: Date;
    },
  ): Promise<boolean>;

  /** Puts the marker before a last attempt; false when another delivery holds the conversation. */
  guard(group: string, head: string, reason: string, now: Date): Promise<boolean>;
  /** Appends to a parked conversation, which it creates when need be. */
  park(group: string, item: ParkedItem, why: ParkReason & { isHead: boolean }, now: Date): Promise<void>;
  /** Replaces the reason of a parked conversation; nothing happens when it does not wait any more. */
  explainPark(group: string, why: ParkReason): Promise<void>;
  /** Removes the marker if nobody waits behind it. */
  unguard(group: string, head: string): Promise<void>;
  /**
   * Takes back the fate of a delivery that wrote nothing: it is as if given up, and a replay revives it. Steps that found
   * nothing to write are forgotten, because the mail may now have something to write. False: somebody else was faster.
   */
  reopen(loaded: Delivery): Promise<boolean>;
  /** Ends a delivery as `dead`: a person decided, or there is nothing left to deliver. */
  giveUp(id: DeliveryId, reason: string, now: Date): Promise<void>;
}

/** Parked conversations as redrive sees them. */
export interface ParkedThreads {
  /** Oldest first; a connection may have a hundred thousand. */
  markers(which: Pick<ParkReason, 'kind' | 'connection'>): AsyncGenerator<ParkMarker>;
  items(group: string): Promise<ParkedItem[]>;
  /** False when another redrive is at work on the conversation. */
  leaseMarker(group: string, holder: string, now: Date, leaseMs: number): Promise<boolean>;
  removeItem(group: string, place: string): Promise<void>;
  /** Removes the marker if nothing waits any more; false when something came in meanwhile. */
  close(group: string, holder: string): Promise<boolean>;
  releaseMarker(group: string, holder: string, triedAt: Date): Promise<void>;
}

/**
 * Records that many deliveries may want at once, such as the contact of a person who writes in two conversations, at
 * CRMs that keep none of them unique. The delivery that makes one holds its claim; the record is remembered for the others.
 */
export interface SharedRecords {
  claim(record: string, holder: string, now: Date, until: Date): Promise<Claim>;
  /** Remembers the record that the holder has found or made. False: the claim was lost meanwhile. */
  remember(record: string, holder: string, id: string, now: Date): Promise<boolean>;
  /**
   * Gives the claim back without a record.
   *
   * @param unclearAt when a write ended without a clear answer; absent: there is none
   */
  drop(record: string, holder: string, unclearAt?: Date): Promise<void>;
  /** Forgets a record, which may be gone at the CRM. */
  forget(record: string): Promise<void>;
}

export type Claim =
  | { readonly kind: 'known'; readonly id: string }
  | { readonly kind: 'busy'; readonly until: Date }
  /** `unclearAt`: another delivery may have written until then without recording it. */
  | { readonly kind: 'acquired'; readonly unclearAt?: Date };
