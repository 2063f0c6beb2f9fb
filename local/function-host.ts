import type { WriteStream } from 'node:fs';
import { addCounts, type CallCounts, noCalls } from './call-counts.ts';
import type { FunctionCode } from './function-code.ts';
import type { FunctionWiring } from './wiring.ts';
import { createWorkerPool } from './worker-pool.ts';
import { InvocationError, startWorkerSlot } from './worker-slot.ts';

/** The function fails by order, as a broken deployment does. */
export class BrokenFunctionError extends InvocationError {
  override readonly name = 'BrokenFunctionError';
}

/** The use of a function since the start. */
interface FunctionUse {
  readonly invocations: number;
  /** Time of all invocations, in ms. */
  readonly ms: number;
  readonly memoryMb: number;
  readonly counts: CallCounts;
}

export interface FunctionHost {
  /** The function's name in a deployment. */
  readonly name: string;
  /** Which of ours it is: the folder under `lambdas/`. */
  readonly stage: string;
  /** @param onBegin called when a worker has taken the event @throws InvocationError */
  invoke(event: unknown, onBegin?: () => void): Promise<unknown>;
  /** Calls to AWS that its finished invocations made. */
  awsCalls(): number;
  /** Its finished invocations, and what AWS would bill for their calls. */
  use(): FunctionUse;
  /** Starts one worker ahead of the first invocation. */
  warm(): Promise<void>;
  /**
   * Loads the code anew for every invocation from now on; those in flight finish with the old one.
   *
   * @throws InvocationError when the code cannot be loaded; then the old one stays
   */
  restart(): Promise<void>;
  /** Kills a worker that is at work, or an idle one: a crash. False when there is none. */
  kill(): Promise<boolean>;
  /** Makes every later invocation fail at once, as with a broken deployment. */
  fail(): void;
  stop(): Promise<void>;
}

interface FunctionHostOptions {
  readonly wiring: FunctionWiring;
  readonly code: FunctionCode;
  /** Added to the template's own environment: endpoints and credentials that a deployment has by other means. */
  readonly environment: Readonly<Record<string, string>>;
  /** Most workers, each with one invocation at a time, as Lambda's execution environments have. */
  readonly concurrency: number;
  readonly logFile: WriteStream;
}

/** One function of the template in worker threads of its own, with its own environment and nothing else's. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const { wiring } = options;
  const pool = createWorkerPool({
    name: wiring.name,
    concurrency: options.concurrency,
    start: (onEnd) => startWorkerSlot({ ...slotOptionsOf(options), onEnd }),
  });
  let isFailing = false;
  let awsCalls = 0;
  let use: FunctionUse = { invocations: 0, ms: 0, memoryMb: wiring.memoryMb, counts: noCalls };

  return {
    name: wiring.name,
    stage: wiring.stage,
    awsCalls: () => awsCalls,
    use: () => use,
    async invoke(event, onBegin) {
      if (isFailing) throw new BrokenFunctionError(`${wiring.name} was told to fail`);
      const slot = await pool.acquire();
      onBegin?.();
      const startedAt = performance.now();
      try {
        const answer = await slot.invoke(event);
        awsCalls += answer.awsCalls;
        use = {
          ...use,
          invocations: use.invocations + 1,
          ms: use.ms + performance.now() - startedAt,
          counts: addCounts(use.counts, answer.counts),
        };
        return answer.result;
      } finally {
        pool.release(slot);
      }
    },
    warm: pool.warm,
    restart: pool.replace,
    async kill() {
      const victim = pool.some();
      await victim?.terminate();
      return victim !== undefined;
    },
    fail() {
      isFailing = true;
    },
    stop: pool.stop,
  };
}

const slotOptionsOf = ({ wiring, code, environment, logFile }: FunctionHostOptions) => ({
  wiring,
  code,
  environment: { ...environment, ...wiring.environment },
  logFile,
});
