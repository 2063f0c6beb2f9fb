import type { ConsentChange } from './change.ts';

/** The mails of the suppression lane, for the code that makes their changes effective. */
export interface AppliedChanges {
  /**
   * Records that one of the changes of such a mail is effective; the last one settles the mail.
   *
   * @param of how many changes the mail brought
   */
  noteApplied(
    mail: Pick<NonNullable<ConsentChange['delivery']>, 'eventId' | 'integration'>,
    changeId: string,
    of: number,
    reason: string,
    now: Date,
  ): Promise<void>;
}
