import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './assembly.ts';
import { lastLine, runChild } from './child-process.ts';
import type { Need } from './witness.ts';

const packages = fileURLToPath(new URL('./openapi-client', import.meta.url));
const files = ['package.json', 'package-lock.json'] as const;

/** Where the packages of these files are installed: a folder for each text of them. */
export const packagesFolder = (text: string): string =>
  join(
    root,
    'node_modules/.cache/postern',
    `openapi-client-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
  );

/**
 * The packages of `openapi-client`, at the versions and hashes of its lockfile, in a folder of their own: they want another
 * TypeScript than this project. No package runs code as it is installed.
 */
export const nodeTools: Need = {
  name: 'npm',
  async prepare(say) {
    const folder = packagesFolder(files.map((name) => readFileSync(join(packages, name), 'utf8')).join('\n'));
    const complete = join(folder, 'complete');
    if (existsSync(complete)) return folder;
    say('npm: installing the packages of tools/witness/openapi-client (once)');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of files) copyFileSync(join(packages, name), join(folder, name));
    const { exitCode, stderr } = await runChild('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
    });
    if (exitCode !== 0)
      throw new Error(
        `the packages of tools/witness/openapi-client cannot be installed: ${lastLine(stderr) || 'npm did not run'}`,
      );
    writeFileSync(complete, '');
    return folder;
  },
};
