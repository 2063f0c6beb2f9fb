import { lagKinds } from '../consent/signals.ts';

/** Kinds of news whose oldest is watched: those of the suppression lane, and the conversations. */
export const pendingKinds = [...lagKinds, 'conversation'] as const;
export type PendingKind = (typeof pendingKinds)[number];

/** What the heartbeat measures. */
export interface HeartbeatMetrics {
  beat(): void;
  oldestPending(kind: PendingKind, ageMs: number): void;
  parkedThreads(count: number): void;
  /** Connections that nobody calls, because they did not answer or refused us. */
  openCircuits(count: number): void;
  /** @param ageMs 0 when the hop has answered */
  canary(hop: string, ageMs: number): void;
  /** Fields of mappings that a CRM does not have as they say. */
  mappingDrift(fields: number): void;
  /** Since the start of the last look of the sweep at everything that came to its end. */
  sweepAge(ageMs: number): void;
  /** Shares, 0 to 1. */
  provider(provider: string, complaints: number, hardBounces: number): void;
  /** The highest share of complaints that any provider stands at. */
  worstComplaintRate(rate: number): void;
}

/** What the ledger holds that has not come to its end. */
export interface PendingGauges {
  /** Of each kind the receipt of the oldest mail that has no fate yet, ISO 8601 UTC. */
  oldestMail(): Promise<Partial<Record<PendingKind, string>>>;
  /** How many conversations are parked because their head cannot be delivered. */
  parkedThreads(): Promise<number>;
}
