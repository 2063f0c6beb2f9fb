import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readSourceGraph } from '../../local/source-graph.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('readSourceGraph', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(temporaryFolder());
    write(
      'lambdas/one/index.ts',
      `import { a } from '../a.ts'; import 'left-pad'; export const handler = () => [a, import('./late.ts')];`,
    );
    write('lambdas/one/late.ts', 'export const late = 1;');
    write('lambdas/one/hash-worker.ts', `import '../thread.ts';`);
    write('lambdas/a.ts', 'export const a = 1;');
    write('lambdas/thread.ts', 'export const thread = 1;');
    write('lambdas/unused.ts', 'export const unused = 1;');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  it('finds the imports, dynamic imports and worker threads of a function, and no package', async () => {
    const graph = await readSourceGraph(root, 'lambdas/one/index.ts');

    expect(graph.kind === 'read' && [...graph.files].map((file) => relative(root, file)).toSorted()).toEqual([
      'lambdas/a.ts',
      'lambdas/one/hash-worker.ts',
      'lambdas/one/index.ts',
      'lambdas/one/late.ts',
      'lambdas/thread.ts',
    ]);
  });

  it.each([
    ['a syntax error', 'export const a =\n;', /^lambdas\/a\.ts:2: Unexpected ";"$/],
    [
      'an import that does not exist',
      `import './nowhere.ts';`,
      /^lambdas\/a\.ts:1: Could not resolve ".\/nowhere.ts"$/,
    ],
  ])('names the file and line of %s', async (_, text, reason) => {
    write('lambdas/a.ts', text);

    expect(await readSourceGraph(root, 'lambdas/one/index.ts')).toEqual({
      kind: 'broken',
      reason: expect.stringMatching(reason),
    });
  });

  it('reports an entry that does not exist', async () => {
    expect(await readSourceGraph(root, 'lambdas/two/index.ts')).toMatchObject({ kind: 'broken' });
  });
});
