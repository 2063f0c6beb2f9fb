import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from './error-fields.ts';

/** An object as the emulator keeps it. */
interface ObjectToStore {
  readonly key: string;
  readonly body: Uint8Array;
}

/** The part of the emulator's file store that this module uses. */
export interface ObjectFiles {
  upsertObject(bucket: string, object: ObjectToStore): void;
}

/**
 * Makes an object appear as a whole or not at all, as S3 does: the emulator writes its files in place, and a
 * killed process leaves half a file, at which the next start would fail.
 *
 * Both files are written beside the store and moved into it, the file that announces the object last.
 */
export function writeWholeObjects(files: ObjectFiles, directory: string, stagingDirectory: string): void {
  mkdirSync(stagingDirectory, { recursive: true });
  files.upsertObject = (bucket, object) => {
    const { body, ...description } = object;
    const path = join(directory, 'buckets', bucket, 'objects', pathOfKey(object.key));
    moveInto(`${path}.data`, body, stagingDirectory);
    moveInto(`${path}${descriptionSuffix}`, JSON.stringify(description), stagingDirectory);
  };
}

const descriptionSuffix = '.meta.json';

/** The path of a key's files below the folder of its bucket: the emulator reads the bytes of an object under it. */
const pathOfKey = (key: string): string =>
  key.replace(/[<>:"|?*\\%\u0000-\u001f]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Writes a file beside the store and moves it to its place, whose folder is made for its first file. */
function moveInto(path: string, content: Uint8Array | string, stagingDirectory: string): void {
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
