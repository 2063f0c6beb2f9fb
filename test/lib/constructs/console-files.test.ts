import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleFiles, packageVersion } from '../../../lib/constructs/console-files.ts';

describe('consoleFiles', () => {
  it('is the folder with the page, and says what to run where there is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-console-'));
    try {
      expect(() => consoleFiles(folder)).toThrow('run npm run build:console');
      writeFileSync(join(folder, 'index.html'), '<!doctype html>');
      expect(consoleFiles(folder)).toBe(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('packageVersion', () => {
  it('is that of package.json', () => {
    expect(packageVersion()).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version);
  });
});
