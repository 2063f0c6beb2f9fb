import type { EventLoopUtilization } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { noCalls } from '../../local/call-counts.ts';
import { createWorkerPool } from '../../local/worker-pool.ts';
import type { WorkerSlot } from '../../local/worker-slot.ts';

type Share = number | 'loading';

/** A worker that is idle for a share of the time. */
interface FakeSlot extends WorkerSlot {
  idleShare: Share;
  isTerminated: boolean;
}

/** A pool of fake workers, and all that it has started. */
function aPool({
  concurrency = 3,
  idleShare = 0 as Share,
  emulatorIdleShare = 1 as Share,
  lookMs = 10,
  mostMs = 60_000,
  idleMs = 60_000,
  furtherReady = Promise.resolve(),
} = {}) {
  const started: FakeSlot[] = [];
  const pool = createWorkerPool({
    name: 'Probe',
    concurrency,
    patience: { lookMs, mostMs, idleMs },
    emulatorActivity: () => activityOf(emulatorIdleShare),
    start(onEnd) {
      const slot: FakeSlot = {
        idleShare,
        isTerminated: false,
        ready: started.length === 0 ? Promise.resolve() : furtherReady,
        invoke: async () => ({ result: undefined, awsCalls: 0, counts: noCalls }),
        activity: () => activityOf(slot.idleShare),
        async terminate() {
          slot.isTerminated = true;
          onEnd(slot);
        },
      };
      started.push(slot);
      return slot;
    },
  });
  return { pool, started };
}

function activityOf(idleShare: Share): EventLoopUtilization {
  if (idleShare === 'loading') return { idle: 0, active: 0, utilization: 0 };
  const now = performance.now();
  return { idle: now * idleShare, active: now * (1 - idleShare), utilization: 1 - idleShare };
}

/** Whether a promise is settled after a while. */
const isSettledAfter = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([promise.then(() => true), wait(ms).then(() => false)]);

