// A worker thread of `npm run chaos`: runs the seeds that it receives, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { type RunOptions, runSimulation } from './run.ts';

const base = workerData as Pick<RunOptions, 'mutation'>;

parentPort?.on('message', async (seed: number) => {
  try {
    const { traceLines, ...result } = await runSimulation({ ...base, seed });
    parentPort?.postMessage({ result });
  } catch (error) {
    parentPort?.postMessage({ seed, error: String((error as Error).stack) });
  }
});
