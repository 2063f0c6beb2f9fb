// `npm run record-calls`: runs every journey and writes the AWS calls of their pipelines, each kind once, to
// test/iam/recorded-calls.jsonl. `-- --add test/journeys/<name>.test.ts` runs one journey and keeps the recorded calls.
// Calls of `seldomGrants` are left out, because they depend on the clock.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readResources } from '../local/wiring.ts';
import { localTemplates } from './helpers/local-templates.ts';
import { type RecordedCall, recordedCallsFile, recordFolderVariable } from './helpers/recorded-calls.ts';
import { isSeldomCall } from './iam/own-tests.ts';

const { values, positionals } = parseArgs({
  options: { add: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (positionals.length > 0 && !values.add) {
  process.stderr.write('some journeys alone would take away the calls of all others: name them with --add\n');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'postern-calls-'));
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const journeys = positionals.length === 0 ? ['test/journeys'] : positionals;
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

const { status } = spawnSync(process.execPath, [...jest, ...journeys], {
  stdio: 'inherit',
  env: { ...process.env, [recordFolderVariable]: folder },
});
const newCalls = readdirSync(folder).flatMap((file) => linesOf(join(folder, file)));
rmSync(folder, { recursive: true, force: true });
if (status === 0) {
  const before = values.add ? linesOf(recordedCallsFile) : [];
  const resources = readResources('http://127.0.0.1:1', await localTemplates());
  const isRequired = (line: string): boolean => !isSeldomCall(JSON.parse(line) as RecordedCall, resources);
  const all = [...new Set([...before, ...newCalls])].filter(isRequired).toSorted();
  writeFileSync(recordedCallsFile, `${all.join('\n')}\n`);
  process.stdout.write(`${all.length} calls in ${recordedCallsFile}\n`);
} else {
  process.stderr.write(
    'a journey failed, so its calls are not all known; test/iam/recorded-calls.jsonl is as it was\n',
  );
  process.exitCode = 1;
}
