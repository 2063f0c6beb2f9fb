/** Runs work after all work that came before it. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates a mutex: one piece of work at a time, in the order of the calls. A failure does not hold up the next. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return function runExclusively(work) {
    const current = last.then(work);
    last = current.catch(() => undefined);
    return current;
  };
}
