/** Where a running pipeline leaves word of itself, in its data folder. */
export const runtimeFileName = 'runtime.json';

/** What the command line finds there. */
export interface RuntimeFile {
  readonly pid: number;
  readonly smtp: number;
  readonly http: number;
  /** AWS endpoints, tables, buckets and queues. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the functions, by their folder under `lambdas/`. */
  readonly functions: Readonly<Record<string, string>>;
}
