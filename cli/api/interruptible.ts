import { setTimeout as wait } from 'node:timers/promises';

/** Work that goes on until somebody ends it. */
interface Interruptible {
  readonly signal: AbortSignal;
  /** Ends with the signal. */
  readonly wait: (ms: number) => Promise<unknown>;
  readonly stop: () => void;
}

/** A signal that Ctrl-C and SIGTERM end. */
export function interruptible(): Interruptible {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { signal } = controller;
  return { signal, stop, wait: (ms) => wait(ms, undefined, { signal }).catch(() => undefined) };
}
