import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { codeOf } from './error-fields.ts';

/** A folder of a cache, while a process uses it. */
interface CacheEntry {
  /** The folder of the content. */
  readonly folder: string;
  /** Whether this call has made the content. */
  readonly isNew: boolean;
  /** Ends the use: after it the entry may be removed. */
  release(): void;
}

/** Count of the most recently used entries that stay, without regard to their users. */
const keptEntries = 5;

/** Lists every file of an entry with the hash of its original content. */
const inventoryFile = 'inventory.json';
/** Has a file for each use of the entry, `<pid>-<id>`: a process may open it more than once. */
const usersFolder = 'users';
const contentFolder = 'content';
/** Part of the name of an unfinished entry: `<key>.making-<pid>-<id>`. */
const unfinished = /\.(?:making|damaged)-(\d+)-/;

/**
 * Opens an entry of a cache. Its key names everything on which the content depends. A missing, unfinished or damaged entry
 * is made anew beside the others and renamed into place when it is complete. When two processes make the same entry at once,
 * one of them wins, and the other uses its entry.
 *
 * @param root the folder of the cache
 * @param make writes the content into an empty folder
 * @throws whatever `make` throws; then nothing is left behind
 */
export async function openCacheEntry(
  root: string,
  key: string,
  make: (folder: string) => Promise<void>,
): Promise<CacheEntry> {
  const entry = join(root, key);
  const found = use(entry, false);
  if (found !== undefined) return found;
  const making = `${entry}.making-${process.pid}-${randomUUID()}`;
  const content = join(making, contentFolder);
  try {
    mkdirSync(content, { recursive: true });
    mkdirSync(join(making, usersFolder));
    await make(content);
    writeFileSync(join(making, inventoryFile), JSON.stringify(inventoryOf(content)));
    putInPlace(making, entry);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  removeOldEntries(root);
  const made = use(entry, true);
  if (made === undefined) throw new ConfigError(`${entry} was damaged or removed as soon as it was made; start again`);
  return made;
}

/** Renames a complete entry to its final name, unless another process has done so. */
function putInPlace(making: string, entry: string): void {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      renameSync(making, entry);
      return;
    } catch (error) {
      if (!existsSync(entry)) throw error;
      if (isWhole(entry)) return;
      setAside(entry);
    }
  }
  throw new ConfigError(`${entry} cannot be replaced; remove it and start again`);
}

/** Moves a damaged entry away in one step, so that no process sees half of it. */
function setAside(entry: string): void {
  const aside = moveAside(entry);
  if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
}

/** @returns the new folder of the entry; undefined when another process was first */
function moveAside(entry: string): string | undefined {
  const aside = `${entry}.damaged-${process.pid}-${randomUUID()}`;
  try {
    renameSync(entry, aside);
    return aside;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Registers as a user before it checks the entry: a process that removes old entries checks for users last.
 *
 * @returns undefined for an entry that is missing or incomplete
 */
function use(entry: string, isNew: boolean): CacheEntry | undefined {
  const user = join(entry, usersFolder, `${process.pid}-${randomUUID()}`);
  const release = (): void => rmSync(user, { force: true });
  try {
    const now = new Date();
    writeFileSync(user, '');
    utimesSync(entry, now, now);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  if (isWhole(entry)) return { folder: join(entry, contentFolder), isNew, release };
  release();
  return undefined;
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

type Inventory = Readonly<Record<string, string>>;

/**
 * Reads the hash of every file.
 *
 * @throws ConfigError for a link or anything else that is not a file: its target could change unnoticed
 */
function inventoryOf(folder: string, within = ''): Inventory {
  return Object.assign(
    {},
    ...readdirSync(join(folder, within), { withFileTypes: true }).map((each): Inventory => {
      const path = join(within, each.name);
      if (each.isDirectory()) return inventoryOf(folder, path);
      if (!each.isFile()) throw new ConfigError(`${join(folder, path)} is neither a file nor a folder`);
      return {
        [path]: createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      };
    }),
  );
}

/** Whether an entry holds its original content, byte for byte, and nothing else: code runs from it. */
function isWhole(entry: string): boolean {
  try {
    const wanted: Inventory = JSON.parse(readFileSync(join(entry, inventoryFile), 'utf8'));
    const found = inventoryOf(join(entry, contentFolder));
    return existsSync(join(entry, usersFolder)) && isDeepStrictEqual(wanted, found);
  } catch {
    return false;
  }
}

/** Removes the entries that no process uses or makes, except the most recently used. */
function removeOldEntries(root: string): void {
  const names = readdirSync(root);
  const entries = names
    .filter((name) => !unfinished.test(name))
    .map((name) => ({ name, usedAt: statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.usedAt - a.usedAt);
  for (const { name } of entries.slice(keptEntries)) removeUnused(join(root, name));
  const leftovers = names.filter((name) => {
    const [, pid] = unfinished.exec(name) ?? [];
    return pid !== undefined && !isRunning(Number(pid));
  });
  for (const name of leftovers) rmSync(join(root, name), { recursive: true, force: true });
}

/** Moves an entry away in one step, and back when a process has begun to use it meanwhile. */
function removeUnused(entry: string): void {
  if (isUsed(entry)) return;
  const aside = moveAside(entry);
  if (aside === undefined) return;
  if (isUsed(aside) && !existsSync(entry)) renameSync(aside, entry);
  else rmSync(aside, { recursive: true, force: true });
}

function isUsed(entry: string): boolean {
  const users = join(entry, usersFolder);
  return existsSync(users) && readdirSync(users).some((user) => isRunning(Number.parseInt(user, 10)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Opens a folder that belongs to this user alone, under a fixed name.
 *
 * @returns undefined when it is not a folder, belongs to another user, or others may write to it: code runs from a cache
 */
export function privateFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    // A file, or a link without a target, has the name.
    if (codeOf(error) === 'EEXIST' || isMissing(error)) return undefined;
    throw error;
  }
  const found = lstatSync(path);
  const isOwn = found.isDirectory() && found.uid === process.getuid?.();
  return isOwn && (found.mode & 0o022) === 0 ? path : undefined;
}
