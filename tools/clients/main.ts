// `npm run clients`: every client of `clients` carries out the cases of `clients/cases.json`. `--help` has examples.
import { readFileSync } from 'node:fs';
import { runCommand } from '../witness/command.ts';
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

const opened: Array<Promise<Scene>> = [];

await runCommand({
  name: 'clients',
  help,
  witnesses: (scratch) => {
    const scene = (): Promise<Scene> => {
      if (opened.length === 0) opened.push(openScene(scratch));
      return opened[0]!;
    };
    return languages.map((language) => witnessOf(language, scene));
  },
  stacks: () => () => Promise.reject(new Error('clients need no stacks')),
  async end() {
    for (const each of opened) await (await each.catch(() => undefined))?.[Symbol.asyncDispose]();
  },
});
