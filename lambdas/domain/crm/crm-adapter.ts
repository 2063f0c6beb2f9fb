import type { RoutedEvent } from '../mail/event.ts';
import type { Connection } from './connection.ts';
import type { ContactFields } from './contact-fields.ts';
import type { CrmRecords, MappedObject } from './crm-records.ts';
import type { CrmStep } from './crm-step.ts';
import type { DealPeople } from './deal-people.ts';
import type { DealStages } from './deal-stage.ts';
import type { EmailDelivered } from './email-delivered.ts';
import type { NamedRecords } from './named-record.ts';
import type { Outcome, Ref } from './outcome.ts';
import type { PersonStages } from './person-stages.ts';
import type { ReplayMark } from './replay-mark.ts';
import type { StageChange } from './stage-change.ts';
import type { SuppressionTarget } from './suppression-target.ts';

/** The rate at which a vendor may be called. */
export interface RateLimits {
  readonly perSecond: number;
  /** The most calls at once after a pause. */
  readonly burst: number;
  /** A person set the limits: limits in the vendor's answers do not count. */
  readonly isFixed?: true;
}

/** A field of ours at a CRM. */
export interface SetUpItem {
  /** The vendor's own spelling, as in Contact.Postern_Key__c. */
  readonly name: string;
  /** `made`: just now. `refused`: it is absent, or not as it must be, and could not be made. */
  readonly state: 'there' | 'missing' | 'made' | 'refused';
  /** Whether mail is delivered without it. */
  readonly isOptional?: boolean;
  /** The reason of the refusal. */
  readonly reason?: string;
}

/** A CRM or another destination. `steps` may ask the vendor once per cold start for its guarantees. */
export interface CrmAdapter {
  /** Absent: it has no place for suppressions. */
  readonly suppressions?: SuppressionTarget;
  /** The limits that the vendor documents; absent: none. */
  readonly limits?: RateLimits;
  /** The limits that the vendor's answers have announced since the adapter was made. */
  announcedLimits?(): RateLimits | undefined;
  /** When the vendor last answered a call of this adapter, whatever it said; absent: it is not known. */
  answeredAt?(): Date | undefined;
  /** Calls of one delivery, which count against the rate: for a new sender, and for a sender in the ledger. */
  readonly calls: { readonly unknown: number; readonly known: number };
  /** Calls saved by sharing since the last time. */
  drainSavedCalls?(): number;
  /**
   * Fields of a contact; none for a contact that is absent or ambiguous.
   *
   * @param person the contact by address, and by id where the ledger remembers it
   * @param names the CRM's own names of the fields
   */
  lookUp?(
    person: { readonly email: string; readonly id?: string | undefined },
    names: readonly string[],
  ): Promise<Outcome<ContactFields>>;
  /** The CRM's own name of the field with the id of a contact, for `lookUp`. Absent: no field has the id as its records do. */
  readonly contactIdField?: string;
  /**
   * The people of a deal; nobody where there is no such deal. Absent: the CRM cannot answer that, so that an address names a
   * deal only with a tag of ours.
   *
   * @param id from an address, which anybody can write
   */
  peopleOfDeal?(id: string): Promise<Outcome<DealPeople>>;
  /** The records beside deals that an address can name; absent: none. */
  readonly namedRecords?: NamedRecords;
  /** Absent: its deals have no stages, or there are no deals. */
  readonly dealStages?: DealStages;
  /** Absent: its contacts have no lifecycle, or it does not date their stages. */
  readonly personStages?: PersonStages;
  /** Hands on which records a delivered mail has; safe to repeat. Absent: it is a CRM itself, or a CDP. */
  announceDelivered?(delivered: EmailDelivered, envelope: DeliveredEnvelope): Promise<Outcome<Ref>>;
  /** Hands on that a deal or a contact came into a stage; safe to repeat. Absent: it is a CRM itself. */
  announceStage?(change: StageChange): Promise<Outcome<unknown>>;
  /**
   * Ids of a contact's open deals, in one call; none for a contact that is absent. Absent: no one call of the CRM answers that.
   *
   * @param person the contact by address, and by id where a look-up or the ledger knows it
   */
  openDealsOf?(person: {
    readonly email: string;
    readonly id?: string | undefined;
  }): Promise<Outcome<readonly string[]>>;
  /** Set where there are no deals at all, as at a queue or a webhook. */
  readonly keepsNoDeals?: true;
  /** The fields of a record; undefined where it has none of its own. Absent: the CRM does not describe its fields. */
  describe?(object: MappedObject): Promise<Outcome<readonly FieldDescription[] | undefined>>;
  /** Required fields that the adapter fills, by record. */
  readonly filled?: Readonly<Partial<Record<MappedObject, readonly string[]>>>;
  /** Values of fields that a setting of the connection makes the adapter write, by record. */
  readonly settings?: Readonly<Partial<Record<MappedObject, Readonly<Record<string, string>>>>>;
  /** Looks for our fields at the CRM, and makes missing ones if it may. */
  setUp?(mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>>;
  /** A call that changes nothing and needs the credentials; it proves that the vendor is back. */
  check?(): Promise<Outcome<unknown>>;
  /** Set where a delivered event can be handed on once more, with a mark: there are no records that would be doubled. */
  readonly takesReplays?: true;
  /** @param replay the mark of an event that is handed on once more; only where `takesReplays` is set */
  steps(records: CrmRecords, event: RoutedEvent, now: Date, replay?: ReplayMark): Promise<Outcome<readonly CrmStep[]>>;
}

/** How the event about the records of a mail is sent. */
export interface DeliveredEnvelope {
  /** Equal for every repetition. */
  readonly id: string;
  /** Messages of one group stay in order. */
  readonly group: string;
  /** Set where the event is handed on once more. */
  readonly replay?: ReplayMark;
}

/** A message for a bus or a queue. */
export interface HandOffMessage {
  /** Equal for every repetition. */
  readonly id: string;
  /** By which a FIFO queue drops repetitions of the last minutes. @default id */
  readonly deduplicationId?: string;
  /** Name and version of the schema, as in `email.received/1`. */
  readonly type: string;
  /** Messages of one group stay in order. */
  readonly group: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Attributes for filters that do not look into `detail`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly detail: object;
}

/** A bus or a queue of the account. */
export interface HandOffPort {
  readonly region: string;
  put(message: HandOffMessage): Promise<Outcome<Ref>>;
}

/** Finds the adapter of a connection, with its credentials. */
export interface CrmRegistry {
  adapterFor(connection: Connection): Promise<Outcome<CrmAdapter>>;
}

/** An access token that all workers share. */
export interface SharedToken {
  readonly token: string;
  readonly until: Date;
}

/** The cache in which workers share tokens: vendors count refreshes, and forget the oldest of too many tokens. */
export interface TokenCache {
  read(key: string): Promise<SharedToken | undefined>;
  /** Whether this worker may refresh the token. If so, no other worker may, for `ms`. */
  claim(key: string, now: Date, ms: number): Promise<boolean>;
  write(key: string, token: SharedToken): Promise<void>;
}

/** The CRM's description of a field. */
export interface FieldDescription {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'other';
  readonly isWritable: boolean;
  /** The values that an enumeration takes; absent: any. */
  readonly options?: readonly string[];
  /** No record can be made without it, and the CRM does not fill it. */
  readonly isRequired: boolean;
}
