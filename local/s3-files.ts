import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The part of the emulator's file store that this module uses. */
export interface ObjectFiles {
  upsertObject(bucket: string, object: unknown): void;
}

/**
 * Makes an object appear as a whole or not at all, as S3 does: the emulator writes its files in place, and a
 * killed process leaves half a file, at which the next start would fail.
 *
 * Both files are written beside the store and moved into it, the file that announces the object last.
 */
export function writeWholeObjects(
  files: ObjectFiles,
  staging: ObjectFiles,
  directory: string,
  stagingDirectory: string,
): void {
  files.upsertObject = (bucket, object) => {
    staging.upsertObject(bucket, object);
    const names = readdirSync(stagingDirectory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(stagingDirectory.length));
    for (const name of names.toSorted((a, b) => Number(a.endsWith(metaSuffix)) - Number(b.endsWith(metaSuffix)))) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      renameSync(join(stagingDirectory, name), join(directory, name));
    }
  };
}

const metaSuffix = '.meta.json';

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
