import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Writes stack traces in terms of the sources, by the map beside a bundle. The map is read when the first trace is asked for,
 * which is when something has gone wrong; Node's own `--enable-source-maps` reads it at every cold start.
 *
 * @param bundleUrl the bundle's `import.meta.url`
 * @returns what `Error.prepareStackTrace` takes
 */
export function sourceStacks(bundleUrl: string): (error: Error, sites: readonly NodeJS.CallSite[]) => string {
  let map: SourceMap | 'none' | undefined;

  const lineOf = (site: NodeJS.CallSite): string => {
    if (site.getFileName() !== bundleUrl) return String(site);
    map ??= readMap(`${fileURLToPath(bundleUrl)}.map`) ?? 'none';
    if (map === 'none') return String(site);
    const origin = map.findOrigin(site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    if (!('fileName' in origin)) return String(site);
    const { fileName, lineNumber, columnNumber } = origin;
    const name = site.getFunctionName();
    return `${site.isAsync() ? 'async ' : ''}${name ?? '<anonymous>'} (${fileName}:${lineNumber}:${columnNumber})`;
  };

  return (error, sites) => [headOf(error), ...sites.map((site) => `    at ${lineOf(site)}`)].join('\n');
}

/** Nothing when there is none, or it is broken: a trace in terms of the bundle is better than none. */
function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

/** As an error writes itself, which may fail in turn. */
function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}
