import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../../lambdas/env.ts';
import { createAccessControl } from '../../local/access-control.ts';
import type { AssembledStage } from '../../local/assembly.ts';
import type { RuntimeOptions } from '../../local/runtime-options.ts';
import type { Backends } from '../../local/start-backends.ts';
import { startEventSources, startFunctions } from '../../local/start-functions.ts';
import type { RunningParts, Servers } from '../../local/start-servers.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const functionOf = (stage: string, environment: Record<string, string> = {}): FunctionWiring => ({
  name: `${stage}-function`,
  arn: `arn:aws:lambda:us-east-1:000000000000:function:${stage}-function`,
  stage,
  entry: `lambdas/${stage}/index.ts`,
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: `arn:aws:iam::000000000000:role/${stage}`,
  timeoutMs: 20_000,
  environment,
});
const mappingOf = (functionName: string, queueUrl: string) => ({
  functionName,
  queueUrl,
  batchSize: 1,
  maximumConcurrency: 2,
  reportsItemFailures: true,
});

const servers = {
  url: 'http://127.0.0.1:3',
  awsNames: { AWS_ACCESS_KEY_ID: 'OPERATOR', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' },
} as unknown as Servers;

let dataDir: string;
let stack: AsyncDisposableStack;
let parts: RunningParts;

beforeEach(() => {
  dataDir = temporaryFolder();
  stack = new AsyncDisposableStack();
  parts = { functions: new Map(), eventSources: new Map(), smtpPort: 0 };
  mkdirSync(join(dataDir, 'logs'));
});

afterEach(async () => {
  await stack.disposeAsync();
  rmSync(dataDir, { recursive: true });
});

function start(functions: readonly FunctionWiring[], source: string) {
  const assets = functions.map(({ name, stage, entry, handler }) => {
    const asset = join(dataDir, stage);
    mkdirSync(asset);
    writeFileSync(join(asset, 'index.mjs'), source);
    return { id: name, stage, entry, asset, handler };
  });
  const stage: AssembledStage = { name: 'Postern-local', stacks: [], functions: assets };
  const backends = { wiring: { functions }, control: createAccessControl() } as unknown as Backends;
  const options = { dataDir } as unknown as RuntimeOptions;
  return startFunctions({ options, backends, servers, stage, parts }, stack);
}

describe('startFunctions', () => {
  const showsEnvironment = `export const handler = async () => ({ ...process.env });`;

  it('runs a function with the variables of the template and the endpoints of this machine', async () => {
    const { byStage, keys } = await start(
      [functionOf('sweep', { [env.ledgerTable]: 'Ledger', [env.apiUrl]: 'https://deployed.example' })],
      showsEnvironment,
    );

    expect(await byStage.get('sweep')?.invoke({})).toMatchObject({
      [env.ledgerTable]: 'Ledger',
      [env.apiUrl]: 'http://127.0.0.1:3',
      [env.sandboxUrl]: 'http://127.0.0.1:3/sandbox',
      POSTERN_SANDBOX_TOKEN: expect.any(String),
      AWS_ACCESS_KEY_ID: keys.get('sweep-function'),
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    });
  });

  it('sets no address of the API for a function that has none in the template', async () => {
    const { byStage } = await start([functionOf('sweep')], showsEnvironment);

    expect(await byStage.get('sweep')?.invoke({})).not.toHaveProperty(env.apiUrl);
  });

  it('gives each function a key of its own, and the servers its host by name', async () => {
    const { byStage, keys } = await start([functionOf('sweep'), functionOf('feedback')], showsEnvironment);

    expect(await Promise.all([...byStage.values()].map((host) => host.invoke({})))).toEqual(
      [...keys.values()].map((key) => expect.objectContaining({ AWS_ACCESS_KEY_ID: key })),
    );
    expect(new Set(keys.values()).size).toBe(2);
    expect(parts.functions.get('feedback-function')).toBe(byStage.get('feedback'));
  });

  it('loads the functions of the first mail before it returns, and no others', async () => {
    const marksItself = `
      import { writeFileSync } from 'node:fs';
      writeFileSync(new URL('./loaded', import.meta.url), '');
      export const handler = async () => {};`;
    const { byStage } = await start([functionOf('sink'), functionOf('sweep')], marksItself);
    const isLoaded = (stage: string): boolean => existsSync(join(dataDir, stage, 'loaded'));

    expect([isLoaded('sink'), isLoaded('sweep')]).toEqual([true, false]);
    await byStage.get('sweep')?.invoke({});
    expect(isLoaded('sweep')).toBe(true);
  });
});

describe('startEventSources', () => {
  it('polls the queue of a function until the stack is disposed', async () => {
    const functions = await start([functionOf('sweep')], 'export const handler = async () => {};');
    const queueUrl = 'http://sqs/000000000000/Sweep';
    const opened: unknown[] = [];
    const openQueue = (...of: unknown[]) => {
      opened.push(of);
      const receive = async (_most: number, signal: AbortSignal) => {
        await once(signal, 'abort');
        return [];
      };
      return { connect: async () => {}, receive };
    };
    const backends = {
      wiring: { eventSources: [mappingOf('sweep-function', queueUrl)] },
      emulators: { openQueue },
    } as unknown as Backends;

    startEventSources(backends, functions, parts, stack);

    expect(opened).toEqual([[queueUrl, functions.keys.get('sweep-function')]]);
    expect(parts.eventSources.get('sweep')).toMatchObject({ queueUrl, functionName: 'sweep-function' });
    expect(parts.eventSources.get('sweep')?.isEnabled()).toBe(true);
    await stack.disposeAsync();
    expect(parts.eventSources.get('sweep')?.isEnabled()).toBe(false);
    stack = new AsyncDisposableStack();
  });

  it('rejects a queue of a function that has no code', async () => {
    const functions = await start([], '');
    const backends = {
      wiring: { eventSources: [mappingOf('Foreign', 'http://q/1/Q')] },
    } as unknown as Backends;

    expect(() => startEventSources(backends, functions, parts, stack)).toThrow(
      'the template maps a queue to Foreign, which has no code of ours',
    );
  });
});
