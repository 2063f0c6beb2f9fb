import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FaultCounts } from './faults.ts';
import type { RunResult } from './run.ts';
import type { Mutation } from './world.ts';

interface FleetOptions {
  readonly firstSeed: number;
  readonly runs: number;
  readonly jobs?: number;
  readonly mutation?: Mutation;
  /** Number of failing runs after which the fleet stops. */
  readonly maxFailures?: number;
  readonly onProgress?: (done: number) => void;
}

export interface FleetReport {
  readonly runs: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly inverted: number;
  readonly stuck: number;
  readonly wrong: number;
  readonly mails: number;
  readonly calls: number;
  readonly faults: FaultCounts;
  readonly failures: ReadonlyArray<Omit<RunResult, 'traceLines'>>;
}

/** Runs many seeds on all processors. Rejects when a run throws, because that is a bug of the simulation itself. */
export async function runFleet(options: FleetOptions): Promise<FleetReport> {
  const { firstSeed, runs, jobs = availableParallelism(), mutation, maxFailures = 5, onProgress } = options;
  const totals = { runs: 0, lost: 0, duplicated: 0, inverted: 0, stuck: 0, wrong: 0, mails: 0, calls: 0 };
  const faults: Record<string, number> = {};
  const failures: Array<Omit<RunResult, 'traceLines'>> = [];
  let next = firstSeed;

  const add = (result: Omit<RunResult, 'traceLines'>): void => {
    totals.runs += 1;
    totals.mails += result.mails.length;
    totals.calls += result.calls;
    for (const kind of ['lost', 'duplicated', 'inverted', 'stuck', 'wrong'] as const)
      totals[kind] += result.verdict[kind].length;
    for (const [name, count] of Object.entries(result.faults)) faults[name] = (faults[name] ?? 0) + count;
    if (!result.isClean) failures.push(result);
    onProgress?.(totals.runs);
  };

  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { ...(mutation && { mutation }) },
      env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    try {
      while (next < firstSeed + runs && failures.length < maxFailures) {
        const seed = next;
        next += 1;
        const answer = await ask(worker, seed);
        if (answer.result === undefined) throw new Error(`seed ${seed}: ${answer.error}`);
        add(answer.result);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs) }, lane));
  return { ...totals, faults, failures: failures.toSorted((a, b) => a.seed - b.seed) };
}

function ask(worker: Worker, seed: number): Promise<{ result?: Omit<RunResult, 'traceLines'>; error?: string }> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message) => {
      worker.off('error', reject);
      resolve(message);
    });
    worker.postMessage(seed);
  });
}
