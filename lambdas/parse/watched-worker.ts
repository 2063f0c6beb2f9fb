import { Worker } from 'node:worker_threads';
import type { ReadRequest, ReadResponse } from './read-protocol.ts';

/** Why a worker was ended before it answered. */
export class WorkerEndedError extends Error {
  override readonly name = 'WorkerEndedError';
  readonly why: 'out-of-time' | 'out-of-memory' | 'crash';

  constructor(why: WorkerEndedError['why'], options?: ErrorOptions) {
    super(`the worker that reads mail was ended: ${why}`, options);
    this.why = why;
  }
}

/** The worker as whoever asks it sees it. */
export interface WatchedWorker {
  /**
   * Asks and waits.
   *
   * @param maxMs after this the worker is ended, whatever it does at the moment
   * @throws WorkerEndedError when it did not answer; the next question goes to another worker
   */
  ask(request: ReadRequest, maxMs: number): Promise<ReadResponse>;
  stop(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  pending?: { readonly id: number; resolve(response: ReadResponse): void; reject(error: Error): void };
}

/** Beside the bundle, the worker has a bundle of its own; elsewhere it is the source, compiled or not. */
const source = (): URL => new URL(`./read-worker${/\.\w+$/.exec(import.meta.url)![0]}`, import.meta.url);

/**
 * A worker thread that is started when it is first asked, kept, and ended when an answer takes too long or too much
 * memory: nothing else ends code that does not return.
 *
 * @param maxHeapMb of the worker's own heap
 */
export function createWatchedWorker(maxHeapMb: number, file = source()): WatchedWorker {
  let running: Running | undefined;
  let asked = 0;
  let last: Promise<unknown> = Promise.resolve();

  const start = (): Running => {
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } });
    const started: Running = { worker };
    const end = (why: WorkerEndedError['why'], cause?: unknown): void => {
      if (running === started) running = undefined;
      started.pending?.reject(new WorkerEndedError(why, { cause }));
      delete started.pending;
    };
    worker.on('message', ({ id, response }: { id: number; response: ReadResponse }) => {
      if (started.pending?.id === id) started.pending.resolve(response);
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'crash', error),
    );
    worker.on('exit', () => end('crash'));
    return started;
  };

  const askNow = async (request: ReadRequest, maxMs: number): Promise<ReadResponse> => {
    running ??= start();
    const used = running;
    const { worker } = used;
    const id = ++asked;
    let timer: NodeJS.Timeout | undefined;
    // Only while somebody waits for it must the process live on for it.
    worker.ref();
    try {
      return await new Promise<ReadResponse>((resolve, reject) => {
        used.pending = { id, resolve, reject };
        timer = setTimeout(() => {
          if (running === used) running = undefined;
          delete used.pending;
          void worker.terminate().then(() => reject(new WorkerEndedError('out-of-time')));
        }, maxMs);
        worker.postMessage({ id, request }, request.kind === 'bytes' ? [request.bytes.buffer as ArrayBuffer] : []);
      });
    } finally {
      clearTimeout(timer);
      delete used.pending;
      worker.unref();
    }
  };

  return {
    ask(request, maxMs) {
      // One question at a time, also where attachments are opened side by side.
      const turn = last.then(() => askNow(request, maxMs));
      last = turn.catch(() => {});
      return turn;
    },
    async stop() {
      await running?.worker.terminate();
      running = undefined;
    },
  };
}
