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
  /** An invocation waits so long between two looks at the busy workers. */
  readonly lookMs: number;
  /** It waits no longer than this, however busy they are. */
  readonly mostMs: number;
  /** After so long without an invocation a worker ends, unless it is the last. */
  readonly idleMs: number;
}

const defaultPatience: Patience = { lookMs: 1_000, mostMs: 5_000, idleMs: 60_000 };

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
  readonly replaced: Set<WorkerSlot>;
  readonly waiting: Set<() => void>;
  /** The ends of idle workers. */
  readonly ends: WeakMap<WorkerSlot, NodeJS.Timeout>;
  isStopped: boolean;
}

/**
 * Keeps few workers. Each has to compile the same code and keep a heap of its own, so a further worker only helps where the
 * others wait for answers of a CRM: while they compute, or wait for emulators that compute, an invocation waits for one of them.
 */
export function createWorkerPool({
  patience = defaultPatience,
  emulatorActivity = () => performance.eventLoopUtilization(),
  ...options
}: WorkerPoolOptions): WorkerPool {
  const members: Members = {
    idle: new Set(),
    busy: new Set(),
    replaced: new Set(),
    waiting: new Set(),
    ends: new WeakMap(),
    isStopped: false,
  };
  const { idle, busy, replaced, waiting } = members;
  const start = (): WorkerSlot =>
    options.start((slot) => {
      for (const set of [idle, busy, replaced]) set.delete(slot);
      wakeOne(waiting);
    });

  return {
    async acquire() {
      const askedAt = performance.now();
      for (;;) {
        if (members.isStopped) throw new InvocationError(`${options.name} is stopping`);
        // The one that was used last has compiled most of its code, and the others may end.
        const free = [...idle].at(-1);
        const activities = [emulatorActivity, ...[...busy].map(({ activity }) => activity)].map(since);
        const slot = free ?? (busy.size === 0 ? start() : undefined);
        if (slot !== undefined) return occupy(members, slot);
        if (await isReleasedWithin(waiting, patience.lookMs)) continue;
        const isOver = performance.now() - askedAt >= patience.mostMs;
        const mayStart = idle.size === 0 && busy.size < options.concurrency && !members.isStopped;
        if (mayStart && (isOver || activities.every(isMostlyWaiting))) return occupy(members, start());
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
      const old = [...idle];
      for (const slot of busy) replaced.add(slot);
      idle.clear();
      busy.clear();
      idle.add(fresh);
      for (const slot of old) void slot.terminate();
      for (const wake of waiting) wake();
    },
    some: () => [...busy, ...replaced, ...idle][0],
    async stop() {
      members.isStopped = true;
      for (const wake of waiting) wake();
      await Promise.all([...idle, ...busy, ...replaced].map((slot) => slot.terminate()));
    },
  };
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

/** Waits for a worker that is released. False when it is time to look at the busy ones. */
async function isReleasedWithin(waiting: Set<() => void>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => end(false), ms);
  // A second release has to wake the next in line.
  const end = (isReleased: boolean): void => {
    waiting.delete(wake);
    clearTimeout(timer);
    resolve(isReleased);
  };
  const wake = (): void => end(true);
  waiting.add(wake);
  return promise;
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
