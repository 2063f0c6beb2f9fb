import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildFailure, build } from 'esbuild';
import { bundleOptions } from '../lib/constructs/bundle.ts';
import { fieldsOf } from './fields.ts';

/** The files that a source imports, or the reason why it cannot be bundled. */
type SourceGraph =
  | { readonly kind: 'read'; readonly files: ReadonlySet<string> }
  /** The first error of the bundler, with file and line: the source cannot run either. */
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * Finds the project's files of a function as the bundler does, with its dynamic imports and its worker threads.
 *
 * @param root absolute, and without symbolic links
 * @param entry path relative to `root`
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
    const [first] = isBuildFailure(error) ? error.errors : [];
    if (first === undefined) throw error;
    const { location, text } = first;
    return { kind: 'broken', reason: location ? `${location.file}:${location.line}: ${text}` : text };
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure => Array.isArray(fieldsOf(error).errors);
