// `npm run record-calls [-- --add]`: runs every journey and writes the AWS calls that their pipelines made, each kind
// once, to test/iam/recorded-calls.jsonl. `--add` keeps those that are there: some calls depend on the clock.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recordedCallsFile, recordFolderVariable } from './helpers/recorded-calls.ts';

const { values, positionals } = parseArgs({
  options: { add: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = mkdtempSync(join(tmpdir(), 'postern-calls-'));
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const journeys = positionals.length === 0 ? ['test/journeys'] : positionals;
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

const { status } = spawnSync(process.execPath, [...jest, ...journeys], {
  stdio: 'inherit',
  env: { ...process.env, [recordFolderVariable]: folder },
});
const made = readdirSync(folder).flatMap((file) => linesOf(join(folder, file)));
rmSync(folder, { recursive: true, force: true });
if (status === 0) {
  const before = values.add ? linesOf(recordedCallsFile) : [];
  const all = [...new Set([...before, ...made])].toSorted();
  writeFileSync(recordedCallsFile, `${all.join('\n')}\n`);
  process.stdout.write(`${all.length} calls in ${recordedCallsFile}\n`);
} else {
  process.stderr.write(
    'a journey failed, so its calls are not all known; test/iam/recorded-calls.jsonl is as it was\n',
  );
  process.exitCode = 1;
}
