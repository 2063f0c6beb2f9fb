/** A record at a CRM. */
export interface Ref {
  readonly id: string;
  readonly type?: string;
  /** Ids of further records of the same mail: for a person to look at, never to be deleted by us. */
  readonly duplicates?: readonly string[];
}

/**
 * What one attempt at a CRM came to. Adapters return it and never throw for what a vendor answers, so that
 * the delivery knows what acknowledging would mean.
 */
export type Outcome<T = Ref> =
  | { readonly kind: 'ok'; readonly value: T; readonly how: 'created' | 'updated' | 'existing' | 'unchanged' }
  /** Several records match: never guess, ask a human. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Ref[] }
  /** A timeout or a 5xx after sending: it may have happened. Reconcile before a retry. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'throttled';
      readonly scope: 'burst' | 'daily' | 'concurrency';
      readonly retryAt: Date;
      /** The vendor named no time: `retryAt` is our guess. */
      readonly isGuess?: true;
    }
  /** Authentication, a scope, a renamed or newly required field: every message meets it until somebody acts. */
  | { readonly kind: 'misconfigured'; readonly code: string; readonly message: string }
  /** Terminal, and about this message's data only. */
  | { readonly kind: 'rejected'; readonly code: string; readonly field?: string; readonly message: string };

/** What kind of trouble a failure is: whom it concerns, and who has to act. */
export const errorClasses = ['quota', 'outage', 'configuration', 'validation', 'ambiguous'] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** Keeps limits apart from outages, settings and refused data, in logs, in the ledger and in filters. */
export function errorClassOf(failure: Failure): ErrorClass {
  switch (failure.kind) {
    case 'throttled':
      return 'quota';
    case 'unknown':
      return 'outage';
    case 'misconfigured':
      return 'configuration';
    case 'rejected':
      return 'validation';
    case 'ambiguous':
      return 'ambiguous';
  }
}

/** An outcome without its value, as it travels up when a step did not succeed. */
export type Failure = Exclude<Outcome<never>, { kind: 'ok' }>;

/** The code of a `misconfigured` failure that is no vendor's: the credentials could not be read. */
export const unreadableCredentials = 'credentials';

/** The code of a `rejected` failure that is no vendor's: the CRM keeps an activity only with a record, and there is none. */
export const noParentCode = 'NO_PARENT';

/** A reason for the ledger and the logs: the vendor's code and words, which adapters keep free of content. */
export function failureReason(failure: Failure): string {
  switch (failure.kind) {
    case 'ambiguous':
      return `ambiguous: ${failure.candidates.length} records match`;
    case 'unknown':
      return 'unknown: no clear answer';
    case 'throttled':
      return `throttled: ${failure.scope}`;
    case 'misconfigured':
    case 'rejected':
      return `${failure.kind}: ${failure.code}: ${failure.message}`.slice(0, 500);
  }
}
