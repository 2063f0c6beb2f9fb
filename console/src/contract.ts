// The answers of the API, as far as the console reads them. Answers may have more fields.

export type Fate =
  | 'delivered'
  | 'shadowed'
  | 'suppressed'
  | 'filtered'
  | 'quarantined'
  | 'unrouted'
  | 'parked'
  | 'dead'
  | 'pending';

interface Person {
  readonly address: string;
  readonly name?: string;
}

export interface CardDelivery {
  readonly integration: string;
  readonly tenant: string;
  readonly lane: string;
  readonly fate: Fate;
  readonly reason?: string;
  readonly settledAt?: string;
  readonly crm?: Readonly<Record<string, string>>;
}

/** One mail in a list. */
export interface MailCard {
  readonly mailId: string;
  readonly eventId?: string;
  readonly tenant?: string;
  readonly receivedAt: string;
  readonly state: 'parsed' | 'quarantined';
  readonly reason?: string;
  readonly kind?: string;
  readonly trust?: string;
  readonly from?: Person;
  readonly to: readonly string[];
  readonly subject?: string;
  readonly snippet?: string;
  readonly attachments: { readonly count: number; readonly worst?: string };
  readonly threadKey?: string;
  readonly intent?: string;
  readonly deliveries: readonly CardDelivery[];
  readonly erased?: true;
}

/** Mail that has arrived and that nothing has read yet. */
export interface Waiting {
  /** Absent for a caller of one tenant: nobody knows whose unread mail is. */
  readonly unread?: number;
  readonly oldestSeconds?: number;
  readonly mails?: ReadonlyArray<{ readonly mailId: string; readonly storedAt: string; readonly bytes?: number }>;
  readonly pending: number;
  readonly parked: number;
}

export interface MailPage {
  readonly mails: readonly MailCard[];
  readonly cursor?: string;
  readonly hasMore: boolean;
  readonly waiting: Waiting;
  /** When the work of one request ended before the page was full. */
  readonly searchedUntil?: string;
}

interface DayCount {
  readonly day: string;
  readonly received: number;
  readonly byFate: Readonly<Partial<Record<Fate, number>>>;
}

export interface MailCounts {
  readonly total: number;
  readonly days: readonly DayCount[];
  readonly waiting: Waiting;
}

export interface TimelineHop {
  readonly hop: string;
  readonly at: string;
  /** Since the hop before. */
  readonly ms?: number;
  readonly integration?: string;
  readonly state: 'done' | 'waits' | 'failed' | 'dead';
  readonly detail?: string;
}

export interface Decision {
  readonly decision: string;
  readonly outcome: string;
  readonly rule: string;
  readonly evidence: readonly string[];
}

export interface Suppression {
  readonly channel?: string;
  readonly change: string;
  readonly at: string;
  readonly targets: ReadonlyArray<{
    readonly target: string;
    readonly state: string;
    readonly at?: string;
    readonly reason?: string;
  }>;
}

export interface CrmRecordLink {
  readonly integration: string;
  readonly connection?: string;
  readonly vendor?: string;
  readonly type: string;
  readonly id: string;
  readonly url?: string;
}

export interface AttachmentEntry {
  readonly filename?: string;
  readonly contentType: string;
  readonly detectedType?: string;
  readonly size: number;
  readonly sha256?: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
}

/** A mailbox provider asks whether it may forward mail to an address of ours. */
export interface Forwarding {
  readonly service: string;
  readonly account?: string;
  /** A page of the provider itself. */
  readonly url?: string;
  readonly code?: string;
}

/** The parts of an event that the console shows; the whole of it is under JSON. */
interface MailEvent {
  readonly message?: {
    readonly subject?: string;
    readonly from?: Person;
    readonly to?: readonly Person[];
    readonly cc?: readonly Person[];
    readonly replyTo?: readonly Person[];
    readonly messageId?: string;
    readonly date?: string;
  };
  readonly body?: {
    readonly text?: string;
    readonly html?: unknown;
    readonly reply?: { readonly text?: string };
    readonly leftOut?: ReadonlyArray<{ readonly part: string; readonly reason: string; readonly bytes: number }>;
  };
  readonly attachments?: readonly AttachmentEntry[];
  readonly classification?: { readonly forwarding?: Forwarding };
  readonly authentication?: Readonly<Record<string, unknown>>;
}

export interface MailDetail {
  readonly card: MailCard;
  readonly event?: MailEvent;
  readonly trace?: unknown;
  readonly explain?: { readonly decisions?: readonly Decision[] } | readonly Decision[];
  readonly timeline: readonly TimelineHop[];
  readonly siblings?: { readonly thread?: readonly MailCard[]; readonly copies?: readonly MailCard[] };
  readonly suppressions?: readonly Suppression[];
  readonly records?: readonly CrmRecordLink[];
}

/** A node of the structure of a mail. */
export interface MailPart {
  readonly type: string;
  readonly disposition?: string;
  readonly filename?: string;
  readonly bytes: number;
  readonly encoding?: string;
  readonly children?: readonly MailPart[];
}

export interface MailSource {
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly parts: MailPart;
  readonly source: string;
  readonly bytes: number;
  readonly isCut: boolean;
}

/** Where the content of a file is, for a minute. */
export interface ContentLink {
  readonly url: string;
  readonly expiresAt: string;
}

export interface Caller {
  readonly name: string;
  readonly tenant?: string;
  readonly scopes: readonly string[];
}
