import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf } from './error-fields.ts';

/** An object as the emulator keeps it. */
interface ObjectToStore {
  readonly key: string;
  readonly body: Uint8Array;
}

/** An object without its bytes, which are read on demand. */
interface ObjectDescription extends ObjectToStore {
  readonly lastModified: Date;
}

/** The buckets and objects in the emulator's memory. */
export interface ObjectMemory {
  restoreObject(bucket: string, description: ObjectDescription): void;
  createBucket(...bucket: unknown[]): void;
  setBucketCreationDate(...bucket: unknown[]): void;
  restoreBucketLifecycleConfiguration(...configuration: unknown[]): void;
  restoreMultipartUpload(...upload: unknown[]): void;
}

/** The part of the emulator's file store that this module replaces. */
export interface ObjectFiles {
  upsertObject(bucket: string, object: ObjectToStore): void;
  readBody(bucket: string, key: string): Buffer;
  deleteObject(bucket: string, key: string): void;
  deleteObjectsByBucket(bucket: string): void;
  loadS3(memory: ObjectMemory): void;
  close(): void;
}

/** In bytes. A larger object has a file of its own. */
const mostInDatabase = 256 * 1024;

const schema = `
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    description TEXT NOT NULL,
    body BLOB,
    PRIMARY KEY (bucket, key)
  )`;

/**
 * Keeps the descriptions of all objects, and the bytes of small ones, in a database beside the emulator's files. The emulator
 * writes two files for each object, which takes most of the time of a small mail. It also writes them in place, and a killed
 * process leaves half a file, at which the next start would fail. Here an object appears as a whole or not at all, as in S3:
 * its row is one write, and a large object is moved to its place before the row announces it.
 *
 * Objects that an earlier version left as two files are read, and deleted with their files.
 */
export function keepObjectsInDatabase(files: ObjectFiles, directory: string, stagingDirectory: string): void {
  mkdirSync(stagingDirectory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'objects.sqlite'));
  // A write survives a kill of the process without a wait for the disk; only a crash of the machine could lose it.
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${schema}`);
  const statements = {
    put: database.prepare('INSERT OR REPLACE INTO objects (bucket, key, description, body) VALUES (?, ?, ?, ?)'),
    body: database.prepare('SELECT body FROM objects WHERE bucket = ? AND key = ?'),
    remove: database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?'),
    empty: database.prepare('DELETE FROM objects WHERE bucket = ?'),
    all: database.prepare('SELECT bucket, key, description, body IS NULL AS hasFile FROM objects'),
  };
  const original = {
    readBody: files.readBody.bind(files),
    deleteObject: files.deleteObject.bind(files),
    deleteObjectsByBucket: files.deleteObjectsByBucket.bind(files),
    loadS3: files.loadS3.bind(files),
    close: files.close.bind(files),
  };

  /** The objects whose bytes are in a file. */
  const withFile = new Set<string>();
  const nameOf = (bucket: string, key: string): string => `${bucket}/${key}`;
  const removeFile = (bucket: string, key: string): void => {
    if (withFile.delete(nameOf(bucket, key))) original.deleteObject(bucket, key);
  };

  files.upsertObject = (bucket, object) => {
    const { body, ...description } = object;
    const { key } = object;
    const isSmall = body.length <= mostInDatabase;
    if (!isSmall) {
      moveInto(dataPathOf(directory, bucket, key), body, stagingDirectory);
      withFile.add(nameOf(bucket, key));
    }
    statements.put.run(bucket, key, JSON.stringify(description), isSmall ? body : null);
    if (isSmall) removeFile(bucket, key);
  };
  files.readBody = (bucket, key) => {
    const bytes = statements.body.get(bucket, key)?.body;
    return bytes instanceof Uint8Array
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : original.readBody(bucket, key);
  };
  files.deleteObject = (bucket, key) => {
    statements.remove.run(bucket, key);
    removeFile(bucket, key);
  };
  files.deleteObjectsByBucket = (bucket) => {
    statements.empty.run(bucket);
    original.deleteObjectsByBucket(bucket);
  };
  files.loadS3 = (store) => {
    original.loadS3({
      createBucket: (...bucket) => store.createBucket(...bucket),
      setBucketCreationDate: (...bucket) => store.setBucketCreationDate(...bucket),
      restoreBucketLifecycleConfiguration: (...bucket) => store.restoreBucketLifecycleConfiguration(...bucket),
      restoreMultipartUpload: (...upload) => store.restoreMultipartUpload(...upload),
      restoreObject(bucket, description) {
        withFile.add(nameOf(bucket, description.key));
        store.restoreObject(bucket, description);
      },
    });
    for (const { bucket, key, description, hasFile } of statements.all.iterate()) {
      if (hasFile === 1) withFile.add(nameOf(String(bucket), String(key)));
      const { lastModified, ...rest } = JSON.parse(String(description));
      store.restoreObject(String(bucket), { ...rest, lastModified: new Date(lastModified), body: Buffer.alloc(0) });
    }
  };
  files.close = () => {
    database.close();
    original.close();
  };
}

/** The path of an object's bytes below the folder of its bucket, where the emulator reads them. */
const dataPathOf = (directory: string, bucket: string, key: string): string => {
  const path = key.replace(
    /[<>:"|?*\\%\u0000-\u001f]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${join(directory, 'buckets', bucket, 'objects', path)}.data`;
};

/** Writes a file beside the store and moves it to its place, whose folder is made for its first file. */
function moveInto(path: string, content: Uint8Array, stagingDirectory: string): void {
  // Nothing else runs between the write and the move, so that one name is enough.
  const staged = join(stagingDirectory, 'object');
  writeFileSync(staged, content);
  try {
    renameSync(staged, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    renameSync(staged, path);
  }
}

/**
 * Removes the unfinished files of a killed process: staged files, uploads in parts, which nobody continues, and truncated
 * descriptions: their writers got no answer.
 */
export function discardUnfinished(directory: string, stagingDirectory: string): void {
  rmSync(stagingDirectory, { recursive: true, force: true });
  rmSync(join(directory, '_multipart'), { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith('.json') && !isWhole(path)) rmSync(path);
  }
}

function isWhole(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
