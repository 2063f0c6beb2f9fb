import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Watches a folder and all folders in it, including later ones. Each folder has a watcher of its own: on Linux Node's
 * recursive watch loses a file that a rename replaces, as editors and git replace files.
 *
 * @param onChange called with the path of a file or folder that is created, written, renamed or removed
 * @returns a function that ends the watching
 * @see https://github.com/nodejs/node/issues/22517 for the same with a single file
 */
export function watchFolders(root: string, onChange: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  const close = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      watchers.delete(path);
    }
  };
  const add = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (kind, name) => {
        if (name === null) return;
        const path = join(folder, name);
        // Another folder may have this name now.
        if (kind === 'rename') close(path);
        onChange(path);
        addAll(folder, onChange);
      });
      // A removed folder ends its watcher.
      watcher.on('error', () => close(folder));
      watchers.set(folder, watcher);
    } catch {
      // The folder was removed before the watch began.
    }
  };
  /** @param onFound called with files in new folders: they may be older than the watch of the folder */
  const addAll = (folder: string, onFound: (path: string) => void): void => {
    for (const { isFolder, path } of entriesOf(folder)) {
      if (!isFolder || watchers.has(path)) continue;
      add(path);
      for (const file of entriesOf(path)) if (!file.isFolder) onFound(file.path);
      addAll(path, onFound);
    }
  };
  add(root);
  addAll(root, () => {});
  return () => close(root);
}

function entriesOf(folder: string): Array<{ readonly isFolder: boolean; readonly path: string }> {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      isFolder: entry.isDirectory(),
      path: join(folder, entry.name),
    }));
  } catch {
    return [];
  }
}
