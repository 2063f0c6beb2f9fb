import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, runChild } from '../witness/child-process.ts';
import type { Need } from '../witness/witness.ts';
import { type Driver, startDriver } from './driver.ts';

/** A language that has a client. */
export interface Language {
  readonly name: string;
  /** Finds the language's program. */
  readonly need: Need;
  /**
   * Starts its driver.
   *
   * @param scratch a folder for what it builds
   * @throws Error when it cannot be built
   */
  start(scratch: string): Promise<Driver>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const folderOf = (name: string): string => join(root, 'clients', name);

/** A program that has to be installed. */
export const programNeed = (name: string, command: string, args: readonly string[], howTo: string): Need => ({
  name,
  async prepare() {
    const { exitCode } = await runChild(command, args);
    if (exitCode !== 0) throw new Error(`${command} is not installed: ${howTo}`);
    return command;
  },
});

/** @throws Error with the last line that the program printed */
async function build(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stdout, stderr } = await runChild(command, args, { cwd });
  if (exitCode !== 0) throw new Error(`${command} ${args[0]}: ${lastLine(stderr) || lastLine(stdout)}`);
}

/** The languages, in the order in which their clients are tried. */
export const languages: readonly Language[] = [
  {
    name: 'node',
    need: programNeed('node', process.execPath, ['--version'], 'install Node'),
    async start(scratch) {
      // As its package is built; the driver itself runs the sources.
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      await build(process.execPath, [compiler, '-p', '.', '--outDir', join(scratch, 'node-client')], folderOf('node'));
      return startDriver(process.execPath, ['driver.ts'], folderOf('node'));
    },
  },
  {
    name: 'python',
    need: programNeed('python3', 'python3', ['--version'], 'install Python 3.9 or later'),
    async start() {
      // Its own ed25519, against the vectors of the RFC.
      await build('python3', ['-B', '-m', 'unittest', '-q'], folderOf('python'));
      return startDriver('python3', ['-B', 'driver.py'], folderOf('python'));
    },
  },
  {
    name: 'go',
    need: programNeed('go', 'go', ['version'], 'install Go 1.19 or later (Debian: golang-go)'),
    async start(scratch) {
      const program = join(scratch, 'go-driver');
      await build('go', ['vet', './...'], folderOf('go'));
      await build('go', ['build', '-o', program, './driver'], folderOf('go'));
      return startDriver(program, [], folderOf('go'));
    },
  },
  {
    name: 'ruby',
    need: programNeed('ruby', 'ruby', ['--version'], 'install Ruby 3.0 or later (Debian: ruby)'),
    async start() {
      return startDriver('ruby', ['-w', 'driver.rb'], folderOf('ruby'));
    },
  },
];
