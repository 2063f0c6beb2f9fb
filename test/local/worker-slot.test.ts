import { rmSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { noCalls } from '../../local/call-counts.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { startWorkerSlot, type WorkerSlot } from '../../local/worker-slot.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const wiring: FunctionWiring = {
  name: 'Probe',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe',
  stage: 'probe',
  entry: 'lambdas/probe/index.ts',
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: '',
  timeoutMs: 20_000,
  environment: {},
};

describe('startWorkerSlot', () => {
  let folder: string;
  let log: PassThrough;
  let slot: WorkerSlot;
  let ended: PromiseWithResolvers<WorkerSlot>;

  beforeEach(() => {
    folder = temporaryFolder();
    log = new PassThrough({ encoding: 'utf8' });
    ended = Promise.withResolvers();
  });

  afterEach(async () => {
    await slot.terminate();
    rmSync(folder, { recursive: true });
  });

  /** Starts a worker with the source of a module. */
  function start(source: string, timeoutMs = wiring.timeoutMs): WorkerSlot {
    const path = join(folder, 'index.mjs');
    writeFileSync(path, source);
    slot = startWorkerSlot({
      wiring: { ...wiring, timeoutMs },
      code: { moduleUrl: pathToFileURL(path).href, handlerName: 'handler' },
      environment: { OWN: 'value' },
      logFile: log as unknown as WriteStream,
      onEnd: (each) => ended.resolve(each),
    });
    return slot;
  }

  it('returns the result of the handler, which sees the environment of the function only', async () => {
    const { invoke } = start('export const handler = async (event) => ({ event, variables: { ...process.env } });');

    expect(await invoke({ a: 1 })).toEqual({
      result: { event: { a: 1 }, variables: { OWN: 'value' } },
      awsCalls: 0,
      counts: noCalls,
    });
  });

  it('counts the calls to AWS of an invocation', async () => {
    const { invoke } = start(`
      import { get } from 'node:http';
      export const handler = () => new Promise((resolve) => get('http://127.0.0.1:1').on('error', () => resolve('refused')));`);

    expect(await invoke({})).toEqual({ result: 'refused', awsCalls: 1, counts: noCalls });
  });

  it('rejects with the name and message of an error of the handler, and stays', async () => {
    const { invoke } = start(`
      export const handler = async ({ ok }) => { if (!ok) throw new TypeError('no'); return 'yes'; };`);

    await expect(invoke({})).rejects.toMatchObject({ name: 'InvocationError', message: 'TypeError: no' });
    expect(await invoke({ ok: true })).toMatchObject({ result: 'yes' });
  });

  it('is never ready when the code does not load', async () => {
    const { ready, invoke } = start('throw new Error("broken module");');

    await expect(ready).rejects.toThrow('Probe does not start: broken module');
    await expect(invoke({})).rejects.toThrow('Probe does not start');
    expect(await ended.promise).toBe(slot);
  });

  it.each([
    [
      'runs out of time',
      'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      'was killed',
      200,
    ],
    ['ends its own process', 'export const handler = () => process.exit(1);', 'was killed', undefined],
    [
      'throws outside of the handler',
      'export const handler = () => new Promise(() => setImmediate(() => { throw new Error("late"); }));',
      'crashed: late',
      undefined,
    ],
  ])('rejects an invocation that %s, and reports its end', async (_, source, message, timeoutMs) => {
    const { invoke } = start(source, timeoutMs);

    await expect(invoke({})).rejects.toMatchObject({ name: 'InvocationError', message: `Probe ${message}` });
    expect(await ended.promise).toBe(slot);
  });

  it('writes the output of the code into the log', async () => {
    const { invoke } = start(`
      export const handler = async () => { console.log('a line'); console.error('an error'); };`);
    await invoke({});

    let text = '';
    for await (const chunk of log) {
      text += chunk;
      if (text.includes('a line\n') && text.includes('an error\n')) break;
    }
    expect(text).toHaveLength('a line\nan error\n'.length);
  });
});
