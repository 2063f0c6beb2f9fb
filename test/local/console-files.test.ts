import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConsoleFile } from '../../local/console-files.ts';

describe('readConsoleFile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<p>console</p>');
    writeFileSync(join(folder, 'assets/index-1a2b.js'), 'run();');
    writeFileSync(join(folder, 'assets/notes.exe'), 'no');
    writeFileSync(join(folder, 'secret.js'), 'no');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/index-1a2b.js', 'text/javascript; charset=utf-8'],
  ])('reads %s', async (name, type) => {
    const file = await readConsoleFile(name, folder);

    expect(file?.type).toBe(type);
    expect(file?.content.length).toBeGreaterThan(0);
  });

  it.each([
    'assets/../secret.js',
    'secret.js',
    'assets/.hidden.js',
    'assets/notes.exe',
    'assets/missing.js',
    '/etc/passwd',
  ])('has no file %s', async (name) => {
    expect(await readConsoleFile(name, folder)).toBeUndefined();
  });
});
