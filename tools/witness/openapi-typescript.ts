import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { lastLine, runChild } from './child-process.ts';
import type { LocalPipeline } from './local-pipeline.ts';
import { check, type Report } from './report.ts';

/** A program as somebody writes it with generated types. */
const program = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
const { API_URL: baseUrl = '', API_KEY: key = '' } = process.env;
const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${key}\` } });

const page = await client.GET('/v1/events', { params: { query: { limit: 2 } } });
const first: components['schemas']['EventPage']['events'][number] | undefined = page.data?.events[0];
const event = await client.GET('/v1/events/{id}', { params: { path: { id: first?.eventId ?? '' } } });
const eligibility = await client.POST('/v1/eligibility', {
  body: { address: 'lea@example.org', purpose: 'marketing' },
});
const unknown = await client.GET('/v1/events/{id}', { params: { path: { id: \`evt_\${'0'.repeat(32)}\` } } });
const problem = unknown.error && 'type' in unknown.error ? unknown.error.type : undefined;
console.log(
  JSON.stringify({
    listed: page.data?.events.length,
    isSame: first?.eventId === event.data?.eventId,
    fate: event.data?.delivery.fate,
    answer: eligibility.data?.answer,
    problem,
  }),
);
`;

/** The line that the program prints, with two events or more in the list. */
const expected = {
  listed: 2,
  isSame: true,
  fate: 'delivered',
  answer: true,
  problem: 'urn:postern:problem:not-found',
};

/** Programs that the types have to refuse. */
export const wrongPrograms: Readonly<Record<string, string>> = {
  'a field that no answer has': program.replace('page.data?.events[0]', 'page.data?.evnts[0]'),
  'a route that does not exist': program.replace("GET('/v1/events',", "GET('/v1/evnts',"),
  'a body without its address': program.replace("address: 'lea@example.org', ", ''),
};

const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [],
  outDir: 'out',
};

/** How a step ended, and what it printed. */
interface Step {
  readonly exitCode: number | undefined;
  readonly printed: string;
}

/** Generates types from the document that a pipeline serves, compiles programs against them, and runs the right one. */
export async function generateClient(
  packages: string,
  scratch: string,
  { url, key }: Pick<LocalPipeline, 'url' | 'key'>,
): Promise<Report> {
  const folder = join(scratch, 'openapi-client');
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(packages, 'node_modules'), join(folder, 'node_modules'));
  copyFileSync(join(packages, 'package.json'), join(folder, 'package.json'));
  const run = async (script: string, ...args: readonly string[]): Promise<Step> => {
    const env = { ...process.env, API_URL: url, API_KEY: key };
    const { exitCode, stdout, stderr } = await runChild(process.execPath, [script, ...args], { cwd: folder, env });
    return { exitCode, printed: `${stderr}\n${stdout}` };
  };
  const compile = (name: string, text: string): Promise<Step> => {
    writeFileSync(join(folder, `${name}.ts`), text);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions, include: [`${name}.ts`] }));
    return run('node_modules/typescript/bin/tsc', '-p', `${name}.json`);
  };
  const generated = await run(
    'node_modules/openapi-typescript/bin/cli.js',
    `${url}/v1/openapi.json`,
    '--output',
    'api.d.ts',
  );
  const compiled = await compile('program', program);
  const answered = await run('out/program.js');
  const refused = new Map<string, Step>();
  for (const [nth, [name, text]] of Object.entries(wrongPrograms).entries())
    refused.set(name, await compile(`wrong-${nth}`, text));
  return judgeClient({ generated, compiled, answered, refused });
}

/** The steps that were taken with generated types. */
interface ClientSteps {
  readonly generated: Step;
  readonly compiled: Step;
  readonly answered: Step;
  /** Compilations that have to fail, by what is wrong. */
  readonly refused: ReadonlyMap<string, Step>;
}

export function judgeClient({ generated, compiled, answered, refused }: ClientSteps): Report {
  const problemOf = ({ exitCode, printed }: Step): string | undefined =>
    exitCode === 0 ? undefined : lastLine(printed) || `it ended with ${exitCode}`;
  return {
    checks: [
      check('types are generated from the served document', problemOf(generated)),
      check('a program compiles with them', problemOf(compiled)),
      check(
        'the program gets its answers from the API',
        problemOf(answered) ?? differenceOf(lastLine(answered.printed)),
      ),
      ...[...refused].map(([name, step]) =>
        check(`the types refuse ${name}`, step.exitCode === 0 ? 'it compiles' : undefined),
      ),
    ],
    notes: [],
  };
}

function differenceOf(printed: string): string | undefined {
  try {
    return isDeepStrictEqual(JSON.parse(printed), expected) ? undefined : `it printed ${printed}`;
  } catch {
    return `it printed ${printed}`;
  }
}
