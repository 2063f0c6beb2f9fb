/** Two conversations that a mail made one. */
export interface ThreadMerge {
  readonly tenant: string;
  /** The conversation that is merged into the other one. */
  readonly thread: string;
  readonly into: string;
  /** The event of the mail that named both; absent for merges of earlier versions. */
  readonly by?: string;
  /** When that mail was received, ISO 8601 UTC. */
  readonly at?: string;
}
