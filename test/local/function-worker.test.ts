import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerSettings } from '../../local/function-worker.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('function-worker', () => {
  const service = useHttpStandIn();
  let folder: string;
  let worker: Worker;

  beforeEach(() => {
    folder = temporaryFolder();
  });

  afterEach(async () => {
    await worker.terminate();
    rmSync(folder, { recursive: true });
  });

  /** Starts the thread; the next message is the first that it sends. */
  function start(source: string, handlerName = 'handler'): Worker {
    const path = join(folder, 'index.mjs');
    writeFileSync(path, source);
    const workerData: WorkerSettings = {
      moduleUrl: pathToFileURL(path).href,
      handlerName,
      functionName: 'Probe',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe',
      memoryMb: 512,
    };
    worker = new Worker(new URL('../../local/function-worker.ts', import.meta.url), {
      workerData,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    return worker;
  }
  const answerTo = async (message: object): Promise<unknown> => {
    const answer = once(worker, 'message');
    worker.postMessage(message);
    return (await answer)[0];
  };

  it('hands the event and the context of Lambda to the handler', async () => {
    start(
      `
      export const api = {
        handler: async (event, { getRemainingTimeInMillis, ...context }) =>
          ({ event, context, isInTime: getRemainingTimeInMillis() > 0 }),
      };`,
      'api.handler',
    );
    expect(await once(worker, 'message')).toEqual([{ ready: true }]);

    expect(await answerTo({ event: 7, deadline: Date.now() + 60_000, requestId: 'r-1' })).toMatchObject({
      requestId: 'r-1',
      awsCalls: 0,
      result: {
        event: 7,
        isInTime: true,
        context: {
          functionName: 'Probe',
          invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Probe',
          memoryLimitInMB: '512',
          awsRequestId: 'r-1',
        },
      },
    });
  });

  it('counts signed requests of fetch as calls to AWS, and no other requests of fetch', async () => {
    start(`
      export const handler = async ({ url, headers }) => (await fetch(url, { headers })).status;`);
    await once(worker, 'message');
    service.answer({ status: 204 });
    const url = service.endpoint();
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=K' };

    expect(await answerTo({ event: { url, headers: {} }, deadline: 0, requestId: 'r-1' })).toMatchObject({
      awsCalls: 0,
    });
    expect(await answerTo({ event: { url, headers: signed }, deadline: 0, requestId: 'r-2' })).toMatchObject({
      awsCalls: 1,
    });
  });

  it('answers with the name and message of an error', async () => {
    start(`export const handler = async () => { throw new RangeError('too far'); };`);
    await once(worker, 'message');

    expect(await answerTo({ event: {}, deadline: 0, requestId: 'r-1' })).toEqual({
      requestId: 'r-1',
      error: { name: 'RangeError', message: 'too far' },
    });
  });

  it('ends with an error that names the missing export', async () => {
    start('export const other = 1;');
    const [error] = await once(worker, 'error');

    expect(String(error)).toMatch(/index\.mjs exports no handler handler$/);
  });
});
