/** An entry of the list of events. */
export interface FeedEntry {
  readonly eventId: string;
  readonly integration: string;
  readonly tenant: string;
  readonly kind?: string;
  readonly lane: string;
  readonly threadKey: string;
  readonly receivedAt: string;
  readonly recordedAt: string;
}

/** A page of the list. */
export interface EventPage {
  readonly events: readonly FeedEntry[];
  /** Where the page ends: store it together with the result of your work on the page. */
  readonly cursor: string;
  readonly hasMore: boolean;
  /** When to ask again, in ms. */
  readonly pollAfterMs: number;
}

/** Which entries are listed. */
export interface EventFilter {
  readonly integration?: string;
  readonly kind?: string;
  /** ISO 8601; without a cursor, entries that joined the list then or later. */
  readonly since?: string;
  /** One tenant, for a key of all. */
  readonly tenant?: string;
}

export interface ListOptions extends EventFilter {
  readonly cursor?: string;
  /** Entries in a page, 1 to 500. */
  readonly limit?: number;
}

/** The view of an event. */
export interface EventView {
  readonly integration?: string;
  readonly tenant?: string;
}

export interface ContentOptions extends EventView {
  /** The danger is known. */
  readonly anyway?: boolean;
}

/** The question for somebody's eligibility. */
export interface EligibilityQuestion {
  readonly address: string;
  readonly tenant?: string;
  readonly channel?: string;
  readonly purpose?: string;
}

export interface Eligibility {
  readonly address: string;
  readonly tenant: string;
  readonly eligible: Readonly<Record<string, boolean>>;
  readonly reasons: ReadonlyArray<{ readonly code: string; readonly purposes: readonly string[] }>;
  /** For the purpose that was asked for. */
  readonly answer?: boolean;
}

/** Events to confirm: by id, or all up to a cursor. */
export interface Confirmation {
  readonly eventIds?: readonly string[];
  readonly cursor?: string;
  readonly consumer?: string;
  readonly integration?: string;
  readonly tenant?: string;
}

export interface Confirmed {
  readonly consumer: string;
  readonly acknowledged: readonly string[];
  /** Ids that are in no list of the tenant. */
  readonly unknown: readonly string[];
}
