/** Quarantined mails that a person wants read again, after a reader was fixed. */
export interface RereadRequest {
  readonly reread: readonly string[];
  readonly dryRun?: boolean;
  /** Who asked, for the log. */
  readonly actor: string;
}

/** The result of one of them. */
export interface RereadMail {
  readonly mailId: string;
  /** `not-quarantined`: it was read already, and stays as it is. */
  readonly result: 'queued' | 'would-queue' | 'not-quarantined' | 'unknown';
  readonly reason?: string;
}

export interface RereadReport {
  readonly mails: readonly RereadMail[];
}

/** The most mails of one call. */
export const maxRereads = 100;
