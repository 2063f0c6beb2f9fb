import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Watches a folder and all folders in it, also those that are made later. Each folder is watched by itself: on Linux Node's
 * recursive watch loses a file that is replaced by renaming another, which is how editors save and git changes branches.
 *
 * @param onChange told the path of what was written, made, renamed or removed
 * @returns ends the watching
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
        // What has this name now may be another folder.
        if (kind === 'rename') close(path);
        onChange(path);
        addAll(folder, onChange);
      });
      // A folder that is removed takes its watcher along.
      watcher.on('error', () => close(folder));
      watchers.set(folder, watcher);
    } catch {
      // It was removed before it could be watched.
    }
  };
  /** @param onFound told of files in folders that are new: they may have been written before the folder was watched */
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
