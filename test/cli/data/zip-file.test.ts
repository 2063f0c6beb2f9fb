import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { writeZip, type ZipEntry } from '../../../cli/data/zip-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const modified = new Date('2026-11-20T10:00:00.000Z');
async function* entries(...files: ReadonlyArray<readonly [string, ZipEntry['content']]>): AsyncGenerator<ZipEntry> {
  for (const [path, content] of files) yield { path, content, modified };
}
async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe('a zip file', () => {
  it('holds every file, whatever its content comes from, and only its owner reads it', async () => {
    const path = join(folder, 'a.zip');
    const large = 'x'.repeat(300_000);
    const written = await writeZip(
      path,
      entries(['a/text.txt', 'süß'], ['a/bytes', new Uint8Array([1, 2])], ['b', chunks('one', large)], ['empty', '']),
    );
    const files = unzipSync(readFileSync(path));

    expect(Object.keys(files)).toEqual(['a/text.txt', 'a/bytes', 'b', 'empty']);
    expect(strFromU8(files['a/text.txt']!)).toBe('süß');
    expect(strFromU8(files.b!)).toBe(`one${large}`);
    expect(written).toEqual({ entries: 4, bytes: statSync(path).size });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is not written over another', async () => {
    const path = join(folder, 'b.zip');
    writeFileSync(path, 'mine');

    await expect(writeZip(path, entries())).rejects.toThrow('exists already; name another file with --out');
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('is not there at all when a file of it cannot be read', async () => {
    const path = join(folder, 'c.zip');
    async function* broken(): AsyncGenerator<ZipEntry> {
      yield { path: 'a', content: 'a', modified };
      throw new Error('S3 is away');
    }

    await expect(writeZip(path, broken())).rejects.toThrow('S3 is away');
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
  });

  it('is refused in a folder that is not there', async () => {
    await expect(writeZip(join(folder, 'none', 'd.zip'), entries())).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
