import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Writes stack traces in terms of the sources, by the maps beside the files of a bundle. A map is read when the first trace
 * needs it, which is after something has gone wrong; Node's own `--enable-source-maps` reads all at every cold start.
 *
 * @param bundleUrl `import.meta.url` of one of the bundle's files
 * @returns what `Error.prepareStackTrace` takes
 */
function sourceStacks(bundleUrl: string): (error: Error, sites: readonly NodeJS.CallSite[]) => string {
  const folder = bundleUrl.slice(0, bundleUrl.lastIndexOf('/') + 1);
  const maps = new Map<string, SourceMap | undefined>();

  const lineOf = (site: NodeJS.CallSite): string => {
    const file = site.getFileName();
    if (!file?.startsWith(folder)) return String(site);
    if (!maps.has(file)) maps.set(file, readMap(`${fileURLToPath(file)}.map`));
    const origin = maps.get(file)?.findOrigin(site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    if (origin === undefined || !('fileName' in origin)) return String(site);
    const { fileName, lineNumber, columnNumber } = origin;
    const name = site.getFunctionName();
    return `${site.isAsync() ? 'async ' : ''}${name ?? '<anonymous>'} (${fileName}:${lineNumber}:${columnNumber})`;
  };

  return (error, sites) => [headOf(error), ...sites.map((site) => `    at ${lineOf(site)}`)].join('\n');
}

/**
 * Traces the errors of a bundle in terms of its sources from now on. The laptop and the tests run the sources themselves,
 * and need no map.
 *
 * @param entryUrl `import.meta.url` of the entry
 */
export function traceInSources(entryUrl: string): void {
  if (entryUrl.endsWith('.mjs')) Error.prepareStackTrace = sourceStacks(entryUrl);
}

/** @returns undefined for a map that is absent or broken: a trace in terms of the bundle is better than none */
function readMap(path: string): SourceMap | undefined {
  try {
    const payload: SourceMapPayload = JSON.parse(readFileSync(path, 'utf8'));
    return new SourceMap(payload);
  } catch {
    return undefined;
  }
}

/** The error's own text; its `toString` may fail in turn. */
function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}
