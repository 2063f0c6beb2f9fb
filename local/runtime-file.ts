import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a running pipeline leaves word of itself, in its data folder. */
export const runtimeFileName = 'runtime.json';

/** What the command line finds there. */
export interface RuntimeFile {
  readonly pid: number;
  readonly smtp: number;
  readonly http: number;
  /** By which a browser may use the sandbox (`x-postern-run`); the AWS endpoints hold it, too. */
  readonly token: string;
  /** AWS endpoints, tables, buckets and queues. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the functions, by their folder under `lambdas/`. */
  readonly functions: Readonly<Record<string, string>>;
}

/** Writes it for its owner only: it holds the token and the access key of the run. */
export function writeRuntimeFile(dataDir: string, file: RuntimeFile): void {
  const path = join(dataDir, runtimeFileName);
  // One that a killed pipeline left keeps its mode when it is written again.
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(file, null, 2), { mode: 0o600 });
}
