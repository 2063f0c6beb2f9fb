/** Earlier readings of a mail that was offered before. */
export interface ReadStanding {
  /** Readings that ended without an answer: the reader was killed, or ran out of time or memory. */
  readonly unanswered: number;
  /** Unanswered readings of this mail alone, with no other mail beside it. */
  readonly alone: number;
  /** Whether it was given up already, under another message. */
  readonly isGivenUp: boolean;
}

/** Marks that are written before a mail is read and removed after; only for mail that was tried before. */
export interface ReadMarks {
  standing(mailId: string): Promise<ReadStanding>;
  begin(mailId: string, isAlone: boolean): Promise<void>;
  /** Never fails: the reading counts whether its mark goes or stays. */
  end(mailId: string): Promise<void>;
}

/** The code of a mail that is not read any more, because each reading of it ended without an answer. */
export const givenUpCode = 'no-answer';
