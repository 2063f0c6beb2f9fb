/** One thing that a witness looked at. */
export interface Check {
  /** A sentence that holds when nothing is wrong. */
  readonly title: string;
  /** What is wrong; absent when nothing is. */
  readonly problem?: string;
}

/** What a witness saw. */
export interface Report {
  readonly checks: readonly Check[];
  /** What a reader should know beside: differences that are named, and what could not be looked at. */
  readonly notes: readonly string[];
}

/** A check, passed where there is no problem. */
export const check = (title: string, problem?: string): Check =>
  problem === undefined ? { title } : { title, problem };