describe('createWorkerPool', () => {
  it('starts the first worker at once, and uses it again', async () => {
    const { pool, started } = aPool();

    const first = await pool.acquire();
    pool.release(first);

    expect(await pool.acquire()).toBe(first);
    expect(started).toHaveLength(1);
  });

  it.each<[string, Share, Share, boolean]>([
    ['starts another while the busy one waits for answers', 0.9, 0.9, true],
    ['starts no other while the busy one computes', 0.1, 0.9, false],
    ['starts no other while the busy one loads its code', 'loading', 0.9, false],
    ['starts no other while the busy one waits for emulators that compute', 0.9, 0.1, false],
  ])('%s', async (_what, idleShare, emulatorIdleShare, isStarted) => {
    const { pool, started } = aPool({ idleShare, emulatorIdleShare });
    const first = await pool.acquire();

    const second = pool.acquire();

    expect(await isSettledAfter(second, 80)).toBe(isStarted);
    expect(started).toHaveLength(isStarted ? 2 : 1);
    pool.release(first);
    await second;
  });

  it('looks again at a worker that computed before and waits now', async () => {
    const { pool, started } = aPool();
    await pool.acquire();
    const second = pool.acquire();
    await wait(50);

    started[0]!.idleShare = 0.99;

    expect(await second).toBe(started[1]);
  });

  it('starts another when short invocations keep coming and the worker mostly waits', async () => {
    const { pool, started } = aPool({ idleShare: 0.9, lookMs: 40 });
    let isOver = false;
    const work = async (): Promise<void> => {
      while (!isOver) {
        const slot = await pool.acquire();
        await wait(5);
        pool.release(slot);
      }
    };
    const clients = [work(), work(), work()];

    while (started.length < 2) await wait(5);
    isOver = true;
    await Promise.all(clients);

    expect(started.length).toBeGreaterThanOrEqual(2);
  });

  it('hands out a further worker when it has loaded its code, and a released one before', async () => {
    const { promise: furtherReady, resolve: load } = Promise.withResolvers<void>();
    const { pool, started } = aPool({ idleShare: 1, furtherReady });
    const first = await pool.acquire();
    const second = pool.acquire();
    while (started.length < 2) await wait(5);

    pool.release(first);
    expect(await second).toBe(first);
    load();

    expect(await pool.acquire()).toBe(started[1]);
    expect(started).toHaveLength(2);
  });

  it('ends a worker that still loads old code at a replacement', async () => {
    const { promise: furtherReady, resolve: load } = Promise.withResolvers<void>();
    const { pool, started } = aPool({ idleShare: 1, furtherReady });
    await pool.acquire();
    const second = pool.acquire();
    while (started.length < 2) await wait(5);
    const replaced = pool.replace();
    load();
    await replaced;

    expect(await second).toBe(started[2]);
    expect(started[1]!.isTerminated).toBe(true);
  });

  it('starts another after the longest patience, however busy the first is', async () => {
    const { pool, started } = aPool({ mostMs: 50 });
    await pool.acquire();

    expect(await pool.acquire()).toBe(started[1]);
  });

  it('starts no more than the concurrency allows, and serves in turn', async () => {
    const { pool, started } = aPool({ concurrency: 1, idleShare: 1, mostMs: 0, lookMs: 1000 });
    const first = await pool.acquire();
    const served: number[] = [];
    const others = [1, 2].map((nth) => pool.acquire().then(() => served.push(nth)));

    pool.release(first);
    await others[0];
    expect(served).toEqual([1]);
    pool.release(first);
    await others[1];

    expect(served).toEqual([1, 2]);
    expect(started).toHaveLength(1);
  });

  it('wakes as many as are released together', async () => {
    const { pool, started } = aPool({ concurrency: 2, idleShare: 1 });
    const slots = [await pool.acquire(), await pool.acquire()];
    const waiting = [pool.acquire(), pool.acquire()];

    for (const slot of slots) pool.release(slot);

    expect(new Set(await Promise.all(waiting))).toEqual(new Set(started));
  });

  it('prefers the worker that was used last', async () => {
    const { pool } = aPool({ idleShare: 1 });
    const [first, second] = [await pool.acquire(), await pool.acquire()];
    pool.release(second);
    pool.release(first);

    expect([await pool.acquire(), await pool.acquire()]).toEqual([first, second]);
  });

  it('ends a worker that nobody needs for a while, but not the last', async () => {
    const { pool, started } = aPool({ idleShare: 1, idleMs: 30 });
    const [first, second] = [await pool.acquire(), await pool.acquire()];
    pool.release(first);
    pool.release(second);
    const isEnded = () => started.map(({ isTerminated }) => isTerminated);

    await wait(100);
    expect(isEnded()).toEqual([true, false]);
    pool.release(await pool.acquire());
    await wait(100);

    expect(isEnded()).toEqual([true, false]);
    expect(pool.some()).toBe(second);
  });

  it('ends no worker that is at work again', async () => {
    const { pool, started } = aPool({ idleShare: 1, idleMs: 30 });
    for (const slot of [await pool.acquire(), await pool.acquire()]) pool.release(slot);
    await Promise.all([pool.acquire(), pool.acquire()]);

    await wait(100);

    expect(started.some(({ isTerminated }) => isTerminated)).toBe(false);
  });

  it('starts one in the place of a worker that ended', async () => {
    const { pool, started } = aPool({ lookMs: 60_000 });
    const first = await pool.acquire();
    const second = pool.acquire();

    await first.terminate();

    expect(await second).toBe(started[1]);
  });

  it('rejects those that wait when it stops, and ends every worker', async () => {
    const { pool, started } = aPool({ lookMs: 60_000 });
    await pool.acquire();
    const waiting = pool.acquire();

    await pool.stop();

    await expect(waiting).rejects.toThrow('Probe is stopping');
    expect(started.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('hands out new workers after a replacement, and ends an old one when it is released', async () => {
    const { pool, started } = aPool({ lookMs: 60_000 });
    const old = await pool.acquire();
    const waiting = pool.acquire();

    await pool.replace();

    expect(await waiting).toBe(started[1]);
    expect(started[0]!.isTerminated).toBe(false);
    pool.release(old);
    expect(started.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it('warms one worker, once', async () => {
    const { pool, started } = aPool();

    await pool.warm();
    await pool.warm();

    expect(started).toEqual([pool.some()]);
  });
});
