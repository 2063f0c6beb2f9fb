// `npm run witness`: programs that others wrote look at what we made. `--help` has examples.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendTally, countsLine } from '../tally.ts';
import { assembleStacks } from './assembly.ts';
import { witnesses } from './registry.ts';
import { runWitnesses } from './runner.ts';
import type { AssembledStack } from './template.ts';

const help = `npm run witness -- [names] [--json] [--tally <file>]

Programs that others wrote look at the templates and at the services that our tests run on. A witness that is not
installed and cannot be is skipped; with CI=true it has failed.

${witnesses.map(({ name, confirms }) => `  ${name.padEnd(16)} ${confirms}`).join('\n')}

  --json           results as JSON on stdout, progress on stderr
  --tally <file>   appends the counts to a file, for the total of .ci/run

Examples
  npm run witness                              all of them
  npm run witness -- cfn-lint                  one of them
  npm run -s witness -- moto-stacks --json     for a program to read
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, tally: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const unknown = positionals.filter((name) => !witnesses.some((witness) => witness.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no witness is called ${unknown.join(', ')}; there are ${witnesses.map(({ name }) => name).join(', ')}`,
    );
  const chosen = positionals.length === 0 ? witnesses : witnesses.filter(({ name }) => positionals.includes(name));

  const scratch = mkdtempSync(join(tmpdir(), 'postern-witness-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const progress = values.json ? process.stderr : process.stdout;
  let stacks: Promise<readonly AssembledStack[]> | undefined;
  const tally = await runWitnesses(chosen, {
    isCi: process.env.CI === 'true',
    scratch,
    stacks: () => {
      stacks ??= assembleStacks(join(scratch, 'cdk.out'));
      return stacks;
    },
    say: (line) => void progress.write(`${line}\n`),
    now: Date.now,
  });
  if (values.json) process.stdout.write(`${JSON.stringify(tally, undefined, 2)}\n`);
  else process.stdout.write(`\nwitness: ${countsLine(tally)}\n`);
  if (values.tally !== undefined) appendTally(values.tally, 'witness', tally);
  return tally.failed === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
