import type { ConsentChange } from './change.ts';

/** The suppressions queue as the sources of changes see it. */
export interface ChangeQueue {
  /** Sends one change of one person's consent; the changes of one person keep their order. */
  sendChange(change: ConsentChange): Promise<void>;
}
