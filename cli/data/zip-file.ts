import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Zip, ZipDeflate } from 'fflate';
import { ConfigError } from '../../lambdas/domain/errors.ts';

/** A file of an archive. */
export interface ZipEntry {
  /** With slashes; no part is `..`. */
  readonly path: string;
  readonly content: AsyncIterable<Uint8Array> | Uint8Array | string;
  readonly modified: Date;
}

/** Limits of the format without its extension for large files. */
const most = { bytes: 4_294_967_295, entries: 65_535 };

/**
 * Writes an archive, a file at a time: none is held in memory as a whole. It has its name only once it is complete, and nobody
 * but its owner may read it.
 *
 * @returns its entries and bytes
 * @throws ConfigError for a file that exists, and for more than a zip file takes
 */
export async function writeZip(
  path: string,
  entries: AsyncIterable<ZipEntry>,
): Promise<{ readonly entries: number; readonly bytes: number }> {
  if (existsSync(path)) throw new ConfigError(`${path} exists already; name another file with --out`);
  const unfinished = `${path}.part`;
  const file = createWriteStream(unfinished, { mode: 0o600 });
  try {
    await once(file, 'open');
    const written = await pour(entries, file);
    file.end();
    await once(file, 'close');
    renameSync(unfinished, path);
    return written;
  } catch (error) {
    file.destroy();
    rmSync(unfinished, { force: true });
    throw error;
  }
}

async function pour(entries: AsyncIterable<ZipEntry>, file: NodeJS.WritableStream) {
  let bytes = 0;
  let count = 0;
  let failure: Error | undefined;
  let isFull = false;
  file.on('error', (error) => {
    failure ??= error;
  });
  const zip = new Zip((error, chunk) => {
    failure ??= error ?? undefined;
    if (failure !== undefined) return;
    bytes += chunk.length;
    isFull = !file.write(chunk);
  });
  const settle = async (): Promise<void> => {
    if (failure !== undefined) throw failure;
    if (bytes > most.bytes || count > most.entries)
      throw new ConfigError('the export is larger than a zip file takes (4 GB, 65,535 files)');
    if (isFull) await once(file, 'drain');
    isFull = false;
  };
  for await (const { path, content, modified } of entries) {
    count += 1;
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = modified;
    zip.add(entry);
    for await (const chunk of chunksOf(content)) {
      entry.push(chunk);
      await settle();
    }
    entry.push(new Uint8Array(), true);
    await settle();
  }
  zip.end();
  await settle();
  return { entries: count, bytes };
}

async function* chunksOf(content: ZipEntry['content']): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield new TextEncoder().encode(content);
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}
