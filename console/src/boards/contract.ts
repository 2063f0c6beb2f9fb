// The answers behind the boards, as far as the console reads them.

export interface QueueHealth {
  readonly queue: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly oldestSeconds?: number;
  readonly deadLetters: number;
  readonly stage: string;
  readonly eventSource: string;
}

export interface ConnectionHealth {
  readonly connection: string;
  readonly vendor: string;
  readonly circuit: 'closed' | 'open';
  readonly reason?: string;
  readonly openedAt?: string;
  readonly nextProbeAt?: string;
  readonly waiting: number;
  readonly queueSeconds: number;
}

export interface Health {
  readonly healthy: boolean;
  readonly integrations: number;
  readonly connections: readonly ConnectionHealth[];
  readonly stuck?: number;
  readonly queues: readonly QueueHealth[];
  readonly unread?: { readonly mails: number; readonly oldestSeconds?: number };
  readonly sweptAt?: string;
  readonly remarks: readonly string[];
  readonly findings: ReadonlyArray<{ readonly text: string; readonly article?: string }>;
  readonly deadLetters?: number;
  readonly canary?: { readonly sentAt: string; readonly arrivedAt?: string; readonly state: string };
  readonly unavailable?: ReadonlyArray<{ readonly part: string; readonly reason: string }>;
}

export interface ParkedThread {
  readonly group: string;
  readonly tenant: string;
  readonly integration?: string;
  readonly kind: string;
  readonly connection?: string;
  readonly head?: string;
  readonly reason?: string;
  readonly since: string;
  readonly waiting: number;
}

export interface Kpi {
  readonly id: string;
  readonly metric: string;
  readonly title?: string;
  readonly unit?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly count: number;
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly maximum: number;
  readonly target?: number | string | { readonly text?: string };
  readonly isMet?: boolean;
  readonly trend?: ReadonlyArray<{ readonly at: string; readonly value: number }>;
}

interface PromisePoint {
  readonly at: string;
  readonly p50?: number;
  readonly p95?: number;
  readonly worst?: number;
  readonly count: number;
}

export interface PromiseLine {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly limitSeconds: number;
  readonly now: { readonly oldestPendingSeconds?: number; readonly pending: number };
  readonly points: readonly PromisePoint[];
  readonly isKept: boolean;
}

export interface Provider {
  readonly tenant: string;
  readonly provider: string;
  readonly sent: number;
  /** Shares, 0 to 1. */
  readonly complaintRate: number;
  readonly hardBounceRate: number;
  readonly deferralRate: number;
  readonly held?: { readonly since: string; readonly reason: string; readonly until?: string };
}

export interface IntegrationLine {
  readonly key: string;
  readonly tenant: string;
  readonly connection: string;
  readonly mode: string;
  readonly routes?: ReadonlyArray<string | Readonly<Record<string, unknown>>>;
  readonly mappingVersion?: string | number;
  readonly rollout?: unknown;
  readonly shadow?: string;
}

export interface ConnectionLine {
  readonly key: string;
  readonly vendor: string;
  readonly tenants: readonly string[];
  readonly circuit?: string;
  readonly reason?: string;
  readonly waiting?: number;
}

export interface MappingField {
  readonly object: string;
  readonly field: string;
  readonly from?: string;
  readonly template?: string;
  readonly value?: unknown;
  readonly policy?: string;
}

export interface Gate {
  readonly gate: string;
  readonly figure: string;
  readonly wanted: string;
  readonly isOpen: boolean;
}

export interface ShadowRecord {
  readonly eventId: string;
  readonly at: string;
  readonly agrees: boolean;
  readonly differences: ReadonlyArray<{
    readonly object: string;
    readonly field: string;
    readonly live?: unknown;
    readonly shadow?: unknown;
  }>;
}

export interface ShadowReport {
  readonly figures?: {
    readonly mails?: number;
    readonly fates?: Readonly<Record<string, number>>;
    readonly p99Ms?: number;
  };
  readonly gates: readonly Gate[];
  readonly records: readonly ShadowRecord[];
}
