import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file in the data folder that describes a running pipeline. */
export const runtimeFileName = 'runtime.json';

/** A running pipeline, for the command line. */
export interface RuntimeFile {
  readonly pid: number;
  readonly smtp: number;
  readonly http: number;
  /** A browser needs it for the sandbox (`x-postern-run`); the AWS endpoints contain it, too. */
  readonly token: string;
  /** AWS endpoints, tables, buckets and queues. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the functions, by their folder under `lambdas/`. */
  readonly functions: Readonly<Record<string, string>>;
}

/** Writes the file for its owner only: it holds the token and the access key of the run. */
export function writeRuntimeFile(dataDir: string, file: RuntimeFile): void {
  const path = join(dataDir, runtimeFileName);
  // A write keeps the mode of an old file, which a killed pipeline may have left.
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(file, null, 2), { mode: 0o600 });
}
