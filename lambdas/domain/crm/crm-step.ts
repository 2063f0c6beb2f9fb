import type { Outcome, Ref } from './outcome.ts';

/** How a step of this connection can be told apart from its own repetition. */
export type StepKey =
  /** The CRM keeps one record per key: repeating the write is safe at any time. */
  | { readonly kind: 'unique' }
  /** No unique key: after an unclear write wait out the lag, look it up, write only if absent. */
  | { readonly kind: 'lookup'; readonly visibilityLagMs: number }
  /** The vendor remembers our idempotency key for a while: repeating is safe so long, after that it is a lookup. */
  | { readonly kind: 'window'; readonly windowMs: number; readonly visibilityLagMs: number };

/** One write at a CRM. */
export interface CrmStep {
  readonly name: StepName;
  readonly key: StepKey;
  /** How many requests a write may make, one after the other; absent: one. They must end before the lease does. */
  readonly requests?: number;
  /** @param refs records of the steps before it */
  write(refs: Partial<Record<StepName, Ref>>): Promise<Outcome<Ref | undefined>>;
  /**
   * What the record is at its connection when other deliveries may want the same one, as a hash: a person, a domain, a
   * conversation. Where no key of the CRM is unique it is made under a claim; `find` is asked before each write then.
   */
  readonly record?: string;
  /** Looks for the record of an earlier, unclear write. Never called for `unique` keys. */
  find?(refs: Partial<Record<StepName, Ref>>): Promise<Outcome<Ref | undefined>>;
}

/** The steps of a delivery at a CRM, in the order that they are written. */
export const stepNames = ['contact', 'company', 'link', 'deal', 'fill', 'activity', 'files', 'task'] as const;
export type StepName = (typeof stepNames)[number];
