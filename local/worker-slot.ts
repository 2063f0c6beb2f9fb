import { randomUUID } from 'node:crypto';
import type { WriteStream } from 'node:fs';
import type { EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { type CallCounts, noCalls } from './call-counts.ts';
import type { FunctionCode } from './function-code.ts';
import type { WorkerSettings } from './function-worker.ts';
import type { FunctionWiring } from './wiring.ts';

/** By default V8 lets the young objects of a thread take 48 MB, of which an invocation needs little. */
const maxYoungGenerationSizeMb = 16;

/** An invocation that did not return: the handler threw, timed out, or its worker died. */
export class InvocationError extends Error {
  override readonly name: string = 'InvocationError';
}

interface WorkerSlotOptions {
  readonly wiring: FunctionWiring;
  readonly code: FunctionCode;
  /** All variables that the worker has. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: WriteStream;
  /** Called when the worker has ended, by itself or by `terminate`. */
  readonly onEnd: (slot: WorkerSlot) => void;
}

/** The answer of an invocation, with the calls to AWS that it made. */
interface InvocationAnswer {
  readonly result: unknown;
  readonly awsCalls: number;
  /** Those that were answered. */
  readonly counts: CallCounts;
}

/** One worker thread with one invocation at a time, as an execution environment of Lambda has. */
export interface WorkerSlot {
  /** Resolves when the code is loaded; rejects with the reason when it cannot be. */
  readonly ready: Promise<void>;
  /** @throws InvocationError */
  invoke(event: unknown): Promise<InvocationAnswer>;
  /** For how long its thread has computed and waited so far, in ms. */
  activity(): EventLoopUtilization;
  terminate(): Promise<void>;
}

interface Answer {
  readonly requestId?: string;
  readonly result?: unknown;
  readonly awsCalls?: number;
  readonly counts?: CallCounts;
  readonly error?: { readonly name: string; readonly message: string };
}

interface Pending {
  readonly requestId: string;
  resolve(answer: InvocationAnswer): void;
  reject(error: Error): void;
}

/** Starts a worker and has it load the code of its function. Its heap is as large as the memory of the function, as on Lambda. */
export function startWorkerSlot({ wiring, code, environment, logFile, onEnd }: WorkerSlotOptions): WorkerSlot {
  const { name, arn, memoryMb, timeoutMs } = wiring;
  const workerData: WorkerSettings = { ...code, functionName: name, functionArn: arn, memoryMb };
  const worker = new Worker(new URL(`./function-worker${/\.\w+$/.exec(import.meta.url)![0]}`, import.meta.url), {
    workerData,
    env: environment,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
  });
  worker.stdout.pipe(logFile, { end: false });
  worker.stderr.pipe(logFile, { end: false });
  let pending: Pending | undefined;

  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', (error) => reject(new InvocationError(`${name} does not start: ${error.message}`)));
    worker.once('exit', () => reject(new InvocationError(`${name} ended while it started`)));
  });
  ready.catch(() => {});

  const end = (error: Error): void => {
    pending?.reject(error);
    pending = undefined;
    onEnd(slot);
  };
  worker.on('error', (error: Error) => end(new InvocationError(`${name} crashed: ${error.message}`)));
  worker.on('exit', () => end(new InvocationError(`${name} was killed`)));
  worker.on('message', ({ requestId, result, awsCalls = 0, counts = noCalls, error }: Answer) => {
    if (requestId === undefined || requestId !== pending?.requestId) return;
    const { resolve, reject } = pending;
    pending = undefined;
    if (error) reject(new InvocationError(`${error.name}: ${error.message}`));
    else resolve({ result, awsCalls, counts });
  });

  const slot: WorkerSlot = {
    ready,
    async invoke(event) {
      await ready;
      const requestId = randomUUID();
      // Lambda ends a function that is out of time without asking it, too.
      const timer = setTimeout(() => void worker.terminate(), timeoutMs);
      try {
        return await new Promise((resolve, reject) => {
          pending = { requestId, resolve, reject };
          worker.postMessage({ event, deadline: Date.now() + timeoutMs, requestId });
        });
      } finally {
        clearTimeout(timer);
      }
    },
    activity: () => worker.performance.eventLoopUtilization(),
    async terminate() {
      await worker.terminate();
    },
  };
  return slot;
}
