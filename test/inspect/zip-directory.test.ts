import { strToU8, zipSync } from 'fflate';
import { unzipEntry } from '../../lambdas/inspect/unzip-entry.ts';
import { readZipDirectory } from '../../lambdas/inspect/zip-directory.ts';

const archive = Buffer.from(
  zipSync({ 'a.txt': strToU8('Hello'), 'sub/b.txt': [strToU8('x'.repeat(500)), { level: 9 }] }),
);

describe('readZipDirectory', () => {
  it('lists the files, and says that these are all', () => {
    const directory = readZipDirectory(archive);

    expect(directory?.isWhole).toBe(true);
    expect(directory?.entries.map(({ name, size, isEncrypted }) => [name, size, isEncrypted])).toEqual([
      ['a.txt', 5, false],
      ['sub/b.txt', 500, false],
    ]);
  });

  it('finds an archive behind a program that unpacks it', () => {
    const behind = Buffer.concat([Buffer.from('MZ a program'), archive]);
    const directory = readZipDirectory(behind);

    expect(directory?.isWhole).toBe(true);
    expect(unzipEntry(behind, directory!.entries[0]!)?.toString()).toBe('Hello');
  });

  it.each([
    ['words', Buffer.from('just words, and long enough for the end of a directory')],
    ['an archive that is cut', archive.subarray(0, archive.length - 30)],
  ])('finds none in %s', (_name, bytes) => {
    expect(readZipDirectory(bytes)).toBeUndefined();
  });

  it('does not call a directory whole that counts more files than it lists', () => {
    const forged = Buffer.from(archive);
    forged.writeUInt16LE(3, forged.length - 22 + 10);

    expect(readZipDirectory(forged)?.isWhole).toBe(false);
  });
});
