import { randomUUID } from 'node:crypto';
import type { WriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FunctionWiring } from './wiring.ts';

/** An invocation that did not return: the handler threw, timed out, or its worker died. */
export class InvocationError extends Error {
  override readonly name: string = 'InvocationError';
}

/** The function was told to fail, as a broken deployment does. */
export class BrokenFunctionError extends InvocationError {
  override readonly name = 'BrokenFunctionError';
}

export interface FunctionHost {
  readonly name: string;
  readonly entry: string;
  invoke(event: unknown): Promise<unknown>;
  /** Calls to AWS that its finished invocations made. */
  awsCalls(): number;
  /** Starts one worker ahead of the first invocation. */
  warm(): Promise<void>;
  /** Kills a worker that is at work, or an idle one: a crash. False when there is none. */
  kill(): Promise<boolean>;
  /** From now on every invocation fails at once, as with a broken deployment. */
  fail(): void;
  stop(): Promise<void>;
}

export interface FunctionHostOptions {
  readonly wiring: FunctionWiring;
  /** Added to the template's own environment: endpoints and credentials that a deployment has by other means. */
  readonly environment: Readonly<Record<string, string>>;
  /** Workers, each with one invocation at a time, as Lambda's execution environments have. */
  readonly concurrency: number;
  readonly logFile: WriteStream;
}

interface Slot {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  busy: boolean;
  settle?: { resolve: (value: unknown) => void; reject: (error: Error) => void; requestId: string };
}

/** One function of the template in worker threads of its own, with its own environment and nothing else's. */
export function createFunctionHost({ wiring, environment, concurrency, logFile }: FunctionHostOptions): FunctionHost {
  const slots = new Set<Slot>();
  const waiting: Array<() => void> = [];
  let stopped = false;
  let isFailing = false;
  let awsCalls = 0;

  const start = (): Slot => {
    const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
      workerData: { entry: new URL(`../${wiring.entry}`, import.meta.url).href, functionName: wiring.name },
      env: { ...environment, ...wiring.environment },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true,
    });
    worker.stdout.pipe(logFile, { end: false });
    worker.stderr.pipe(logFile, { end: false });
    const ready = new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', () => reject(new InvocationError(`${wiring.name} ended while it started`)));
    });
    ready.catch(() => {});
    const slot: Slot = { worker, ready, busy: false };
    const end = (error: Error): void => {
      slots.delete(slot);
      slot.settle?.reject(error);
      delete slot.settle;
      waiting.shift()?.();
    };
    worker.on('error', (error: Error) => end(new InvocationError(`${wiring.name} crashed: ${error.message}`)));
    worker.on('exit', () => end(new InvocationError(`${wiring.name} was killed`)));
    worker.on(
      'message',
      (message: {
        requestId?: string;
        result?: unknown;
        awsCalls?: number;
        error?: { name: string; message: string };
      }) => {
        if (message.requestId === undefined || message.requestId !== slot.settle?.requestId) return;
        awsCalls += message.awsCalls ?? 0;
        const { resolve, reject } = slot.settle;
        delete slot.settle;
        if (message.error) reject(new InvocationError(`${message.error.name}: ${message.error.message}`));
        else resolve(message.result);
      },
    );
    slots.add(slot);
    return slot;
  };

  const acquire = async (): Promise<Slot> => {
    for (;;) {
      if (stopped) throw new InvocationError(`${wiring.name} is stopping`);
      const idle = [...slots].find(({ busy }) => !busy) ?? (slots.size < concurrency ? start() : undefined);
      if (idle !== undefined) {
        idle.busy = true;
        return idle;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };

  return {
    name: wiring.name,
    entry: wiring.entry,
    awsCalls: () => awsCalls,
    async invoke(event) {
      if (isFailing) throw new BrokenFunctionError(`${wiring.name} was told to fail`);
      const slot = await acquire();
      const timer: { id?: NodeJS.Timeout } = {};
      try {
        await slot.ready;
        const requestId = randomUUID();
        const deadline = Date.now() + wiring.timeoutMs;
        return await new Promise((resolve, reject) => {
          slot.settle = { resolve, reject, requestId };
          // As in Lambda, a function that is out of time is ended, not asked.
          timer.id = setTimeout(() => void slot.worker.terminate(), wiring.timeoutMs);
          slot.worker.postMessage({ event, deadline, requestId });
        });
      } finally {
        clearTimeout(timer.id);
        slot.busy = false;
        waiting.shift()?.();
      }
    },
    async warm() {
      if (slots.size === 0) await start().ready;
    },
    async kill() {
      const victim = [...slots].find(({ busy }) => busy) ?? [...slots][0];
      await victim?.worker.terminate();
      return victim !== undefined;
    },
    fail() {
      isFailing = true;
    },
    async stop() {
      stopped = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...slots].map(({ worker }) => worker.terminate()));
    },
  };
}
