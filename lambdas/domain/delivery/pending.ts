import { lagKinds } from '../consent/signals.ts';

/** Kinds of news with a watched age: those of the suppression lane, and the conversations. */
export const pendingKinds = [...lagKinds, 'conversation'] as const;
export type PendingKind = (typeof pendingKinds)[number];

/** Metrics of the heartbeat. */
export interface HeartbeatMetrics {
  beat(): void;
  oldestPending(kind: PendingKind, ageMs: number): void;
  parkedThreads(count: number): void;
  /** Connections that nobody calls because they did not answer, or refused us. */
  openCircuits(count: number): void;
  /** @param ageMs 0 when the hop has answered */
  canary(hop: string, ageMs: number): void;
  /** Fields of mappings that differ from those of the CRM. */
  mappingDrift(fields: number): void;
  /** The time since the sweep began its last complete look at all mail, in ms. */
  sweepAge(ageMs: number): void;
  /** Shares, 0 to 1. */
  provider(provider: string, complaints: number, hardBounces: number): void;
  /** The highest share of complaints at any provider, 0 to 1. */
  worstComplaintRate(rate: number): void;
}

/** The unfinished work in the ledger. */
export interface PendingGauges {
  /** By kind, the receipt of the oldest mail that has no fate yet, ISO 8601 UTC. */
  oldestMail(): Promise<Partial<Record<PendingKind, string>>>;
  /** How many conversations are parked because their head cannot be delivered. */
  parkedThreads(): Promise<number>;
}
