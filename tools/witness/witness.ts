import type { Report } from './report.ts';
import type { AssembledStack } from './template.ts';

/** Something that a witness cannot run without. */
export interface Need {
  readonly name: string;
  /**
   * Finds or installs it.
   *
   * @returns where it is
   * @throws Error that says what is missing and how to get it
   */
  prepare(say: Say): Promise<string>;
}

/** Tells whoever waits what goes on. */
export type Say = (line: string) => void;

/** The tools of a witness. */
export interface Workbench {
  /** A folder of the run's own, removed at its end. */
  readonly scratch: string;
  /** Where each need is, by its name. */
  readonly tools: ReadonlyMap<string, string>;
  /** The stacks of every stage of `stages.yaml`; synthesized once for all witnesses. */
  stacks(): Promise<readonly AssembledStack[]>;
  readonly say: Say;
}

/** A program that somebody else wrote and that looks at ours: what it says is no echo of our own tests. */
export interface Witness {
  /** As the command line takes it. */
  readonly name: string;
  /** One line for `--help`. */
  readonly confirms: string;
  readonly needs: readonly Need[];
  /** @throws Error when it could not do its work, which counts as one failure */
  run(workbench: Workbench): Promise<Report>;
}
