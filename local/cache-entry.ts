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
import { ConfigError } from '../lambdas/domain/errors.ts';

/** A folder of a cache, while somebody uses it. */
export interface CacheEntry {
  /** Where what was made lies. */
  readonly folder: string;
  /** Whether it was made now, rather than found. */
  readonly isNew: boolean;
  /** From now on it may be removed. */
  release(): void;
}

/** So many of the entries that were used last are kept, whoever uses them. */
const keptEntries = 5;

/** Lists every file of an entry with the hash of what it held when it was made. */
const inventoryFile = 'inventory.json';
/** Has a file for each process that uses the entry, called after its id. */
const usersFolder = 'users';
const contentFolder = 'content';
/** What was cut short keeps this in its name: `<key>.making-<pid>-<id>`. */
const unfinished = /\.(?:making|damaged)-(\d+)-/;

/**
 * The entry of a cache that is called after all that decides what is in it. What is missing, half written or damaged is made
 * anew, beside the others, and renamed into place when it is whole; of two that make the same at once, one wins, and the
 * other uses that.
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
  if (isWhole(entry)) return use(entry, false);
  const making = `${entry}.making-${process.pid}-${randomUUID()}`;
  const content = join(making, contentFolder);
  try {
    mkdirSync(content, { recursive: true });
    await make(content);
    writeFileSync(join(making, inventoryFile), JSON.stringify(inventoryOf(content)));
    putInPlace(making, entry);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  removeOldEntries(root);
  return use(entry, true);
}

/** Renames what is whole to what others look for, unless another has done so. */
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

/** A damaged entry gives way in one step, so that nobody meets half of it. */
function setAside(entry: string): void {
  const aside = `${entry}.damaged-${process.pid}-${randomUUID()}`;
  try {
    renameSync(entry, aside);
  } catch (error) {
    // Another process was first.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}

function use(entry: string, isNew: boolean): CacheEntry {
  const now = new Date();
  const users = join(entry, usersFolder);
  const user = join(users, String(process.pid));
  mkdirSync(users, { recursive: true });
  writeFileSync(user, '');
  utimesSync(entry, now, now);
  return { folder: join(entry, contentFolder), isNew, release: () => rmSync(user, { force: true }) };
}

type Inventory = Readonly<Record<string, string>>;

function inventoryOf(folder: string): Inventory {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

/** Whether an entry holds what was made, to the byte. */
function isWhole(entry: string): boolean {
  try {
    const wanted = JSON.parse(readFileSync(join(entry, inventoryFile), 'utf8')) as Inventory;
    const found = inventoryOf(join(entry, contentFolder));
    return Object.keys(wanted).every((path) => wanted[path] === found[path]);
  } catch {
    return false;
  }
}

/** Removes what no process uses or makes, but for the entries that were used last. */
function removeOldEntries(root: string): void {
  const names = readdirSync(root);
  const entries = names
    .filter((name) => !unfinished.test(name))
    .map((name) => ({ name, usedAt: statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.usedAt - a.usedAt);
  const old = entries.slice(keptEntries).filter(({ name }) => !usersOf(join(root, name)).some(isRunning));
  const leftovers = names.filter((name) => {
    const [, pid] = unfinished.exec(name) ?? [];
    return pid !== undefined && !isRunning(Number(pid));
  });
  for (const name of [...old.map((entry) => entry.name), ...leftovers])
    rmSync(join(root, name), { recursive: true, force: true });
}

function usersOf(entry: string): number[] {
  const users = join(entry, usersFolder);
  return existsSync(users) ? readdirSync(users).map(Number) : [];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A folder of this user alone under a name that is known beforehand.
 *
 * @returns undefined where it belongs to another, or others may write to it: code is run from a cache
 */
export function privateFolder(path: string): string | undefined {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(path);
  const isDirectory = lstatSync(path).isDirectory();
  return isDirectory && uid === process.getuid?.() && (mode & 0o022) === 0 ? path : undefined;
}
