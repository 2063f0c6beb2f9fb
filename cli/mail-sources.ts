import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError } from '../lambdas/domain/errors.ts';

/** One raw mail of the inputs; `open` can be called once. */
export interface MailSource {
  /** The path as given, or `-`. */
  readonly source: string;
  /** Place within the source, from 0; above 0 only in an mbox. */
  readonly index: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/**
 * Walks files, folders, mbox files and standard input (`-`), mail by mail.
 *
 * @throws ConfigError for a path that does not exist, and when there is no mail in any of them
 */
export async function* mailSources(paths: readonly string[]): AsyncGenerator<MailSource> {
  let isEmpty = true;
  for await (const source of everyMail(paths)) {
    isEmpty = false;
    yield source;
  }
  if (isEmpty)
    throw new ConfigError(`${paths.join(', ')}: no mail in it; wants .eml or mbox files, or folders with some`);
}

async function* everyMail(paths: readonly string[]): AsyncGenerator<MailSource> {
  for (const path of paths) {
    if (path === '-') {
      yield* fromStream('-', process.stdin);
      continue;
    }
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined) throw new ConfigError(`${path}: no such file or folder`);
    if (stats.isDirectory()) yield* fromFolder(path);
    else yield* fromFile(path);
  }
}

async function* fromFolder(path: string): AsyncGenerator<MailSource> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(
      (entry) => entry.isFile() && !basename(entry.name).startsWith('.') && !/\.(?:json|md|ts|txt)$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) yield* fromFile(file);
}

/** Pieces of twice the usual size need fewer reads and hardly more memory. */
const openFile = (path: string) => createReadStream(path, { highWaterMark: 128 * 1024 });

async function* fromFile(path: string): AsyncGenerator<MailSource> {
  if (await startsLikeMbox(path)) yield* fromMbox(path, openFile(path));
  else yield { source: path, index: 0, open: () => openFile(path) };
}

async function startsLikeMbox(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 4 })) return String(chunk) === 'From ';
  return false;
}

/** Standard input may be one mail or an mbox, which the first five bytes show. */
async function* fromStream(source: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<MailSource> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const all = async function* (): AsyncGenerator<Uint8Array> {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  };
  const head = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  if (head.subarray(0, 5).toString() === 'From ') yield* fromMbox(source, all());
  else yield { source, index: 0, open: all };
}

/** Splits an mbox at its `From ` lines, and removes one `>` from quoted lines (mboxrd). */
async function* fromMbox(source: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<MailSource> {
  let index = 0;
  let mail: Buffer[] | undefined;
  for await (const line of linesOf(stream)) {
    if (line.subarray(0, 5).toString('latin1') === 'From ') {
      if (mail !== undefined) yield mailOf(source, index++, mail);
      mail = [];
    } else if (/^>+From /.test(line.subarray(0, 64).toString('latin1'))) mail?.push(line.subarray(1));
    else mail?.push(line);
  }
  if (mail !== undefined) yield mailOf(source, index, mail);
}

function mailOf(source: string, index: number, lines: readonly Buffer[]): MailSource {
  const raw = Buffer.concat(lines);
  return {
    source,
    index,
    open: async function* () {
      yield raw;
    },
  };
}

async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    const buffer = Buffer.from(chunk);
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, start)) {
      yield Buffer.concat([...rest, buffer.subarray(start, end + 1)]);
      rest = [];
      start = end + 1;
    }
    if (start < buffer.length) rest.push(buffer.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
