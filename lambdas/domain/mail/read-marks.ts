/** Earlier readings of a mail that was offered before. */
export interface ReadStanding {
  /** Readings that ended without an answer: whoever read it was killed, or ran out of time or memory. */
  readonly unanswered: number;
  /** Those in which nothing else was read: it was that mail and no other. */
  readonly alone: number;
  /** It was given up for that already, under another message. */
  readonly isGivenUp: boolean;
}

/** Marks that are written before a mail is read and removed after; only for mail that was tried before. */
export interface ReadMarks {
  standing(mailId: string): Promise<ReadStanding>;
  begin(mailId: string, isAlone: boolean): Promise<void>;
  /** Never fails: what was read is read, whether its mark goes or stays. */
  end(mailId: string): Promise<void>;
}

/** The code of a mail that is not read any more, because each reading of it ended without an answer. */
export const givenUpCode = 'no-answer';
