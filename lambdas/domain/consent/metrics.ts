import type { LagKind } from './signals.ts';

/** Metrics of the suppression lane. */
export interface ConsentMetrics {
  /** The time from the receipt of the news until a target is known to have it, in ms. `ledger`: our own ledger. */
  lag(kind: LagKind, target: string, lagMs: number): void;
}
