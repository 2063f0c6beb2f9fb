/** One thing that a witness looked at. */
export interface Check {
  /** A sentence that holds when nothing is wrong. */
  readonly title: string;
  /** The problem; absent when nothing is wrong. */
  readonly problem?: string;
}

/** The result of a witness. */
export interface Report {
  readonly checks: readonly Check[];
  /** Further facts for the reader: named differences, and parts that could not be checked. */
  readonly notes: readonly string[];
}

/** A check, passed where there is no problem. */
export const check = (title: string, problem?: string): Check =>
  problem === undefined ? { title } : { title, problem };
