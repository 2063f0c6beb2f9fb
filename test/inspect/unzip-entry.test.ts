import { strToU8, zipSync } from 'fflate';
import { unzipEntry } from '../../lambdas/inspect/unzip-entry.ts';
import { readZipDirectory, type ZipEntry } from '../../lambdas/inspect/zip-directory.ts';

const words = 'Words that repeat. '.repeat(50);
const archive = Buffer.from(zipSync({ 'a.txt': [strToU8('Hello'), { level: 0 }], 'b.txt': strToU8(words) }));
const [stored, deflated] = readZipDirectory(archive)!.entries as [ZipEntry, ZipEntry];

describe('unzipEntry', () => {
  it('reads stored and deflated files', () => {
    expect(unzipEntry(archive, stored)?.toString()).toBe('Hello');
    expect(unzipEntry(archive, deflated)?.toString()).toBe(words);
  });

  it.each<[string, Partial<ZipEntry>]>([
    ['another size', { size: 10 }],
    ['another checksum', { crc32: 1 }],
    ['a method that nobody knows', { method: 99 }],
    ['a place without a local header', { offset: 3 }],
    ['more bytes than there are', { compressedSize: 100_000 }],
  ])('gives nothing where the directory says %s', (_name, changes) => {
    expect(unzipEntry(archive, { ...deflated, ...changes })).toBeUndefined();
  });
});
