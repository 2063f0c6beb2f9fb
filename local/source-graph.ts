import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildFailure, build } from 'esbuild';
import { bundleOptions } from '../lib/constructs/bundle.ts';

/** What a source and all that it imports come to. */
export type SourceGraph =
  | { readonly kind: 'read'; readonly files: ReadonlySet<string> }
  /** It could not be bundled, so that it could not run either; the first reason, with file and line. */
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * The files of the project that a function is made of, as the bundler finds them: also what is imported when it is wanted,
 * and the threads beside it.
 *
 * @param root absolute, and without symbolic links
 * @param entry a path from `root`
 */
export async function readSourceGraph(root: string, entry: string): Promise<SourceGraph> {
  const entryPoint = join(root, entry);
  try {
    const { metafile } = await build({
      ...bundleOptions,
      absWorkingDir: root,
      entryPoints: [entryPoint, ...globSync(join(dirname(entryPoint), '*-worker.ts'))],
      packages: 'external',
      outdir: join(root, 'unwritten'),
      write: false,
      logLevel: 'silent',
    });
    return { kind: 'read', files: new Set(Object.keys(metafile.inputs).map((path) => resolve(root, path))) };
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (first === undefined) throw error;
    const { location, text } = first;
    return { kind: 'broken', reason: location ? `${location.file}:${location.line}: ${text}` : text };
  }
}
