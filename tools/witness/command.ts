import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendTally, countsLine } from '../tally.ts';
import { runWitnesses } from './runner.ts';
import type { Witness, Workbench } from './witness.ts';

interface CheckCommand {
  /** Under it the counts are printed and kept. */
  readonly name: string;
  readonly help: string;
  /** @param scratch a folder that is removed in the end */
  readonly witnesses: (scratch: string) => readonly Witness[];
  readonly stacks: (scratch: string) => Workbench['stacks'];
  /** Called when all have run. */
  readonly end?: () => Promise<void>;
}

/** A command of npm that runs witnesses by their names, all of them by default, and exits with 1 when one has failed. */
export async function runCommand(command: CheckCommand): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    process.exitCode = await runChosen(command);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function runChosen({ name, help, witnesses, stacks, end }: CheckCommand): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, tally: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), `postern-${name}-`));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const progress = values.json ? process.stderr : process.stdout;
  const tally = await runWitnesses(chosenOf(witnesses(scratch), positionals), {
    isCi: process.env.CI === 'true',
    scratch,
    stacks: stacks(scratch),
    say: (line) => void progress.write(`${line}\n`),
    now: Date.now,
  });
  await end?.();
  if (values.json) process.stdout.write(`${JSON.stringify(tally, undefined, 2)}\n`);
  else process.stdout.write(`\n${name}: ${countsLine(tally)}\n`);
  if (values.tally !== undefined) appendTally(values.tally, name, tally);
  return tally.failed === 0 ? 0 : 1;
}

/** @throws Error for a name that there is not */
export function chosenOf(witnesses: readonly Witness[], names: readonly string[]): readonly Witness[] {
  const known = witnesses.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`nothing is called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return witnesses.filter(({ name }) => names.length === 0 || names.includes(name));
}
