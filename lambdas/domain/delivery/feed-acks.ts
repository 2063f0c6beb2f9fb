/** A consumer of a tenant's events, by the name that it gives itself. */
export interface FeedConsumer {
  readonly tenant: string;
  readonly name: string;
}

/** Where an event stands in the feed of a tenant. */
export interface FeedPlace {
  readonly eventId: string;
  readonly integration: string;
  readonly tenant: string;
  readonly sequence: number;
}

/** Confirmations of consumers. */
export interface FeedAcks {
  /** The places of events at integrations; those that are in no feed are left out. */
  places(eventIds: readonly string[], integrations: readonly string[]): Promise<readonly FeedPlace[]>;
  /** Confirms entries one by one; a repetition changes nothing. */
  acknowledge(consumer: FeedConsumer, sequences: readonly number[], now: Date): Promise<void>;
  /** Confirms all entries up to one; an earlier call may have confirmed more. */
  acknowledgeUpTo(consumer: FeedConsumer, sequence: number, now: Date): Promise<void>;
  /** The sequence up to which all entries are confirmed; 0: none. */
  upTo(consumer: FeedConsumer): Promise<number>;
  /** Sequences from one to another, both included, that are confirmed one by one. */
  between(consumer: FeedConsumer, from: number, to: number): Promise<ReadonlySet<number>>;
}
