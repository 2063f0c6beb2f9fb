import type { ReplayJob, ReplayOrder } from './replay-job.ts';

/** Replays in the ledger. */
export interface ReplayJobs {
  /** Keeps a new replay; one that is there under its id stays, and is returned. */
  create(order: ReplayOrder): Promise<ReplayJob>;
  get(id: string): Promise<ReplayJob | undefined>;
  /** The ids of replays that have not ended, oldest first. */
  open(): Promise<string[]>;
  /** Takes a replay for this worker alone; undefined when another one has it, or it has ended. */
  claim(id: string, now: Date, leaseMs: number): Promise<ReplayJob | undefined>;
  /**
   * Writes how far a replay is, and its end where it has one.
   *
   * @param until until when this worker keeps it; absent: it gives it back
   * @returns false when another worker has it now
   */
  save(job: ReplayJob, until?: Date): Promise<boolean>;
}
