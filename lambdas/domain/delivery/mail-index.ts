import type { PlaceList } from './place-lists.ts';

/** Reads that one request may still make. */
export interface ReadBudget {
  left: number;
}

/** The mails of one day. */
export interface DayCounts {
  /** As 2026-12-01. */
  readonly day: string;
  readonly received: number;
  /** Mails that have the fate; one with two deliveries may have two. */
  readonly byFate: Readonly<Record<string, number>>;
}

/** Reads of the index behind the list of mails. */
export interface MailIndex {
  /** All mail of a tenant. */
  all(tenant: string, budget: ReadBudget): PlaceList;
  /** The mail of a tenant that has a word. */
  withWord(tenant: string, word: string, budget: ReadBudget): PlaceList;
  /** The days on which a tenant got mail, the newest first. @param since and until days, as 2026-12-01 */
  days(tenant: string, since: string, until: string): Promise<DayCounts[]>;
}
