import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { InvocationError, type WorkerSlot } from './worker-slot.ts';

interface WorkerPoolOptions {
  /** The function's name in a deployment. */
  readonly name: string;
  /** Most workers at once. */
  readonly concurrency: number;
  /** Starts a worker. @param onEnd called when it has ended, by itself or by `terminate` */
  readonly start: (onEnd: (slot: WorkerSlot) => void) => WorkerSlot;
  /** @default those of `defaultPatience` */
  readonly patience?: Patience;
  /** For how long the thread of the emulators has computed and waited so far, in ms. @default this thread */
  readonly emulatorActivity?: () => EventLoopUtilization;
}

/** For how long a pool keeps the number of its workers, in ms. */
interface Patience {
  /** While invocations wait, the pool looks so often at the activity of the busy workers. */
  readonly lookMs: number;
  /** Invocations wait for no longer than this before another worker starts, however busy the others are. */
  readonly mostMs: number;
  /** After so long without an invocation a worker ends, unless it is the last. */
  readonly idleMs: number;
}

const defaultPatience: Patience = { lookMs: 250, mostMs: 5_000, idleMs: 60_000 };

/** A thread that is idle for more of the time than this waits for answers, and another can work meanwhile. */
const waitingShare = 0.3;

/** The workers of one function, each with one invocation at a time. */
interface WorkerPool {
  /** @throws InvocationError when the pool stops meanwhile */
  acquire(): Promise<WorkerSlot>;
  release(slot: WorkerSlot): void;
  /** Starts the first worker, and waits until it has loaded its code. */
  warm(): Promise<void>;
  /** Uses new workers from now on; the old ones end after their invocations. */
  replace(): Promise<void>;
  /** A worker that is at work, or an idle one. */
  some(): WorkerSlot | undefined;
  stop(): Promise<void>;
}

/** The state of a pool. */
interface Members {
  /** Idle workers with the present code. */
  readonly idle: Set<WorkerSlot>;
  readonly busy: Set<WorkerSlot>;
  /** Further workers that still load the present code. */
  readonly starting: Set<WorkerSlot>;
  readonly replaced: Set<WorkerSlot>;
  readonly waiting: Set<() => void>;
  /** The ends of idle workers. */
  readonly ends: WeakMap<WorkerSlot, NodeJS.Timeout>;
  isStopped: boolean;
}

/**
 * Keeps few workers. Each has to compile the same code and keep a heap of its own, so a further worker only helps where the
 * others wait for answers of emulators or of a CRM: while they compute, or wait for emulators that compute, an invocation
 * waits for one of them.
 */
export function createWorkerPool({
  patience = defaultPatience,
  emulatorActivity = () => performance.eventLoopUtilization(),
  ...options
}: WorkerPoolOptions): WorkerPool {
  const members: Members = {
    idle: new Set(),
    busy: new Set(),
    starting: new Set(),
    replaced: new Set(),
    waiting: new Set(),
    ends: new WeakMap(),
    isStopped: false,
  };
  const { idle, busy, starting, replaced, waiting } = members;
  const start = (): WorkerSlot =>
    options.start((slot) => {
      for (const set of [idle, busy, starting, replaced]) set.delete(slot);
      wakeOne(waiting);
    });
  const observer = createPressureObserver(members, patience, emulatorActivity, () => {
    if (idle.size === 0 && busy.size + starting.size < options.concurrency)
      addWorker(members, start(), patience.idleMs);
  });

  return {
    async acquire() {
      for (;;) {
        if (members.isStopped) throw new InvocationError(`${options.name} is stopping`);
        // The one that was used last has compiled most of its code, and the others may end.
        const slot = [...idle].at(-1) ?? (busy.size + starting.size === 0 ? start() : undefined);
        if (slot !== undefined) return occupy(members, slot);
        observer.observe();
        await untilWoken(waiting);
      }
    },
    release(slot) {
      // A worker that has ended meanwhile is in neither set.
      if (busy.delete(slot)) rest(members, slot, patience.idleMs);
      if (replaced.delete(slot)) void slot.terminate();
      wakeOne(waiting);
    },
    async warm() {
      if (idle.size + busy.size > 0) return;
      const slot = start();
      idle.add(slot);
      await slot.ready;
    },
    async replace() {
      const fresh = start();
      await fresh.ready;
      const old = [...idle, ...starting];
      for (const slot of busy) replaced.add(slot);
      for (const set of [idle, busy, starting]) set.clear();
      idle.add(fresh);
      for (const slot of old) void slot.terminate();
      for (const wake of waiting) wake();
    },
    some: () => [...busy, ...replaced, ...idle][0],
    async stop() {
      members.isStopped = true;
      observer.stop();
      for (const wake of waiting) wake();
      await Promise.all([...idle, ...busy, ...starting, ...replaced].map((slot) => slot.terminate()));
    },
  };
}

