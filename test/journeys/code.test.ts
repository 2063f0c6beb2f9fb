import { readFileSync, utimesSync, watch } from 'node:fs';
import { join } from 'node:path';
import { discard, type Pipeline, root, startPipeline } from '../helpers/pipeline.ts';

const mail = 'fixtures/emails/plain-text.eml';
const source = 'lambdas/sink/handler.ts';

let pipeline: Pipeline | undefined;
afterEach(() => discard(pipeline));

/** Waits for the line with this message in a function's log. */
async function logLine(stage: string, message: string): Promise<Record<string, unknown>> {
  const folder = join(pipeline!.dataDir, 'logs');
  const find = (): string | undefined =>
    readFileSync(join(folder, `${stage}.log`), 'utf8')
      .split('\n')
      .find((line) => line.includes(`"message":"${message}"`));
  const { promise, resolve } = Promise.withResolvers<string>();
  const look = (): void => {
    const line = find();
    if (line !== undefined) resolve(line);
  };
  const watcher = watch(folder, look);
  look();
  const line = await promise;
  watcher.close();
  return JSON.parse(line) as Record<string, unknown>;
}

const fates = async (): Promise<Array<string | undefined>> =>
  (await pipeline!.cli('send', mail, '--wait', '--json')).lines().map(({ fate }) => fate);

describe('the code of the local pipeline', () => {
  it('runs the code of the assets, under the function name in the template', async () => {
    pipeline = await startPipeline();

    expect(await fates()).toEqual(['delivered']);
    expect(await logLine('sink', 'sink.settled')).toMatchObject({
      function_name: expect.stringMatching(/^SinkFunction/),
      function_memory_size: '512',
    });
  }, 120_000);

  it('runs the sources with --source, and restarts a function when one of its files changes', async () => {
    pipeline = await startPipeline(undefined, {}, '--source');
    const before = await fates();
    const now = new Date();
    // The content stays the same; only the modification time changes.
    utimesSync(join(root, source), now, now);

    expect(await logLine('sink', 'function.restarted')).toMatchObject({ service: 'sink', files: [source] });
    expect([before, await fates()]).toEqual([['delivered'], [expect.stringMatching(/delivered|duplicate/)]]);
  }, 120_000);
});
