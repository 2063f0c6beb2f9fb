import type { Outcome } from './outcome.ts';

/** A person who came into another stage of a lifecycle. */
export interface PersonStage {
  /** The CRM's id of the contact. */
  readonly id: string;
  readonly address: string;
  /** The CRM's own value of the stage. */
  readonly stage: string;
  /** When the stage began, ISO 8601. */
  readonly at: string;
  /** The person was in no other stage before. */
  readonly isFirst: boolean;
}

/** The stages of people in a CRM's lifecycle, as far as it dates them. */
export interface PersonStages {
  /**
   * People who came into another stage since a time.
   *
   * @param since the caller has seen the changes before that time; the same changes may come again
   * @returns them, and the start of the next poll
   */
  changedSince(since: Date): Promise<Outcome<{ readonly people: readonly PersonStage[]; readonly until: Date }>>;
}
