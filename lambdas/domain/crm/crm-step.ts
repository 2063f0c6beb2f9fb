import type { Outcome, Ref } from './outcome.ts';

/** How a repetition of a step is recognized at this connection. */
export type StepKey =
  /** The CRM keeps one record per key: repeating the write is safe at any time. */
  | { readonly kind: 'unique' }
  /** No unique key: after an unclear write wait out the lag, look it up, write only if absent. */
  | { readonly kind: 'lookup'; readonly visibilityLagMs: number }
  /** The vendor remembers our idempotency key for a while: until then repeating is safe, after that it is a lookup. */
  | { readonly kind: 'window'; readonly windowMs: number; readonly visibilityLagMs: number };

/** One write at a CRM. */
export interface CrmStep {
  readonly name: StepName;
  readonly key: StepKey;
  /**
   * The most requests of a write, one after the other. They must end before the lease does.
   *
   * @default 1
   */
  readonly requests?: number;
  /** @param refs records of the steps before it */
  write(refs: Partial<Record<StepName, Ref>>): Promise<Outcome<Ref | undefined>>;
  /**
   * The identity of a record that other deliveries may share, as a hash: of a person, a domain, a conversation. Where no key
   * of the CRM is unique, the record is made under a claim, and `find` is called before each write.
   */
  readonly record?: string;
  /** Looks for the record of an earlier, unclear write. Never called for `unique` keys. */
  find?(refs: Partial<Record<StepName, Ref>>): Promise<Outcome<Ref | undefined>>;
}

/** The steps of a delivery at a CRM, in the order of their writes. */
export const stepNames = [
  'contact',
  'company',
  'link',
  'deal',
  'named',
  'fill',
  'activity',
  'files',
  'task',
  'stage',
] as const;
export type StepName = (typeof stepNames)[number];
