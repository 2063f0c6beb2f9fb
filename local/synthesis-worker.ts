// Runs inside a worker thread, which takes the CDK and what it prints along when it ends: writes the cloud assembly of a stage.
import { workerData } from 'node:worker_threads';
import type { StageConfig } from '../lib/stage-config.ts';
import { synthesizeAssembly } from './template.ts';

/** The thread's order. */
export interface SynthesisOrder {
  readonly config: StageConfig;
  /** An empty folder for the cloud assembly. */
  readonly outdir: string;
  readonly isBundled: boolean;
}

const { config, outdir, isBundled }: SynthesisOrder = workerData;
synthesizeAssembly(config, { outdir, isBundled });
