import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RestartEvent, watchSources } from '../../local/source-watch.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

let root: string;
let stop: () => void;
let events: RestartEvent[];
let awaited: PromiseWithResolvers<RestartEvent>;
/** Stages that do not start. */
let broken: Set<string>;

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
/** Saves as most editors do. */
const saveAtomically = (file: string, text: string): void => {
  write(`${file}.tmp`, text);
  renameSync(join(root, `${file}.tmp`), join(root, file));
};
/** Makes a change, and waits until a function was restarted because of it, or could not be. */
async function eventAfter(change: () => void): Promise<RestartEvent> {
  awaited = Promise.withResolvers();
  change();
  return awaited.promise;
}

beforeEach(async () => {
  root = temporaryFolder();
  events = [];
  broken = new Set();
  awaited = Promise.withResolvers();
  write(
    'lambdas/one/index.ts',
    `import { shared } from '../shared.ts';\nexport const handler = () => [shared, import('./late.ts')];`,
  );
  write('lambdas/one/late.ts', 'export const late = 1;');
  write('lambdas/one/read-worker.ts', `import '../threads/thread.ts';`);
  write('lambdas/two/index.ts', `export const handler = () => 2;`);
  write('lambdas/shared.ts', 'export const shared = 1;');
  write('lambdas/threads/thread.ts', 'export const thread = 1;');
  stop = await watchSources({
    root,
    folder: 'lambdas',
    functions: ['one', 'two'].map((stage) => ({
      entry: `lambdas/${stage}/index.ts`,
      host: {
        stage,
        restart: async () => {
          if (broken.has(stage)) throw new Error('it does not start');
        },
      },
    })),
    onRestart(event) {
      events.push(event);
      awaited.resolve(event);
    },
  });
});

afterEach(() => {
  stop();
  rmSync(root, { recursive: true });
});

describe('watchSources', () => {
  it.each([
    ['its entry', 'one', 'lambdas/one/index.ts'],
    ['what it imports', 'one', 'lambdas/shared.ts'],
    ['what it imports when it is wanted', 'one', 'lambdas/one/late.ts'],
    ['what a thread of it imports', 'one', 'lambdas/threads/thread.ts'],
    ['the entry of another', 'two', 'lambdas/two/index.ts'],
  ])('restarts a function when %s changes', async (_, stage, file) => {
    expect(await eventAfter(() => write(file, 'export const shared = 3;\n'))).toEqual({ stage, files: [file] });
    expect(events).toHaveLength(1);
  });

  it('sees every save of an editor that replaces the file', async () => {
    for (const text of ['2', '3', '4'])
      await eventAfter(() => saveAtomically('lambdas/shared.ts', `export const shared = ${text};`));

    expect(events).toEqual(Array(3).fill({ stage: 'one', files: ['lambdas/shared.ts'] }));
  });

  it('sees a file in a folder that is new, once it is imported', async () => {
    await eventAfter(() => {
      write('lambdas/new/file.ts', 'export const made = 1;');
      write('lambdas/two/index.ts', `export { made as handler } from '../new/file.ts';`);
    });

    expect(await eventAfter(() => write('lambdas/new/file.ts', 'export const made = 2;'))).toEqual({
      stage: 'two',
      files: ['lambdas/new/file.ts'],
    });
  });

  it('takes what is saved together for one change', async () => {
    const { files } = await eventAfter(() => {
      write('lambdas/shared.ts', 'export const shared = 2;');
      write('lambdas/one/late.ts', 'export const late = 2;');
    });

    expect(files).toEqual(['lambdas/shared.ts', 'lambdas/one/late.ts']);
    expect(events).toHaveLength(1);
  });

  it('keeps a function as it is while its source is broken, and says where', async () => {
    const spoiled = await eventAfter(() => write('lambdas/shared.ts', 'export const shared = ;'));
    const mended = await eventAfter(() => write('lambdas/shared.ts', 'export const shared = 5;'));

    expect(spoiled).toEqual({
      stage: 'one',
      files: ['lambdas/shared.ts'],
      error: 'lambdas/shared.ts:1: Unexpected ";"',
    });
    expect(mended).toEqual({ stage: 'one', files: ['lambdas/shared.ts'] });
  });

  it('says why a function could not be restarted', async () => {
    broken.add('two');

    expect(await eventAfter(() => write('lambdas/two/index.ts', 'export const handler = 1;'))).toMatchObject({
      stage: 'two',
      error: 'it does not start',
    });
  });
});
