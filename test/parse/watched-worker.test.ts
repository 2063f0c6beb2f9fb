import { tmpdir } from 'node:os';
import type { ReadRequest } from '../../lambdas/parse/read-protocol.ts';
import { createWatchedWorker, type WatchedWorker, WorkerEndedError } from '../../lambdas/parse/watched-worker.ts';

const plentyMs = 20_000;
const dispose: ReadRequest = { kind: 'dispose' };
/** A worker whose whole program is given; `answer(request)` is the response. */
const workerOf = (answer: string, heapMb = 64): WatchedWorker =>
  createWatchedWorker(
    heapMb,
    new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort, threadId } from 'node:worker_threads';
        const answer = ${answer};
        parentPort.on('message', async ({ id, request }) => {
          parentPort.postMessage({ id, response: await answer(request) });
        });`)}`,
    ),
  );
const failed = (name: string): string => `({ kind: 'failed', name: String(${name}), message: '' })`;

describe('createWatchedWorker', () => {
  it('asks one worker after the other request, and hands on its responses', async () => {
    const worker = workerOf(`(request) => ${failed('request.kind + threadId')}`);

    const first = await worker.ask({ kind: 'end' }, plentyMs);
    const second = await worker.ask(dispose, plentyMs);

    const [thread] = Object.values(first)
      .map((value) => /^end(\d+)$/.exec(value)?.[1])
      .filter(Boolean);
    expect(second).toMatchObject({ kind: 'failed', name: `dispose${thread}` });
    await worker.stop();
  });

  it('asks one request at a time, in their order', async () => {
    const worker = workerOf(`(() => {
      let open = 0;
      return async (request) => {
        open += 1;
        await new Promise((resolve) => setTimeout(resolve, request.index === 0 ? 30 : 0));
        const response = ${failed('request.index + ":" + open')};
        open -= 1;
        return response;
      };
    })()`);

    const responses = await Promise.all([0, 1, 2].map((index) => worker.ask({ kind: 'file', index }, plentyMs)));

    expect(responses.map((response) => response.kind === 'failed' && response.name)).toEqual(['0:1', '1:1', '2:1']);
    await worker.stop();
  });

  it('hands bytes over without a copy', async () => {
    const worker = workerOf(`(request) => ${failed('request.bytes.length')}`);
    const bytes = new Uint8Array(5);

    expect(await worker.ask({ kind: 'bytes', bytes }, plentyMs)).toMatchObject({ name: '5' });
    expect(bytes).toHaveLength(0);
    await worker.stop();
  });

  it.each<[WorkerEndedError['why'], string, number]>([
    ['out-of-time', '() => { for (;;); }', 300],
    ['out-of-memory', "() => { const all = []; for (;;) all.push({ a: 'x'.repeat(100) + all.length }); }", plentyMs],
    ['crash', '() => process.exit(1)', plentyMs],
    ['crash', "() => { throw new Error('a bug'); }", plentyMs],
  ])(
    'names the end of a worker %s: %s',
    async (why, answer, maxMs) => {
      const worker = workerOf(answer, 32);

      const error = await worker.ask(dispose, maxMs).catch((reason: unknown) => reason);

      expect(error).toBeInstanceOf(WorkerEndedError);
      expect(error).toMatchObject({ name: 'WorkerEndedError', why });
      await worker.stop();
    },
    30_000,
  );

  it('starts another worker after one that was ended, also for a request that waited', async () => {
    const worker = workerOf(`(request) => {
      if (request.kind === 'end') for (;;);
      return { kind: 'done' };
    }`);

    const [stuck, next] = await Promise.allSettled([worker.ask({ kind: 'end' }, 300), worker.ask(dispose, plentyMs)]);

    expect(stuck.status).toBe('rejected');
    expect(next).toEqual({ status: 'fulfilled', value: { kind: 'done' } });
    await worker.stop();
  });

  it('starts the reader of mail where no other program is given', async () => {
    const worker = createWatchedWorker(256);

    expect(await worker.ask({ kind: 'begin', spoolFolder: tmpdir() }, plentyMs)).toEqual({ kind: 'done' });
    expect(await worker.ask(dispose, plentyMs)).toEqual({ kind: 'done' });
    await worker.stop();
  });

  it('can be asked again after it was stopped', async () => {
    const worker = workerOf("() => ({ kind: 'done' })");
    await worker.ask(dispose, plentyMs);

    await worker.stop();

    expect(await worker.ask(dispose, plentyMs)).toEqual({ kind: 'done' });
    await worker.stop();
  });
});
