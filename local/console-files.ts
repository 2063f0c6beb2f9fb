import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm run build:console` puts the console; beside the compiled code in the published package. */
const consoleFolder = fileURLToPath(new URL('../dist-console', import.meta.url));

/** A file of the console as it is sent. */
interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads a file of the console.
 *
 * @param name `index.html`, or the name of a file in `assets`
 * @returns undefined for a file that does not exist, or a name that is no file's
 */
export async function readConsoleFile(name: string, folder: string = consoleFolder): Promise<ConsoleFile | undefined> {
  if (!/^(?:index\.html|assets\/\w[\w.-]*)$/.test(name)) return undefined;
  const type = types[extname(name)];
  const content = await readFile(join(folder, name)).catch(() => undefined);
  return type === undefined || content === undefined ? undefined : { type, content };
}
