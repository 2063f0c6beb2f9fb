// `npm test`: types, lint, every jest suite, and the CDK synth with its checks. The last line counts all checks: each
// jest test is one, and so is each of the other checks. `--tally <file>` appends the counts to a file.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendTally, countsLine } from '../tools/tally.ts';

const { tally } = parseArgs({ options: { tally: { type: 'string' } } }).values;
const scratch = mkdtempSync(join(tmpdir(), 'postern-test-'));
const results = join(scratch, 'jest.json');
let passed = 0;
let failed = 0;
let skipped = 0;

function run(title: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n== ${title}\n`);
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  process.stdout.write(
    `== ${title}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  return status === 0;
}

function count(isOk: boolean): void {
  if (isOk) passed += 1;
  else failed += 1;
}

count(run('types', 'tsc', ['-p', '.']));
count(run('types of the console', 'tsc', ['-p', 'console']));
count(run('lint', 'biome', ['check', '--error-on-warnings', '.']));
count(run('bundles of the local stage', 'node', ['test/bundle-assembly.ts']));
const jestOk = run('tests', 'node', [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${results}`,
]);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(results, 'utf8'),
  ) as Record<string, number>;
  passed += numPassedTests ?? 0;
  failed += (numFailedTests ?? 0) + (numRuntimeErrorTestSuites ?? 0);
  skipped += numPendingTests ?? 0;
} catch {
  // Jest wrote no results: it did not get that far.
}
if (!jestOk && failed === 0) failed += 1;
count(
  run('synth with cdk-nag', 'cdk', ['synth', '**', '--quiet', '--no-notices', '--output', join(scratch, 'cdk.out')]),
);

rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`\n${countsLine({ passed, failed, skipped })}\n`);
if (tally !== undefined) appendTally(tally, 'tests', { passed, failed, skipped });
process.exitCode = failed === 0 ? 0 : 1;
