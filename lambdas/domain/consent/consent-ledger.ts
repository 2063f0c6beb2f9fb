import type { SuppressionProof } from '../crm/suppression-target.ts';
import type { ConsentChange } from './change.ts';
import type { ConsentPolicy } from './eligibility.ts';
import type { Hold } from './holds.ts';
import type { Memberships } from './membership.ts';
import type { LagKind } from './signals.ts';
import type { ConsentState } from './state.ts';
import type { TargetProgress } from './suppression-target.ts';

/** A subject and its consent. */
export interface ConsentRecord {
  readonly tenant: string;
  readonly subject: string;
  /** Absent once the person was erased, or before the address is known. */
  readonly address?: string;
  /** The person was erased on request: the address must not come back. */
  readonly isErased?: true;
  readonly version: number;
  readonly state: ConsentState;
}

/** A change as the history keeps it: the signal, its time and its proof, without the address. */
export type HistoryEntry = Omit<ConsentChange, 'address' | 'schema'>;

/** One place that is informed of one address. */
export interface TargetId {
  readonly tenant: string;
  readonly subject: string;
  readonly target: string;
}

/** The question before a mail is sent. */
export interface ConsentReader {
  /** The subject's row and, in the same read, its segments and the hold of its mailbox provider. */
  readWithHold(
    tenant: string,
    subject: string,
    provider: string,
  ): Promise<{ readonly record: ConsentRecord; readonly memberships: Memberships; readonly hold?: Hold }>;
}

/** Who may be written to, why not, and which targets are informed. */
export interface ConsentLedger extends ConsentReader {
  /**
   * Makes a change effective: its history, the new state and the news for each target are one transaction.
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
  /** Unproven statements of mails, for people to review: since that time, oldest first, kept for 90 days. */
  forReview(tenant: string, since: Date): AsyncGenerator<HistoryEntry>;
  /** All statements of some sources between two times, in no order. Reads the whole ledger: for rare use by people. */
  statementsOf(
    tenant: string,
    which: { readonly sources: readonly ConsentChange['source'][]; readonly since: Date; readonly until: Date },
  ): AsyncGenerator<HistoryEntry>;
  progress(tenant: string, subject: string): Promise<TargetProgress[]>;
  /** Remembers the address of a hash, so that targets can be informed when a token brings back the hash alone. */
  introduce(tenant: string, subject: string, address: string): Promise<void>;
  /** Removes the person and their segments, and keeps the suppression under the hash. */
  erase(tenant: string, subject: string): Promise<void>;

  /**
   * Leases a target that is behind. Undefined: it has the newest version. An earlier worker that never gave its lease back
   * may have written until the lease was over, and its write may land for `lateMs` after that.
   */
  claim(
    id: TargetId,
    now: Date,
    leaseMs: number,
    lateMs: number,
  ): Promise<{ progress: TargetProgress } | { busyUntil: Date } | undefined>;
  /** Records the version that arrived. `behind`: something new came meanwhile; `lost`: another worker holds it now. */
  arrived(
    progress: TargetProgress,
    version: number,
    proof: SuppressionProof,
    at: Date,
  ): Promise<'done' | 'behind' | 'lost'>;
  /** Gives back a target that could not be informed. Nobody needs to try before `nextAt`. */
  failed(
    progress: TargetProgress,
    failure: {
      readonly reason: string;
      readonly nextAt: Date;
      readonly counts: boolean;
      /** A write may still take effect until then. */
      readonly unclearUntil?: Date;
    },
  ): Promise<void>;
  /** Informs a target again that did not know the person; undefined when it will be informed anyway. */
  informAgain(progress: TargetProgress): Promise<TargetProgress | undefined>;
  /** Targets that wait since before that time and are due. */
  due(before: Date, now: Date): AsyncGenerator<TargetProgress>;
  /** By kind, the receipt of the oldest news that a target has not received; ISO 8601 UTC. */
  oldestWaiting(): Promise<Partial<Record<LagKind, string>>>;
}

/** The consent of a person who writes to us. */
export interface SenderConsent {
  readonly record: ConsentRecord;
  /** The progress of the connection that gets their mail. */
  readonly progress?: TargetProgress;
}
