import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { watchFolders } from '../../local/folder-watch.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('watchFolders', () => {
  let root: string;
  let stop: () => void;
  let seen: Set<string>;
  let awaited: { readonly path: string; readonly arrived: PromiseWithResolvers<void> } | undefined;

  beforeEach(() => {
    root = realpathSync(temporaryFolder());
    seen = new Set();
    awaited = undefined;
    mkdirSync(join(root, 'a/b'), { recursive: true });
    writeFileSync(join(root, 'a/b/file'), '1');
    stop = watchFolders(root, (path) => {
      seen.add(relative(root, path));
      if (awaited?.path === relative(root, path)) awaited.arrived.resolve();
    });
  });

  afterEach(() => {
    stop();
    rmSync(root, { recursive: true });
  });

  /** Makes a change, and waits until the watch reports the path. */
  async function reportOf(path: string, change: () => void): Promise<void> {
    seen.clear();
    awaited = { path, arrived: Promise.withResolvers() };
    change();
    await awaited.arrived.promise;
  }
  const write = (path: string): void => writeFileSync(join(root, path), '2');

  it.each([
    ['a file that is written', 'a/b/file', () => write('a/b/file')],
    ['a file that is created', 'a/new', () => write('a/new')],
    ['a file that is removed', 'a/b/file', () => rmSync(join(root, 'a/b/file'))],
    ['a folder that is removed', 'a', () => rmSync(join(root, 'a'), { recursive: true })],
  ])('reports %s', async (_, path, change) => {
    await reportOf(path, change);

    expect(seen).toContain(path);
  });

  it('reports each of many renames that replace a file', async () => {
    for (let save = 0; save < 3; save += 1)
      await reportOf('a/b/file', () => {
        write('draft');
        renameSync(join(root, 'draft'), join(root, 'a/b/file'));
      });

    expect(seen).toContain('a/b/file');
  });

  it('reports the files of a new folder, and their later changes', async () => {
    await reportOf('c/d/file', () => {
      mkdirSync(join(root, 'c/d'), { recursive: true });
      write('c/d/file');
    });
    await reportOf('c/d/file', () => write('c/d/file'));

    expect(seen).toContain('c/d/file');
  });

  it('watches a folder that takes the name of another folder', async () => {
    await reportOf('a', () => renameSync(join(root, 'a'), join(root, 'old')));
    await reportOf('a/other', () => {
      mkdirSync(join(root, 'a'));
      write('a/other');
    });
    await reportOf('a/other', () => write('a/other'));

    expect(seen).toContain('a/other');
  });
});
