import type { ConsentChange } from './change.ts';

/** The mails of the suppression lane, as whoever makes their changes effective sees them. */
export interface AppliedChanges {
  /**
   * Notes that one of the changes that such a mail brought is effective; the last one settles the mail.
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
