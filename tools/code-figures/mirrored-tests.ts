// `npm run mirrored-tests [-- <part of a path>...]`: empties the main export of each source file that has a test in the
// mirrored place, in a copy of the project, and runs that test: it has to fail. Exit code 1 when one passes.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyMainExport } from './emptied-export.ts';
import { mirrorOf, productSources } from './figures.ts';
import type { Source } from './syntax.ts';

/** Two cores carry two tests. */
const copies = 2;
/** A test that waits for what never comes has noticed it, too. */
const patienceMs = 180_000;

const filters = process.argv.slice(2);
const mirrored = productSources().filter(
  ({ file, hasMirror }) => hasMirror && (filters.length === 0 || filters.some((filter) => file.includes(filter))),
);
const queue = mirrored.flatMap((source) => {
  const emptied = emptyMainExport(source);
  return emptied === undefined ? [] : [{ source, emptied }];
});
const unnoticed: string[] = [];
let noticed = 0;
const total = queue.length;
await Promise.all(Array.from({ length: copies }, workOff));
process.stdout.write(
  `\n${mirrored.length} files have their test in the mirrored place, ${total} of them export code\n`,
);
process.stdout.write(`${noticed} tests notice that the main export is empty, ${unnoticed.length} do not\n`);
for (const line of unnoticed) process.stdout.write(`  ${line}\n`);
process.exitCode = unnoticed.length === 0 ? 0 : 1;

async function workOff(): Promise<void> {
  const copy = copyOfProject();
  try {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { source, emptied } = next;
      // A test that fails already proves nothing.
      const passesAsItIs = await passes(copy, source);
      writeFileSync(join(copy, source.file), emptied.text);
      if (passesAsItIs && !(await passes(copy, source))) noticed += 1;
      else unnoticed.push(`${source.file} ${emptied.name}${passesAsItIs ? '' : ' (its test fails as it is)'}`);
      writeFileSync(join(copy, source.file), source.text);
      process.stderr.write(`${noticed + unnoticed.length} of ${total}\r`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'postern-emptied-'));
  for (const file of execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean))
    cpSync(file, join(copy, file));
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function passes(copy: string, { file }: Source): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const child = spawn(
    process.execPath,
    [...jest, '--runInBand', '--bail', '--silent', '--runTestsByPath', mirrorOf(file)],
    {
      cwd: copy,
      stdio: 'ignore',
      timeout: patienceMs,
    },
  );
  child.on('close', (code) => resolve(code === 0));
  return promise;
}
