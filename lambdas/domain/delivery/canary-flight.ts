/** The stages that the canary passes. */
export const canaryHops = ['parse', 'sink', 'suppress'] as const;
export type CanaryHop = (typeof canaryHops)[number];

/** A pair of mails that is under way: a message, and an unsubscribe. */
export interface CanaryFlight {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly mailId: string;
  readonly unsubscribeId: string;
}

export interface CanaryDependencies {
  readonly current: () => Promise<CanaryFlight | undefined>;
  readonly remember: (flight: CanaryFlight) => Promise<void>;
  /** Stores a raw mail and announces it, as SES does. */
  readonly release: (mailId: string, raw: string, receivedAt: Date) => Promise<void>;
  /** Whether the ledger has the mail as read, and its delivery with its fate. */
  readonly fateOf: (mailId: string) => Promise<{ readonly isRead: boolean; readonly isSettled: boolean }>;
  readonly now: () => Date;
}
