interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets all ready code run: microtasks, and the timers and streams of real libraries. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A virtual clock: it stands still while code runs, and jumps to the next due task when all code waits.
 *
 * Only calls to this scheduler take time in the simulation, so a run depends on its seed alone.
 */
export class Scheduler {
  /** Epoch ms. */
  now: number;
  /** Tells whether some code is still computing and does not wait for the simulation. */
  isComputing: () => boolean = () => false;
  private readonly heap: Entry[] = [];
  private count = 0;

  constructor(startsAt: number) {
    this.now = startsAt;
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + ms, run);
  }

  at(time: number, run: () => void): void {
    const entry = { at: Math.max(time, this.now), order: this.count++, run };
    this.heap.push(entry);
    let index = this.heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, this.heap[parent]!)) break;
      this.heap[index] = this.heap[parent]!;
      index = parent;
    }
    this.heap[index] = entry;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets time pass in which nothing runs: all tasks are due as much later. */
  jump(ms: number): void {
    this.now += ms;
    this.heap.splice(0, this.heap.length, ...this.heap.map((entry) => ({ ...entry, at: entry.at + ms })));
  }

  /** Runs due tasks until the condition holds, no task is left, or the time is up. */
  async run(isDone: () => boolean, until: number): Promise<void> {
    await this.settle();
    while (!isDone()) {
      const next = this.heap[0];
      if (next === undefined) return;
      if (next.at > until) {
        this.now = until;
        return;
      }
      this.pop();
      this.now = next.at;
      next.run();
      await this.settle();
    }
  }

  private async settle(): Promise<void> {
    do await turn();
    while (this.isComputing());
  }

  private pop(): void {
    const last = this.heap.pop()!;
    const { length } = this.heap;
    if (length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && isBefore(this.heap[child + 1]!, this.heap[child]!)) child += 1;
      if (!isBefore(this.heap[child]!, last)) break;
      this.heap[index] = this.heap[child]!;
      index = child;
    }
    this.heap[index] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
