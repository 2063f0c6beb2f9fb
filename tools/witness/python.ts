import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, runChild } from './child-process.ts';
import type { Need } from './witness.ts';

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/postern', import.meta.url));

/** Where the packages of these requirements are installed: a folder for each text of them. */
export const environmentFolder = (text: string, version: string): string =>
  join(cache, `witness-${createHash('sha256').update(`${version}\n${text}`).digest('hex').slice(0, 16)}`);

/**
 * The witnesses that are written in Python, at the versions of `requirements.txt`, in a virtual environment under
 * `node_modules`: made once, and anew when the requirements or the machine's Python change. Only wheels with a known hash
 * are installed, so no package runs code as it is installed.
 *
 * @see https://pip.pypa.io/en/stable/topics/secure-installs/
 */
export const pythonTools: Need = {
  name: 'python',
  async prepare(say) {
    const { exitCode, stdout } = await runChild('python3', ['--version']);
    if (exitCode !== 0) throw new Error('python3 is not installed: install Python 3.11 or later, with its venv module');
    const folder = environmentFolder(readFileSync(requirements, 'utf8'), stdout.trim());
    const bin = join(folder, 'bin');
    const complete = join(folder, 'complete');
    if (existsSync(complete)) return bin;
    say(`python: installing the witnesses of tools/witness/requirements.txt (${stdout.trim()}, once)`);
    rmSync(folder, { recursive: true, force: true });
    await install('python3', ['-m', 'venv', folder], 'a virtual environment cannot be made');
    await install(
      join(bin, 'python'),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        ...['--require-hashes', '--only-binary', ':all:'],
      ].concat(['--requirement', requirements]),
      'the Python packages of tools/witness/requirements.txt cannot be installed',
    );
    writeFileSync(complete, '');
    return bin;
  },
};

async function install(command: string, args: readonly string[], problem: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runChild(command, args);
  if (exitCode !== 0)
    throw new Error(`${problem}: ${lastLine(stderr) || lastLine(stdout) || `${command} did not run`}`);
}
