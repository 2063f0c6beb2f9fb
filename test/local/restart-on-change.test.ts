import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restartOnChange } from '../../local/restart-on-change.ts';
import type { RestartEvent } from '../../local/source-watch.ts';
import type { FunctionWiring } from '../../local/wiring.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const declared = (stage: string): FunctionWiring => ({
  name: stage,
  arn: '',
  stage,
  entry: `lambdas/${stage}/index.ts`,
  handler: 'index.handler',
  memoryMb: 256,
  roleArn: '',
  timeoutMs: 1000,
  environment: {},
});

describe('restartOnChange', () => {
  let root: string;
  let stop: () => void;
  let restarts: string[];
  let events: Array<PromiseWithResolvers<RestartEvent>>;
  let failure: Error | undefined;

  const write = (text: string): void => writeFileSync(join(root, 'lambdas/sink/index.ts'), text);
  const lastLogLine = (): unknown =>
    JSON.parse(readFileSync(join(root, 'logs/sink.log'), 'utf8').trim().split('\n').at(-1)!);
  const nextEvent = (): Promise<RestartEvent> => {
    const next = Promise.withResolvers<RestartEvent>();
    events.push(next);
    return next.promise;
  };

  beforeEach(async () => {
    root = realpathSync(temporaryFolder());
    restarts = [];
    events = [];
    failure = undefined;
    mkdirSync(join(root, 'lambdas/sink'), { recursive: true });
    mkdirSync(join(root, 'logs'));
    write('export const handler = 1;');
    const restart = async (): Promise<void> => {
      restarts.push('sink');
      if (failure !== undefined) throw failure;
    };
    stop = await restartOnChange({
      root,
      dataDir: root,
      // A function without a host is not watched.
      wiring: { functions: [declared('sink'), declared('absent')] },
      functions: new Map([['sink', { stage: 'sink', restart }]]),
      onRestart: (event) => events.shift()?.resolve(event),
    });
  });

  afterEach(() => {
    stop();
    rmSync(root, { recursive: true });
  });

  it('restarts the function and writes a line into its log', async () => {
    const event = nextEvent();
    write('export const handler = 2;');

    expect(await event).toEqual({ stage: 'sink', files: ['lambdas/sink/index.ts'] });
    expect(restarts).toEqual(['sink']);
    expect(lastLogLine()).toEqual({
      level: 'INFO',
      message: 'function.restarted',
      service: 'sink',
      files: ['lambdas/sink/index.ts'],
    });
  });

  it('writes the reason into the log when the new code does not load', async () => {
    failure = new Error('no handler');
    const event = nextEvent();
    write('export const other = 2;');
    await event;

    expect(lastLogLine()).toMatchObject({ level: 'ERROR', message: 'function.not-restarted', error: 'no handler' });
  });
});
