import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../local/make-folder.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

describe('makeFolder', () => {
  const root = temporaryFolder();
  afterAll(() => rmSync(root, { recursive: true }));

  it('makes a folder with those above it, and leaves one that is there', () => {
    const path = join(root, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);

    expect(existsSync(path)).toBe(true);
  });

  it('ends where Node tries for ever', () => {
    expect(() => makeFolder('/proc/no-such-folder/logs')).toThrow(
      /^\/proc\/no-such-folder: the folder cannot be made \(\w+\); set POSTERN_DATA_DIR to one that can$/,
    );
  });

  it('says that a file is in the way', () => {
    writeFileSync(join(root, 'file'), '');

    expect(() => makeFolder(join(root, 'file', 'logs'))).toThrow('the folder cannot be made (ENOTDIR)');
  });
});
