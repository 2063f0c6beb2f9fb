import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../lambdas/domain/errors.ts';

/**
 * Makes a folder and those above it. Node's own way never ends where a folder can be neither found nor made, as below `/proc`.
 *
 * @throws ConfigError naming the folder that cannot be made
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path) throw refusal(path, code);
    makeFolder(parent);
    try {
      mkdirSync(path);
    } catch (second) {
      throw refusal(path, (second as NodeJS.ErrnoException).code);
    }
  }
}

const refusal = (path: string, code: string | undefined): ConfigError =>
  new ConfigError(`${path}: the folder cannot be made (${code}); set POSTERN_DATA_DIR to one that can`);
