import type { LagKind } from './signals.ts';

/** What is measured of the suppression lane. */
export interface ConsentMetrics {
  /** How long it took from the receipt of the news until a place was known to know it. `ledger`: our own. */
  lag(kind: LagKind, target: string, lagMs: number): void;
}
