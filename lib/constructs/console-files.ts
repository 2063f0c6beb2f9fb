import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The folder with the built page, of the checkout or of the published package.
 *
 * @throws Error when it was not built
 */
export function consoleFiles(folder: string = join(root, 'dist-console')): string {
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Error(`the console is not built: ${folder} has no index.html; run npm run build:console`);
}

/** The version of the package. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
