import type { WriteStream } from 'node:fs';
import type { FunctionCode } from './function-code.ts';
import type { FunctionWiring } from './wiring.ts';
import { InvocationError, startWorkerSlot, type WorkerSlot } from './worker-slot.ts';

/** The function fails by order, as a broken deployment does. */
export class BrokenFunctionError extends InvocationError {
  override readonly name = 'BrokenFunctionError';
}

export interface FunctionHost {
  /** The function's name in a deployment. */
  readonly name: string;
  /** Which of ours it is: the folder under `lambdas/`. */
  readonly stage: string;
  /** @throws InvocationError */
  invoke(event: unknown): Promise<unknown>;
  /** Calls to AWS that its finished invocations made. */
  awsCalls(): number;
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
  /** Workers, each with one invocation at a time, as Lambda's execution environments have. */
  readonly concurrency: number;
  readonly logFile: WriteStream;
}

/** The workers of a function, and the invocations that wait for a worker. */
interface Pool {
  readonly name: string;
  /** Idle workers with the present code. */
  readonly idle: Set<WorkerSlot>;
  readonly busy: Set<WorkerSlot>;
  readonly replaced: Set<WorkerSlot>;
  readonly waiting: Array<() => void>;
  readonly concurrency: number;
  start(): WorkerSlot;
  isStopped: boolean;
}

/** One function of the template in worker threads of its own, with its own environment and nothing else's. */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const { wiring } = options;
  const pool = createPool(options);
  let isFailing = false;
  let awsCalls = 0;

  return {
    name: wiring.name,
    stage: wiring.stage,
    awsCalls: () => awsCalls,
    async invoke(event) {
      if (isFailing) throw new BrokenFunctionError(`${wiring.name} was told to fail`);
      const slot = await acquire(pool);
      try {
        const answer = await slot.invoke(event);
        awsCalls += answer.awsCalls;
        return answer.result;
      } finally {
        release(pool, slot);
      }
    },
    async warm() {
      if (pool.idle.size + pool.busy.size > 0) return;
      const slot = pool.start();
      pool.idle.add(slot);
      await slot.ready;
    },
    restart: () => replaceAll(pool),
    async kill() {
      const [victim] = [...pool.busy, ...pool.replaced, ...pool.idle];
      await victim?.terminate();
      return victim !== undefined;
    },
    fail() {
      isFailing = true;
    },
    async stop() {
      pool.isStopped = true;
      for (const wake of pool.waiting.splice(0)) wake();
      await Promise.all([...pool.idle, ...pool.busy, ...pool.replaced].map((slot) => slot.terminate()));
    },
  };
}

function createPool({ wiring, code, environment, concurrency, logFile }: FunctionHostOptions): Pool {
  const pool: Pool = {
    name: wiring.name,
    idle: new Set(),
    busy: new Set(),
    replaced: new Set(),
    waiting: [],
    concurrency,
    isStopped: false,
    start: () =>
      startWorkerSlot({
        wiring,
        code,
        environment: { ...environment, ...wiring.environment },
        logFile,
        onEnd(slot) {
          for (const set of [pool.idle, pool.busy, pool.replaced]) set.delete(slot);
          pool.waiting.shift()?.();
        },
      }),
  };
  return pool;
}

async function acquire(pool: Pool): Promise<WorkerSlot> {
  for (;;) {
    if (pool.isStopped) throw new InvocationError(`${pool.name} is stopping`);
    const [idle] = pool.idle;
    const slot = idle ?? (pool.busy.size < pool.concurrency ? pool.start() : undefined);
    if (slot !== undefined) {
      pool.idle.delete(slot);
      pool.busy.add(slot);
      return slot;
    }
    await new Promise<void>((resolve) => pool.waiting.push(resolve));
  }
}

function release(pool: Pool, slot: WorkerSlot): void {
  // A worker that has ended meanwhile is in neither set.
  if (pool.busy.delete(slot)) pool.idle.add(slot);
  if (pool.replaced.delete(slot)) void slot.terminate();
  pool.waiting.shift()?.();
}

async function replaceAll(pool: Pool): Promise<void> {
  const fresh = pool.start();
  await fresh.ready;
  const [idle, busy] = [[...pool.idle], [...pool.busy]];
  pool.idle.clear();
  pool.busy.clear();
  pool.idle.add(fresh);
  for (const slot of busy) pool.replaced.add(slot);
  for (const slot of idle) void slot.terminate();
  for (const wake of pool.waiting.splice(0)) wake();
}
