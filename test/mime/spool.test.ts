import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSpool } from '../../lambdas/mime/spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-spool-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytesOf = async (part: { open(): AsyncIterable<Uint8Array> }): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(part.open()));

describe('createSpool', () => {
  it('keeps a small part in memory', async () => {
    await using spool = createSpool(folder);
    const part = spool.part();

    await part.write(Buffer.from('a report'));
    await part.end();

    expect((await bytesOf(part)).toString()).toBe('a report');
    expect(part.head(3).toString()).toBe('a r');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a large part in a file, and its opening in memory as well', async () => {
    await using spool = createSpool(folder);
    const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(50_000, index + 1));
    const part = spool.part();

    for (const chunk of chunks) await part.write(chunk);
    await part.end();

    expect((await bytesOf(part)).equals(Buffer.concat(chunks))).toBe(true);
    expect(part.head(60_000).equals(Buffer.concat(chunks).subarray(0, 60_000))).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('takes its files away when it is disposed of', async () => {
    const spool = createSpool(folder);
    const part = spool.part();
    await part.write(Buffer.alloc(300_000));
    await part.end();

    await spool[Symbol.asyncDispose]();

    expect(readdirSync(folder)).toEqual([]);
  });
});
