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

/** The worker as its callers see it. */
export interface WatchedWorker {
  /**
   * Asks and waits.
   *
   * @param maxMs after this time the worker is ended in the middle of anything
   * @throws WorkerEndedError when it did not answer; the next question goes to another worker
   */
  ask(request: ReadRequest, maxMs: number): Promise<ReadResponse>;
  stop(): Promise<void>;
}

/** A worker thread, and the question that it has not answered yet. */
interface Running {
  readonly worker: Worker;
  pending: { readonly id: number; resolve(response: ReadResponse): void; reject(error: Error): void } | undefined;
}

/** The worker over its threads: when one is ended, the next question starts another. */
interface Watch {
  readonly file: URL;
  readonly maxHeapMb: number;
  running: Running | undefined;
  /** Questions so far. */
  asked: number;
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
  const watch: Watch = { file, maxHeapMb, running: undefined, asked: 0 };
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(request, maxMs) {
      // One question at a time, also where attachments are opened side by side.
      const turn = last.then(() => ask(watch, request, maxMs));
      last = turn.catch(() => {});
      return turn;
    },
    async stop() {
      await watch.running?.worker.terminate();
      watch.running = undefined;
    },
  };
}

async function ask(watch: Watch, request: ReadRequest, maxMs: number): Promise<ReadResponse> {
  watch.running ??= start(watch);
  const { running } = watch;
  const { worker } = running;
  const id = ++watch.asked;
  const { promise, resolve, reject } = Promise.withResolvers<ReadResponse>();
  running.pending = { id, resolve, reject };
  const timer = setTimeout(() => {
    if (watch.running === running) watch.running = undefined;
    running.pending = undefined;
    void worker.terminate().then(() => reject(new WorkerEndedError('out-of-time')));
  }, maxMs);
  // The worker keeps the process alive only while somebody waits for it.
  worker.ref();
  try {
    worker.postMessage({ id, request }, movable(request));
    return await promise;
  } finally {
    clearTimeout(timer);
    running.pending = undefined;
    worker.unref();
  }
}

/** Bytes are handed over rather than copied. */
const movable = (request: ReadRequest): ArrayBuffer[] => (request.kind === 'bytes' ? [request.bytes.buffer] : []);

function start(watch: Watch): Running {
  const worker = new Worker(watch.file, { resourceLimits: { maxOldGenerationSizeMb: watch.maxHeapMb } });
  const started: Running = { worker, pending: undefined };
  const end = (why: WorkerEndedError['why'], cause?: unknown): void => {
    if (watch.running === started) watch.running = undefined;
    started.pending?.reject(new WorkerEndedError(why, { cause }));
    started.pending = undefined;
  };
  worker.on('message', ({ id, response }: { id: number; response: ReadResponse }) => {
    if (started.pending?.id === id) started.pending.resolve(response);
  });
  worker.on('error', (error: NodeJS.ErrnoException) =>
    end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'crash', error),
  );
  worker.on('exit', () => end('crash'));
  return started;
}
