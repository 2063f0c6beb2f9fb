import type { ReplayMark } from '../crm/replay-mark.ts';
import type { DeliveryId, Fate } from './delivery.ts';
import type { RefusalCode, ReplayScope } from './replay-refusal.ts';

/** A request of a person or the schedule; without a filter every parked conversation is tried. */
export interface RedriveRequest {
  readonly dryRun?: boolean;
  readonly thread?: string;
  readonly event?: string;
  readonly integration?: string;
  /** Give this event up: it becomes `dead`, and its conversation goes on without it. */
  readonly skip?: string;
  /** Who asked, for the audit record. */
  readonly actor: string;
}

/** The result of one conversation. */
export interface ThreadReport {
  readonly group: string;
  readonly head: string;
  readonly reason: string;
  readonly waiting: number;
  readonly replayed: number;
  readonly skipped: number;
  /** The reason of a stop before the end. */
  readonly stoppedBy?: string;
}

export interface RedriveReport {
  readonly dryRun: boolean;
  /** Dead letters that were parked with their conversation. */
  readonly collected: number;
  /** The number of conversations that were examined; `threads` lists the first thousand. */
  readonly found: number;
  readonly replayed: number;
  readonly skipped: number;
  readonly threads: readonly ThreadReport[];
}

/** The actor of a run that nobody asked for. */
export const scheduleActor = 'schedule';

/** Fates without a write at the CRM, of which a person may think otherwise after a change of kinds, rules, trust or mode. */
export const reopenableFates = ['filtered', 'quarantined', 'shadowed'] as const satisfies readonly Fate[];

/** A fate that a replay may take back. */
export type ReopenableFate = (typeof reopenableFates)[number];

/** Deliveries that a person wants delivered again. */
export interface ReplayRequest {
  readonly replay: readonly DeliveryId[];
  /** Fates that are taken back, so that the mail is planned anew; absent: only what was given up is delivered. */
  readonly reopen?: readonly ReopenableFate[];
  /** Which deliveries may go, and the mark of those that go once more; others are refused. Absent: they stay as they are. */
  readonly marked?: ReplayScope & ReplayMark;
  readonly dryRun?: boolean;
  /** Who asked, for the audit record. */
  readonly actor: string;
}

/** The result of one of them. */
export interface ReplayedDelivery extends DeliveryId {
  /** The fate before the replay; absent while the delivery was on its way. */
  readonly before?: Fate;
  /**
   * `resent`: it was delivered before, and was handed on once more. `unchanged`: it has its fate already. `left`: it is on its
   * way, or waits in its conversation. `later`: its connection cannot take it now.
   */
  readonly result:
    | 'delivered'
    | 'resent'
    | 'unchanged'
    | 'left'
    | 'refused'
    | 'later'
    | 'failed'
    | 'unknown'
    | 'would-replay'
    | 'out-of-time';
  /** Why it was refused. */
  readonly code?: RefusalCode;
  readonly fate?: Fate;
  readonly reason?: string;
}

export interface ReplayReport {
  readonly dryRun: boolean;
  readonly deliveries: readonly ReplayedDelivery[];
}

/** The most deliveries of one call: a function has time for them, and an audit record has room. */
export const maxReplays = 100;
