/** The progress of the sweep. */
export interface SweepMark {
  /** When the last complete look at all stored mail began: no mail that was stored before is lost. */
  readonly lookedUntil?: Date | undefined;
  /** A look that has not ended yet. */
  readonly look?: SweepLook | undefined;
  /** When the last run began that reached its end; absent in rows of earlier versions. */
  readonly ranAt?: Date | undefined;
}

/** A look at all stored mail, which continues where the last run ran out of time. */
export interface SweepLook {
  readonly startedAt: Date;
  /** The look leaves out mail that was stored before. */
  readonly since: Date;
  /** The last key that it has looked at. */
  readonly after: string;
  /** Whether scheduled runs make it, a page each. */
  readonly isPatrol?: boolean;
}
