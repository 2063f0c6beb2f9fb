import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf } from './error-fields.ts';
import { watchFolders } from './folder-watch.ts';
import type { FunctionHost } from './function-host.ts';
import { readSourceGraph } from './source-graph.ts';

/** A function that runs from its source. */
interface WatchedFunction {
  readonly host: Pick<FunctionHost, 'stage' | 'restart'>;
  /** Relative to the root of the project. */
  readonly entry: string;
}

interface SourceWatchOptions {
  readonly root: string;
  /** The folder with the sources, relative to the root of the project. */
  readonly folder: string;
  readonly functions: readonly WatchedFunction[];
  /** Called with the function, the changed files, and the result. */
  readonly onRestart: (event: RestartEvent) => void;
}

export interface RestartEvent {
  readonly stage: string;
  /** The changed files, relative to the root of the project. */
  readonly files: readonly string[];
  /** Why the function still runs its old code; absent after a restart. */
  readonly error?: string;
}

/** A pause that ends a change: an editor saves many files at once, and so does a switch of branches. In ms. */
const quietMs = 150;

/**
 * Restarts a function when a file that it imports changes. Code that cannot be bundled or loaded does not run: it would
 * receive each mail again and again, and a typing error would end in the dead-letter queue.
 *
 * @returns a function that ends the watching
 */
export async function watchSources(options: SourceWatchOptions): Promise<() => void> {
  const { folder, functions, onRestart } = options;
  const root = realpathSync(options.root);
  const graphs = new Map<WatchedFunction, ReadonlySet<string>>();
  for (const each of functions) {
    const graph = await readSourceGraph(root, each.entry);
    graphs.set(each, graph.kind === 'read' ? graph.files : new Set());
  }
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  const restart = async (each: WatchedFunction, files: readonly string[]): Promise<void> => {
    const known = graphs.get(each);
    const graph = await readSourceGraph(root, each.entry);
    // A new file may replace an old one in the graph, so the old graph counts, too.
    const concerned = files.filter((file) => known?.has(file) || (graph.kind === 'read' && graph.files.has(file)));
    if (concerned.length === 0) return;
    const event = { stage: each.host.stage, files: concerned.map((file) => relative(root, file)) };
    if (graph.kind === 'broken') return onRestart({ ...event, error: graph.reason });
    graphs.set(each, graph.files);
    try {
      await each.host.restart();
      onRestart(event);
    } catch (error) {
      onRestart({ ...event, error: messageOf(error) });
    }
  };
  const restartAll = async (): Promise<void> => {
    const files = [...changed];
    changed.clear();
    await Promise.all(functions.map((each) => restart(each, files)));
  };
  const stopWatching = watchFolders(join(root, folder), (path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(restartAll).catch(() => {});
    }, quietMs);
  });
  return () => {
    clearTimeout(timer);
    stopWatching();
  };
}
