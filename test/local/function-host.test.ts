import { createWriteStream, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../lib/constructs/bundle.ts';
import { createFunctionHost, type FunctionHost } from '../../local/function-host.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const wiring: FunctionWiring = {
  name: 'Probe123',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:Probe123',
  stage: 'probe',
  entry: 'lambdas/probe/index.ts',
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: 'arn:aws:iam::000000000000:role/Role',
  timeoutMs: 20_000,
  environment: { OWN: 'of the template' },
};

let folder: string;
const hosts: FunctionHost[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  rmSync(folder, { recursive: true });
});

const write = (source: string): void => writeFileSync(join(folder, 'index.mjs'), source);
const logPath = (): string => join(folder, 'probe.log');

interface HostSettings extends Partial<FunctionWiring> {
  readonly handlerName?: string;
  readonly concurrency?: number;
}

/** A host that runs what lies in the folder. */
function start({ handlerName = 'handler', concurrency = 2, ...changes }: HostSettings = {}): FunctionHost {
  const host = createFunctionHost({
    wiring: { ...wiring, ...changes },
    code: { moduleUrl: pathToFileURL(join(folder, 'index.mjs')).href, handlerName },
    environment: { GIVEN: 'by the machine' },
    concurrency,
    logFile: createWriteStream(logPath(), { fd: openSync(logPath(), 'a') }),
  });
  hosts.push(host);
  return host;
}

describe('createFunctionHost', () => {
  it('calls the handler with the context and the environment of its function, and no other', async () => {
    write(
      `export const handler = async (event, { getRemainingTimeInMillis, ...context }) => ({ event, context, variables: { ...process.env } });`,
    );

    expect(await start().invoke({ a: 1 })).toMatchObject({
      event: { a: 1 },
      context: { functionName: 'Probe123', invokedFunctionArn: wiring.arn, memoryLimitInMB: '256' },
      variables: { OWN: 'of the template', GIVEN: 'by the machine' },
    });
    expect(await start().invoke({})).toHaveProperty('variables', { OWN: 'of the template', GIVEN: 'by the machine' });
  });

  it.each([
    ['handler', `export const handler = async () => 'found';`],
    ['deliver', `export const deliver = async () => 'found';`],
    ['api.handler', `export const api = { handler: async () => 'found' };`],
  ])('calls the export %s', async (handlerName, source) => {
    write(source);

    expect(await start({ handlerName }).invoke({})).toBe('found');
  });

  it.each([
    [
      'an export that is not there',
      'export const other = 1;',
      /Probe123 does not start: .*index\.mjs exports no handler handler/,
    ],
    ['code that cannot be read', 'export const handler = ;', /Probe123 does not start: Unexpected token/],
    ['an error', `export const handler = async () => { throw new TypeError('no'); };`, /^TypeError: no$/],
  ])('rejects an invocation of %s', async (_, source, message) => {
    write(source);

    await expect(start().invoke({})).rejects.toThrow(
      expect.objectContaining({ name: 'InvocationError', message: expect.stringMatching(message) }),
    );
  });

  it('says when a worker has taken an event, which another event waits for', async () => {
    write(`export const handler = async (event) => event;`);
    const host = start({ concurrency: 1 });
    const order: string[] = [];
    const invoke = async (name: string) => {
      order.push(`result ${await host.invoke(name, () => order.push(`begin ${name}`))}`);
    };

    await Promise.all([invoke('first'), invoke('second')]);

    expect(order).toEqual(['begin first', 'result first', 'begin second', 'result second']);
  });

  it('ends a worker that is out of time, and takes another', async () => {
    write(
      `export const handler = async ({ sleeps }) => (sleeps ? new Promise(() => setInterval(() => {}, 1000)) : 'awake');`,
    );
    const host = start({ timeoutMs: 500, concurrency: 1 });
    await host.warm();

    await expect(host.invoke({ sleeps: true })).rejects.toThrow('Probe123 was killed');
    expect(await host.invoke({})).toBe('awake');
  });

  describe('restart', () => {
    const sourceThat = (answer: string): string => `
      const { promise, resolve } = Promise.withResolvers();
      export const handler = async ({ waitsFor }) => {
        if (waitsFor) { console.log('waiting'); await (await fetch(waitsFor)).text(); }
        return '${answer}';
      };`;

    it('runs the new code, and lets an invocation finish with the old one', async () => {
      const [arrived, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const server = createServer(async (_, response) => {
        arrived.resolve();
        await mayEnd.promise;
        response.end();
      }).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      write(sourceThat('old'));
      const host = start({ concurrency: 1 });
      const inFlight = host.invoke({ waitsFor: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
      await arrived.promise;
      const queued = host.invoke({});
      write(sourceThat('new'));

      await host.restart();

      const meanwhile = [await queued, await host.invoke({})];
      mayEnd.resolve();
      expect([meanwhile, await inFlight]).toEqual([['new', 'new'], 'old']);
      server.closeAllConnections();
      server.close();
    });

    it('keeps what runs when the new code does not start', async () => {
      write(sourceThat('old'));
      const host = start();
      await host.warm();
      write('import "./nowhere.mjs";');

      await expect(host.restart()).rejects.toThrow(/Probe123 does not start: Cannot find module/);
      expect(await host.invoke({})).toBe('old');
    });
  });

  describe('with a bundle as it is deployed', () => {
    /** Bundles a source with a thread beside it. */
    function bundleOf(source: string): void {
      const sources = join(folder, 'sources');
      mkdirSync(sources);
      writeFileSync(join(sources, 'index.ts'), source);
      writeFileSync(
        join(sources, 'echo-worker.ts'),
        `import { parentPort } from 'node:worker_threads';\nparentPort?.on('message', (text: string) => parentPort?.postMessage(text.toUpperCase()));`,
      );
      bundle(join(sources, 'index.ts'), folder, [resolve('node_modules')]);
    }

    it('starts the thread beside the bundle', async () => {
      bundleOf(`
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        export async function handler({ text }: { text: string }): Promise<unknown> {
          const worker = new Worker(new URL('./echo-worker.mjs', import.meta.url));
          worker.postMessage(text);
          const [answer] = await once(worker, 'message');
          await worker.terminate();
          return answer;
        }`);

      expect(await start().invoke({ text: 'heard' })).toBe('HEARD');
    });

    it('names the sources in its log', async () => {
      bundleOf(`
        import { traceInSources } from '${resolve('lambdas/aws/source-stacks.ts')}';
        traceInSources(import.meta.url);
        export async function handler(): Promise<void> {
          console.error(new Error('planned').stack);
        }`);
      const host = start();
      await host.invoke({});
      await host.stop();

      expect(readFileSync(logPath(), 'utf8')).toMatch(/Error: planned\n\s+at .*sources\/index\.ts:5:\d+\)/);
    });

    it('counts its calls to AWS', async () => {
      const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
      await new Promise((listening) => server.once('listening', listening));
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      bundleOf(`
        import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
        const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
        const sqs = new SQSClient({ endpoint: '${endpoint}', region: 'us-east-1', credentials });
        export async function handler(): Promise<void> {
          await sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }));
          await fetch('${endpoint}');
        }`);
      const host = start();
      for (const _ of [1, 2]) await host.invoke({});

      expect(host.awsCalls()).toBe(2);
      server.closeAllConnections();
      server.close();
    });
  });
});
