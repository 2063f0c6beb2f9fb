import type { SuppressionProof } from '../crm/suppression-target.ts';
import type { ConsentChange } from './change.ts';
import type { ConsentPolicy } from './eligibility.ts';
import type { Hold } from './holds.ts';
import type { LagKind } from './signals.ts';
import type { ConsentState } from './state.ts';
import type { TargetProgress } from './suppression-target.ts';

/** A subject and what is known of it. */
export interface ConsentRecord {
  readonly tenant: string;
  readonly subject: string;
  /** Absent once the person was erased, or before the address is known. */
  readonly address?: string;
  /** The person had us forget them: the address must not come back. */
  readonly isErased?: true;
  readonly version: number;
  readonly state: ConsentState;
}

/** A change as the history keeps it: what was said, when, and what proves it, but not of whom. */
export type HistoryEntry = Omit<ConsentChange, 'address' | 'schema'>;

/** One place that must hear of one address. */
export interface TargetId {
  readonly tenant: string;
  readonly subject: string;
  readonly target: string;
}

/** What is asked before a mail is sent. */
export interface ConsentReader {
  /** The subject's row and, in the same read, the hold of its mailbox provider. */
  readWithHold(
    tenant: string,
    subject: string,
    provider: string,
  ): Promise<{ readonly record: ConsentRecord; readonly hold?: Hold }>;
}

/** Who may be written to, why not, and who has been told. */
export interface ConsentLedger extends ConsentReader {
  /**
   * Makes a change effective: its history, the new state and what each target has to hear are one transaction.
   *
   * @returns `before` when the change is in the history already; the targets that have not heard, and the other
   * addresses of the same person, either way
   */
  apply(
    change: ConsentChange,
    policy: ConsentPolicy,
    targets: readonly string[],
  ): Promise<{
    readonly how: 'now' | 'before';
    readonly record: ConsentRecord;
    readonly waiting: readonly TargetProgress[];
    readonly peers: readonly string[];
  }>;
  /** One read. A subject that nobody knows has the empty state. */
  read(tenant: string, subject: string): Promise<ConsentRecord>;
  /** Oldest first. */
  history(tenant: string, subject: string): Promise<HistoryEntry[]>;
  /** What mails said that nobody proved, and people should look at: since that time, oldest first, for 90 days. */
  forReview(tenant: string, since: Date): AsyncGenerator<HistoryEntry>;
  /** Everything that sources said between two times, in no order. Reads the whole ledger: for rare use by people. */
  said(
    tenant: string,
    which: { readonly sources: readonly ConsentChange['source'][]; readonly since: Date; readonly until: Date },
  ): AsyncGenerator<HistoryEntry>;
  progress(tenant: string, subject: string): Promise<TargetProgress[]>;
  /** Remembers whose hash it is, so that targets can be told when the hash alone comes back in a token. */
  introduce(tenant: string, subject: string, address: string): Promise<void>;
  /** Removes the person and keeps the suppression under the hash. */
  erase(tenant: string, subject: string): Promise<void>;

  /**
   * Takes a target that has something to hear. Undefined: it has heard everything. Whoever held it before and never gave
   * it back may have written until their lease was over, and what they sent may land for `lateMs` after that.
   */
  claim(
    id: TargetId,
    now: Date,
    leaseMs: number,
    lateMs: number,
  ): Promise<{ progress: TargetProgress } | { busyUntil: Date } | undefined>;
  /** Notes what arrived. `behind`: something new came meanwhile; `lost`: somebody else holds it now. */
  arrived(
    progress: TargetProgress,
    version: number,
    proof: SuppressionProof,
    at: Date,
  ): Promise<'done' | 'behind' | 'lost'>;
  /** Gives a target back that could not be told. Until `nextAt` nobody needs to try. */
  failed(
    progress: TargetProgress,
    failure: {
      readonly reason: string;
      readonly nextAt: Date;
      readonly counts: boolean;
      /** What was written may still take effect until then. */
      readonly unclearUntil?: Date;
    },
  ): Promise<void>;
  /** Lets a target hear again that did not know the person; undefined when it is to hear anyway. */
  retell(progress: TargetProgress): Promise<TargetProgress | undefined>;
  /** Targets that wait since before that time and are due. */
  due(before: Date, now: Date): AsyncGenerator<TargetProgress>;
  /** Of each kind the time at which the oldest news reached us that a target has not heard; ISO 8601 UTC. */
  oldestWaiting(): Promise<Partial<Record<LagKind, string>>>;
}

/** What the consent ledger knows of somebody who writes to us. */
export interface SenderConsent {
  readonly record: ConsentRecord;
  /** Of the connection to which their mail goes. */
  readonly progress?: TargetProgress;
}