/** Watches a pool while invocations wait. */
interface PressureObserver {
  /** Begins to watch, unless it watches already. */
  observe(): void;
  stop(): void;
}

/**
 * Looks at the workers of a pool as long as invocations wait, and calls for another one when the present ones mostly wait
 * for answers, or when this has lasted for the longest patience. A single invocation that waits its turn is no pressure: the
 * measure is the pool's, from one look to the next, however many invocations begin and end meanwhile.
 */
function createPressureObserver(
  { busy, starting, waiting }: Members,
  { lookMs, mostMs }: Patience,
  emulatorActivity: Activity,
  onPressure: () => void,
): PressureObserver {
  let timer: NodeJS.Timeout | undefined;
  let beganAt = 0;
  let activities: Activity[] = [];
  const measure = (): void => {
    activities = [emulatorActivity, ...[...busy].map(({ activity }) => activity)].map(since);
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    if (waiting.size === 0) {
      stop();
      return;
    }
    const isOver = performance.now() - beganAt >= mostMs;
    // Whether another one helps shows only when the last one works.
    if (starting.size === 0 && (isOver || activities.every(isMostlyWaiting))) {
      beganAt = performance.now();
      onPressure();
    }
    measure();
  };
  return {
    observe() {
      if (timer !== undefined) return;
      beganAt = performance.now();
      measure();
      timer = setInterval(look, lookMs).unref();
    },
    stop,
  };
}

/** Adds a worker, which takes invocations as soon as it has loaded its code. */
function addWorker(members: Members, slot: WorkerSlot, idleMs: number): void {
  const { starting, waiting } = members;
  starting.add(slot);
  slot.ready.then(
    () => {
      if (!starting.delete(slot)) return;
      rest(members, slot, idleMs);
      wakeOne(waiting);
    },
    // A worker that cannot start ends, and the pool learns of it by its end.
    () => {},
  );
}

/** Makes a worker idle, and ends it when nobody needs it for a while and it is not the last. */
function rest({ idle, busy, ends }: Members, slot: WorkerSlot, idleMs: number): void {
  idle.add(slot);
  const end = setTimeout(() => {
    if (idle.has(slot) && idle.size + busy.size > 1) void slot.terminate();
  }, idleMs);
  ends.set(slot, end.unref());
}

function occupy({ idle, busy, ends }: Members, slot: WorkerSlot): WorkerSlot {
  clearTimeout(ends.get(slot));
  idle.delete(slot);
  busy.add(slot);
  return slot;
}

/** Wakes the invocation that has waited longest. */
function wakeOne(waiting: ReadonlySet<() => void>): void {
  const [wake] = waiting;
  wake?.();
}

/** Waits until a worker is released or has ended. */
async function untilWoken(waiting: Set<() => void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // A second release has to wake the next in line.
  const wake = (): void => {
    waiting.delete(wake);
    resolve();
  };
  waiting.add(wake);
  await promise;
}

type Activity = () => EventLoopUtilization;

/** Measures the activity of a thread from now on. */
const since = (activity: Activity): Activity => {
  const before = activity();
  return () => performance.eventLoopUtilization(activity(), before);
};

/** A worker that still loads its code has no activity, and does not wait. */
function isMostlyWaiting(activity: Activity): boolean {
  const { idle, active } = activity();
  return idle > waitingShare * (idle + active);
}
