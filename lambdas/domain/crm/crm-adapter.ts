import type { RoutedEvent } from '../mail/event.ts';
import type { Connection } from './connection.ts';
import type { ContactFields } from './contact-fields.ts';
import type { CrmRecords, MappedObject } from './crm-records.ts';
import type { CrmStep } from './crm-step.ts';
import type { DealPeople } from './deal-people.ts';
import type { Outcome, Ref } from './outcome.ts';
import type { SuppressionTarget } from './suppression-target.ts';

/** How fast a vendor may be called. */
export interface RateLimits {
  readonly perSecond: number;
  /** Calls that may come at once after a pause. */
  readonly burst: number;
  /** A person set it: what the vendor's answers say does not count. */
  readonly isFixed?: true;
}

/** A field of ours at a CRM. */
export interface SetUpItem {
  /** As the vendor writes it, as in Contact.Postern_Key__c. */
  readonly name: string;
  /** `made`: just now. `refused`: it is not there, or not as it must be, and could not be made. */
  readonly state: 'there' | 'missing' | 'made' | 'refused';
  /** Mail is delivered without it. */
  readonly isOptional?: boolean;
  /** Why it was refused. */
  readonly reason?: string;
}

/** A CRM or another destination. `steps` may ask the vendor once per cold start what it can guarantee. */
export interface CrmAdapter {
  /** How it hears of suppressions; absent: it has no place for them. */
  readonly suppressions?: SuppressionTarget;
  /** What the vendor documents; absent: as fast as we are. */
  readonly limits?: RateLimits;
  /** What its answers said of its limits since the adapter was made. */
  learned?(): RateLimits | undefined;
  /** Calls that a delivery takes from the connection's rate: of a sender that is new to us, and of one that we know. */
  readonly calls: { readonly unknown: number; readonly known: number };
  /** Calls that deliveries shared since it was asked last, and so did not make. */
  takeSaved?(): number;
  /**
   * What the CRM says of a contact; nothing of one that it does not have, or has several of.
   *
   * @param person whose, by address, and by id where the ledger remembers it
   * @param names the CRM's own names of the fields
   */
  lookUp?(
    person: { readonly email: string; readonly id?: string | undefined },
    names: readonly string[],
  ): Promise<Outcome<ContactFields>>;
  /**
   * Who belongs to a deal; nobody where there is no such deal. Absent: the CRM cannot say, so that an address names a deal
   * only with a tag of ours.
   *
   * @param id as an address spells it, which anybody can write
   */
  peopleOfDeal?(id: string): Promise<Outcome<DealPeople>>;
  /** Set where it has no deals at all, as a queue or a webhook has none. */
  readonly keepsNoDeals?: true;
  /** What the CRM says of the fields of a record; nothing where it has none. Absent: it cannot be asked. */
  describe?(object: MappedObject): Promise<Outcome<readonly FieldDescription[] | undefined>>;
  /** Required fields that the adapter fills by itself, by record. */
  readonly filled?: Readonly<Partial<Record<MappedObject, readonly string[]>>>;
  /** Looks for the fields of ours that the CRM should have, and makes those that are missing where it may. */
  setUp?(mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>>;
  /** A call that changes nothing and needs the credentials: whether the vendor is back. */
  check?(): Promise<Outcome<unknown>>;
  steps(records: CrmRecords, event: RoutedEvent, now: Date): Promise<Outcome<readonly CrmStep[]>>;
}

/** What is handed to a bus or a queue. */
export interface HandOffMessage {
  /** Equal for every repetition. */
  readonly id: string;
  /** Name and version of what it holds, as in `email.received/1`. */
  readonly type: string;
  /** What must stay in order. */
  readonly group: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What can be chosen by without looking into it. */
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

/** Where workers share tokens: vendors count how often one is refreshed, and forget the oldest of too many. */
export interface TokenCache {
  read(key: string): Promise<SharedToken | undefined>;
  /** Whether this worker is the one that refreshes; for so long nobody else does. */
  claim(key: string, now: Date, ms: number): Promise<boolean>;
  write(key: string, token: SharedToken): Promise<void>;
}

/** A field of a CRM's record, as the CRM describes it. */
export interface FieldDescription {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'other';
  readonly isWritable: boolean;
  /** Nothing can be made without it, and the CRM does not fill it by itself. */
  readonly isRequired: boolean;
}
