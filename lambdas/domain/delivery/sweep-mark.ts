/** How far the sweep has come. */
export interface SweepMark {
  /** When the last look at all stored mail began that came to its end: of what was stored before, nothing is lost. */
  readonly lookedUntil?: Date | undefined;
  /** A look that has not ended yet. */
  readonly look?: SweepLook | undefined;
}

/** A look at all stored mail, which goes on where the run before ran out of time. */
export interface SweepLook {
  readonly startedAt: Date;
  /** Mail that was stored before is none of its business. */
  readonly since: Date;
  /** The last key that it has looked at. */
  readonly after: string;
}
