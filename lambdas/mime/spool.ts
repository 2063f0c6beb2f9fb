import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Parts up to this size stay in memory, larger ones go to a file. */
const memoryLimitBytes = 256 * 1024;
/** Bytes that may wait for the disk before the reader has to wait, too. */
const queueLimitBytes = 1024 * 1024;
/** Bytes of a larger part that stay in memory as well, for its type and its header. */
const openingBytes = 64 * 1024;

/** The decoded bytes of one part, which can be read again once they are all written. */
export interface SpooledPart {
  /** @returns a promise only when the bytes go to the disk */
  write(chunk: Uint8Array): Promise<void> | undefined;
  end(): Promise<void> | undefined;
  open(): AsyncIterable<Uint8Array>;
  /** The first bytes, from memory: reports, calendars and embedded headers have to be read as text. */
  head(bytes: number): Buffer;
}

/** Parts of one mail, until it is disposed of. */
export interface Spool extends AsyncDisposable {
  part(): SpooledPart;
}

/**
 * A place for the attachments of one mail while it is being read.
 *
 * An attachment's object key holds the event id, which is known only after the last byte. Spooling to the
 * disk (512 MB in a Lambda) costs less than reading the mail twice, and leaves no half-written objects.
 *
 * @param folder the parent of its own folder; the machine's folder for such files when absent
 */
export function createSpool(folder?: string): Spool {
  let directory: Promise<string> | undefined;
  let count = 0;
  return {
    part() {
      const place = async (): Promise<string> => {
        directory ??= mkdtemp(join(folder ?? tmpdir(), 'postern-'));
        return join(await directory, String(count++));
      };
      return createPart(place);
    },
    async [Symbol.asyncDispose]() {
      if (directory) await rm(await directory, { recursive: true, force: true });
    },
  };
}

function createPart(place: () => Promise<string>): SpooledPart {
  let chunks: Uint8Array[] = [];
  let opening: Uint8Array = new Uint8Array();
  let size = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let file: { readonly path: string; readonly handle: FileHandle } | undefined;
  let writing: Promise<void> | undefined;

  /** Writes all waiting chunks at once, until none waits. */
  const drain = async (): Promise<void> => {
    if (file === undefined) {
      const path = await place();
      file = { path, handle: await open(path, 'w') };
    }
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      waitingBytes = 0;
      await writeAll(file.handle, batch);
    }
    writing = undefined;
  };
  return {
    write(chunk) {
      size += chunk.byteLength;
      if (size <= memoryLimitBytes) {
        chunks.push(chunk);
        return undefined;
      }
      if (opening.byteLength === 0) {
        opening = Buffer.concat([...chunks, chunk]).subarray(0, openingBytes);
        waiting.push(...chunks);
        chunks = [];
      }
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      writing ??= drain();
      // The wait for the end meets its failure.
      writing.catch(() => {});
      return waitingBytes > queueLimitBytes ? writing : undefined;
    },
    async end() {
      await writing;
      await file?.handle.close();
    },
    open() {
      return file === undefined ? inOrder(chunks) : createReadStream(file.path);
    },
    head: (bytes) => Buffer.concat(file === undefined ? chunks : [opening]).subarray(0, bytes),
  };
}

async function writeAll(handle: FileHandle, batch: readonly Uint8Array[]): Promise<void> {
  let { bytesWritten } = await handle.writev(batch);
  // A full disk or a signal may end a write early: the rest goes piece by piece.
  for (const chunk of batch) {
    let offset = Math.min(bytesWritten, chunk.byteLength);
    bytesWritten -= offset;
    while (offset < chunk.byteLength) offset += (await handle.write(chunk, offset)).bytesWritten;
  }
}

async function* inOrder(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
