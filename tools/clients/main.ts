// `npm run clients`: every client of `clients` carries out the cases of `clients/cases.json`. `--help` has examples.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appendTally, countsLine } from '../tally.ts';
import { runWitnesses } from '../witness/runner.ts';
import type { Witness } from '../witness/witness.ts';
import type { Case } from './case-list.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { type Language, languages } from './languages.ts';
import { runCases } from './run-cases.ts';
import { openScene, type Scene } from './scene.ts';

const help = `npm run clients -- [languages] [--json] [--tally <file>]

Each client carries out the cases of clients/cases.json against a local pipeline. A language that is not installed is skipped;
with CI=true it has failed.

Languages: ${languages.map(({ name }) => name).join(', ')}

  --json           results as JSON on stdout, progress on stderr
  --tally <file>   appends the counts to a file, for the total of .ci/run

Examples
  npm run clients                      all of them
  npm run clients -- python go         two of them
  npm run -s clients -- ruby --json    for a program to read
`;

const cases = JSON.parse(readFileSync(new URL('../../clients/cases.json', import.meta.url), 'utf8')) as Case[];

/** The check of one client, in the form of a witness. */
const witnessOf = ({ name, need, start }: Language, scene: () => Promise<Scene>): Witness => ({
  name,
  confirms: `the client in clients/${name}`,
  needs: [need],
  async run({ scratch }) {
    const { pipeline, values, sendMore } = await scene();
    await using proxy = await startFaultyProxy(pipeline.url);
    await using driver = await start(scratch);
    const more = { consumer: name, rawPath: `/v1/events/${String(values.event)}/raw`, events: await sendMore() };
    const checks = await runCases(cases, {
      driver,
      proxy,
      key: pipeline.key,
      values: { ...values, ...more },
      sendMore,
    });
    return { checks, notes: [] };
  },
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, tally: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const names = languages.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no client in ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const chosen = languages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

  const scratch = mkdtempSync(join(tmpdir(), 'postern-clients-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const progress = values.json ? process.stderr : process.stdout;
  const opened: Array<Promise<Scene>> = [];
  const scene = (): Promise<Scene> => {
    if (opened.length === 0) opened.push(openScene(scratch));
    return opened[0]!;
  };
  const tally = await runWitnesses(
    chosen.map((language) => witnessOf(language, scene)),
    {
      isCi: process.env.CI === 'true',
      scratch,
      stacks: () => Promise.reject(new Error('clients need no stacks')),
      say: (line) => void progress.write(`${line}\n`),
      now: Date.now,
    },
  );
  for (const each of opened) await (await each.catch(() => undefined))?.[Symbol.asyncDispose]();
  if (values.json) process.stdout.write(`${JSON.stringify(tally, undefined, 2)}\n`);
  else process.stdout.write(`\nclients: ${countsLine(tally)}\n`);
  if (values.tally !== undefined) appendTally(values.tally, 'clients', tally);
  return tally.failed === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
