/** A reference to a record at a CRM. */
export interface Ref {
  /** Empty where a step has only a note to give. */
  readonly id: string;
  readonly type?: string;
  /** Ids of further records of the same mail: a person looks at them, Postern never deletes them. */
  readonly duplicates?: readonly string[];
  /** Ids of other records that match as well, where that is usual at the vendor: a person of two leads. */
  readonly alternatives?: readonly string[];
  /** The effect of a step, or the reason why it had none: words and names of the account, never content. `postern trace` shows it. */
  readonly note?: string;
}

/** A call or a write that succeeded. */
export interface Success<T> {
  readonly kind: 'ok';
  readonly value: T;
  /**
   * The effect of a write on the record; `existing`: it ended at a record that was there already. Absent where nothing was
   * to be written, as for a look-up, and where no record is meant.
   */
  readonly how?: 'created' | 'updated' | 'existing' | 'unchanged';
}

/**
 * The result of one attempt at a CRM. Adapters return it and never throw for a vendor's answer, so that
 * the delivery knows what acknowledging would mean.
 */
export type Outcome<T = Ref> =
  | Success<T>
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
  /** Final, and about this message's data only. */
  | { readonly kind: 'rejected'; readonly code: string; readonly field?: string; readonly message: string };

/** An outcome without its value, as it travels up when a step did not succeed. */
export type Failure = Exclude<Outcome<never>, Success<never>>;

/** A value that was read, or a write of something that is no record. */
export const ok = <T>(value: T): Success<T> => ({ kind: 'ok', value });

/** There is no record, and none was written. */
export const none = (): Success<undefined> => ok(undefined);

/** A write ended at a record that was there already. */
export const existing = (id: string): Success<Ref> => ({ kind: 'ok', value: { id }, how: 'existing' });

/** A write made the record. */
export const created = (id: string): Success<Ref> => ({ kind: 'ok', value: { id }, how: 'created' });

/** A write changed what was there; no further step needs its record. */
export const updated = (): Success<undefined> => ({ kind: 'ok', value: undefined, how: 'updated' });

/** Anything but a success: a failure, or another answer of a vendor (no such record, a conflict). */
interface Unsuccessful {
  readonly kind: Failure['kind'] | 'absent' | 'conflict';
}

/**
 * Maps the value of a success; anything else passes through unchanged.
 *
 * @example mapOk(await search(email), (people) => people.map(({ id }) => id))
 */
export function mapOk<T, U, F extends Unsuccessful>(outcome: Success<T> | F, map: (value: T) => U): Success<U> | F {
  return outcome.kind === 'ok' ? ok(map(outcome.value)) : outcome;
}

/**
 * Continues after a success with a step that has an outcome of its own; anything else passes through unchanged.
 *
 * @example return andThen(await search(email), onlyOne);
 */
export function andThen<T, R, F extends Unsuccessful>(outcome: Success<T> | F, next: (value: T) => R): R | F {
  return outcome.kind === 'ok' ? next(outcome.value) : outcome;
}

/** Kinds of failures: who is affected, and who has to act. */
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

/** The code of a `misconfigured` failure that comes from no vendor: the credentials could not be read. */
export const unreadableCredentials = 'credentials';

/** The code of a `rejected` failure that comes from no vendor: the CRM keeps an activity only with a record, and there is none. */
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
