import type { Hold, ProviderCounts } from './holds.ts';

/** Counts of our mail at mailbox providers, by the hour, and the providers that are held. */
export interface ProviderBook {
  /** Adds to the hour of that time. */
  count(tenant: string, provider: string, at: Date, what: keyof ProviderCounts): Promise<void>;
  /** The last 24 hours, by provider. */
  lastDay(tenant: string, now: Date): Promise<Map<string, ProviderCounts[]>>;
  holds(tenant: string): Promise<Hold[]>;
  hold(tenant: string, hold: Hold): Promise<void>;
  release(tenant: string, provider: string): Promise<void>;
}
